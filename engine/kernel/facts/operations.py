"""What somebody who operates instances did to one, and why."""

from engine.kernel.facts.base import Fact


class InstanceSuspended(Fact, frozen=True):
    """Nothing in the instance moves until it is resumed."""

    reason: str


class InstanceResumed(Fact, frozen=True):
    reason: str


class InstanceModified(Fact, frozen=True):
    """Somebody ended what was at the elements `ended` and began the elements `started` (ids); facts of each follow."""

    reason: str
    ended: tuple[str, ...] = ()
    started: tuple[str, ...] = ()


class InstanceMigrated(Fact, frozen=True):
    """The process with the key `process` goes on as the version `definition`.

    `elements` and `flows` have the ids that are others in it, the old before the new.
    """

    process: int
    definition: str
    reason: str
    elements: dict[str, str] = {}
    flows: dict[str, str] = {}


class InstanceCancelled(Fact, frozen=True):
    """Somebody ended the instance; the terminated elements follow as facts of their own."""

    reason: str = ""


class ElementHeld(Fact, frozen=True):
    """The element instance `key` came to life while the instance was suspended: it begins when that is resumed."""

    key: int


class TokenRemoved(Fact, frozen=True):
    """A token that waited on `flow` inside `scope` is gone."""

    flow: str
    scope: int
