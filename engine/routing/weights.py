"""How much each thing counts when a round weighs who gets what: the decision `routing-weights`, where there is one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from engine.errors import Refused

DECISION = "routing-weights"
MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What speaks against an assignment, in points, and how much a full-time person holds at most.

    - `continuity`: another than the customer's own expert (or their substitute) gets it
    - `load`: for each work item that a full-time person holds already; a half-time person's counts twice
    - `deadline`: the person is away or off on all working days until it is due; half of them, half of it
    - `area`: the person doesn't serve the area
    - `capacity`: how many work items a full-time person holds at most, where the person has no number of their own
    """

    continuity: int = 200
    load: int = 10
    deadline: int = 60
    area: int = 20
    capacity: int = 60


USUAL = Weights()


def weights_of(value: Any) -> Weights:
    """The weights that the decision gave; what it leaves out is as usual. Raises `Refused`."""
    if value is None:
        return USUAL
    names = {field.name for field in fields(Weights)}
    if not isinstance(value, Mapping) or set(value) - names:
        raise Refused(f"The decision {DECISION} gives {value!r}. Its outputs may be {', '.join(sorted(names))}.")
    given = {name: whole(name, number) for name, number in value.items() if number is not None}
    return Weights(**given)


def whole(name: str, number: Any) -> int:
    if isinstance(number, bool) or not isinstance(number, int | Decimal) or number != int(number):
        raise Refused(f"The decision {DECISION} gives {number!r} for {name}. Give a whole number.")
    if not 0 <= number <= MOST:
        raise Refused(f"The decision {DECISION} gives {number} for {name}. Give a number from 0 to {MOST}.")
    return int(number)
