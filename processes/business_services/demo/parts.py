"""What a customer does in a play: when it makes contact, what it and its experts answer, what is left undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from processes.business_services.register.business_id import check_digit

Answers = Mapping[str, Any]
#: No company has a business ID that begins so; these are for invented ones.
FIRST = 9_400_000


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


def invented_business_ids(count: int) -> list[str]:
    """Valid business IDs of companies that don't exist."""
    found: list[str] = []
    number = FIRST
    while len(found) < count:
        number += 137
        digit = check_digit(str(number))
        if digit is not None:
            found.append(f"{number}-{digit}")
    return found
