"""Signals: everybody who waits for the name gets them; the engine broadcasts what is thrown (BPMN 2.0.2, 10.5.1)."""

from collections.abc import Callable
from typing import Any

from engine.kernel.context import Step
from engine.kernel.facts import SignalSubscribed, SignalThrown
from engine.kernel.failure import Failure
from engine.kernel.state import SignalSubscription
from engine.kernel.variables import text
from engine.model.events import Signal, SignalEventDefinition


def subscribe_signal(step: Step, owner: int, event: str, definition: SignalEventDefinition, part: int) -> None:
    """Open a subscription whose name is evaluated at the instance `owner`."""
    step.emit(SignalSubscribed(step.new_key(), owner, event, _name(step, owner, definition.signal)))


def throw_signal(
    step: Step,
    key: int,
    signal: Signal,
    deliver: Callable[[Step, int, dict[str, Any]], None],
    carried: dict[str, Any] | None = None,
    *,
    soon: bool = False,
) -> None:
    """Throw a signal with `carried`, or else the local variables of the instance `key` (its input mappings).

    Who waits for it in the same instance gets it by `deliver`, before all else if `soon`; the engine broadcasts it to
    all others.
    """
    name = _name(step, key, signal)
    carries = dict(step.state.elements[key].variables) if carried is None else carried
    step.emit(SignalThrown(key, name, carries))
    do = step.next if soon else step.later
    for wait, open in step.state.waits.items():
        if isinstance(open, SignalSubscription) and open.name == name:
            do(deliver, wait, carries)


def _name(step: Step, key: int, signal: Signal) -> str:
    name = text(step, key, signal.name, f"name of the signal {signal.id}")
    if not name:
        raise Failure(f"The name of the signal {signal.id} is empty ({signal.name.text}).")
    return name
