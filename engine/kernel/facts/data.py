"""How the data that the standard draws went: what was waited for, which set was taken, which state was reached."""

from engine.kernel.facts.base import Fact


class InputsAwaited(Fact, frozen=True):
    """The activity instance `owner` waits for data: for each of its input sets something is `missing` (names)."""

    key: int
    owner: int
    missing: tuple[str, ...]


class InputsArrived(Fact, frozen=True):
    """All of an input set is there."""

    key: int


class InputsWithdrawn(Fact, frozen=True):
    key: int


class InputSetChosen(Fact, frozen=True):
    """The activity instance `key`, which has several input sets, begins with this one."""

    key: int
    input_set: str


class DataStateSet(Fact, frozen=True):
    """The data object `data` of the scope instance `scope` is in this state now."""

    scope: int
    data: str
    state: str
