"""Data that a call activity hands in and gets back, paired in the order of both sides (BPMN 2.0.2, 10.3.6)."""

from collections.abc import Iterator
from typing import Any

from engine.kernel.context import Step
from engine.model.data import DataItem
from engine.model.elements import CallActivity
from engine.model.extensions import MultiInstance
from engine.model.process import Process


def handed_in(step: Step, key: int, call: CallActivity, process: Process) -> dict[str, Any]:
    """The values of the data inputs of the call activity instance `key`, by the names that the process has for them."""
    if call.data is None or process.data is None:
        return {}
    local = step.state.elements[key].variables
    return {theirs: local[mine] for mine, theirs in _names(call.data.inputs, process.data.inputs) if mine in local}


def handed_back(
    call: CallActivity, process: Process, variables: dict[str, Any], repeated: bool
) -> dict[str, Any] | None:
    """What the process, which ended with these variables, gives back to the call activity.

    A round or item (`repeated`) keeps its own counter and item: the process has got copies of them.
    """
    given = dict(variables) if call.called.propagate_child_variables or call.outputs else {}
    for name in _of_the_item(call) if repeated else ():
        given.pop(name, None)
    if call.data is not None and process.data is not None:
        pairs = _names(call.data.outputs, process.data.outputs)
        given |= {mine: variables[theirs] for mine, theirs in pairs if theirs in variables}
    return given or None


def _of_the_item(call: CallActivity) -> Iterator[str]:
    yield "loopCounter"
    if isinstance(call.loop, MultiInstance) and call.loop.element_variable:
        yield call.loop.element_variable


def _names(mine: tuple[DataItem, ...], theirs: tuple[DataItem, ...]) -> Iterator[tuple[str, str]]:
    return ((one.name, other.name) for one, other in zip(mine, theirs, strict=False))
