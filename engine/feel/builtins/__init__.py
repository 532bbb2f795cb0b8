"""The built-in functions of the standard, one file per family (DMN 1.5, 10.3.4)."""

from __future__ import annotations

from engine.feel.builtins import (  # noqa: F401  (importing them fills the table)
    aggregates,
    contexts,
    conversions,
    lists,
    numbers,
    patterns,
    ranges,
    strings,
    temporal,
)
from engine.feel.builtins.registry import BUILTINS

__all__ = ["BUILTINS"]
