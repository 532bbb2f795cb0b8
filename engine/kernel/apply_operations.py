"""How the facts of operators change the state."""

from collections.abc import Callable
from typing import Any

from engine.kernel.facts import operations as f
from engine.kernel.facts.base import Fact
from engine.kernel.renaming import migrated
from engine.kernel.state import State


def _suspended(state: State, _fact: f.InstanceSuspended) -> None:
    state.status = "suspended"


def _resumed(state: State, _fact: f.InstanceResumed) -> None:
    state.status = "active"
    for instance in state.elements.values():
        if instance.phase == "held":
            instance.phase = "active"


def _held(state: State, fact: f.ElementHeld) -> None:
    state.elements[fact.key].phase = "held"


def _token_removed(state: State, fact: f.TokenRemoved) -> None:
    tokens = state.elements[fact.scope].tokens
    left = tokens[fact.flow] - 1
    if left:
        tokens[fact.flow] = left
    else:
        del tokens[fact.flow]


def _only_told(_state: State, _fact: Fact) -> None:
    """The facts that follow say what becomes of what is alive."""


OPERATIONS: dict[type[Fact], Callable[[State, Any], None]] = {
    f.InstanceCancelled: _only_told,
    f.InstanceSuspended: _suspended,
    f.InstanceResumed: _resumed,
    f.InstanceModified: _only_told,
    f.InstanceMigrated: migrated,
    f.ElementHeld: _held,
    f.TokenRemoved: _token_removed,
}
