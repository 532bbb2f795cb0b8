"""How tokens went: what began, what ended, which way, with which variables."""

from typing import Any

from engine.kernel.facts.base import Fact
from engine.kernel.state import ROOT


class ProcessStarted(Fact, frozen=True):
    """A process began: the root (key 1), or one called by the call activity instance `scope`."""

    key: int
    process: str
    definition: str
    scope: int = 0
    business_key: str = ""


class ElementActivated(Fact, frozen=True):
    """A token entered an element, taking the tokens that waited on `flows`.

    An item of a multi-instance has its number as `index`; the body around the items has 0, as all others.
    """

    key: int
    element: str
    scope: int
    process: int = ROOT
    flows: tuple[str, ...] = ()
    index: int = 0


class ElementCompleted(Fact, frozen=True):
    key: int
    element: str


class ElementTerminated(Fact, frozen=True):
    key: int
    element: str


class FlowTaken(Fact, frozen=True):
    """A token left along a sequence flow inside `scope`."""

    flow: str
    scope: int


class VariablesSet(Fact, frozen=True):
    """Variables of the element instance `scope` got these values; `reason` when somebody set them by hand."""

    scope: int
    values: dict[str, Any] = {}
    reason: str = ""


class TokensDropped(Fact, frozen=True):
    """All tokens that were on their way inside `scope` are gone: an event interrupted what went on there."""

    scope: int


class GatewayStarted(Fact, frozen=True):
    """A complex gateway in `scope` began with the tokens of `flows`, and waits for those of the others to be reset."""

    scope: int
    gateway: str
    flows: tuple[str, ...]


class GatewayReset(Fact, frozen=True):
    """All that could come to the complex gateway has come; it can begin anew."""

    scope: int
    gateway: str


class LoopStarted(Fact, frozen=True):
    """A multi-instance body knows its items; `items` is empty where only their number counts.

    `collects`: the outputs of the items are gathered into a list.
    """

    key: int
    size: int
    items: list[Any] = []
    collects: bool = False


class LoopItemCompleted(Fact, frozen=True):
    """The item number `index` (from 1) of the multi-instance body `key` is done, with its output."""

    key: int
    index: int
    output: Any = None
