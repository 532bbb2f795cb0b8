"""Ranges as values (DMN 1.5, 10.3.2.7): an end without bound is None and never included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Range:
    start: Any
    end: Any
    start_included: bool
    end_included: bool
    # ``(< 5)`` has no start, while ``(null..5)`` has a start that is null; ``(!= 5)`` is everything else than 5.
    operator: str | None = None
