"""What a customer does in a play: when it makes contact, what it and its experts answer, what is left undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from processes.business_services.register.business_id import invented as invented_business_ids

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One customer.

    `contact` is what its form says, beside the typical answers. `answers` has, by form id, what is special each time
    that the form is filled in; the last one is repeated. `leaves` are forms that nobody fills in, so that the work
    waits. `feedback` has, for each request, (days until the answer, the answers), or None for silence.
    """

    name: str
    begins: int  # the day of the play, from 0
    contact: Answers
    answers: Mapping[str, Sequence[Answers]] = field(default_factory=dict)
    leaves: frozenset[str] = frozenset()
    feedback: Sequence[tuple[int, Answers] | None] = ()


__all__ = ["Answers", "Part", "invented_business_ids"]
