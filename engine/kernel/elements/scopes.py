"""Scopes end when nothing is alive in them: a process gives its variables to its caller, a sub-process goes on."""

from engine.kernel.context import Step
from engine.kernel.data_of_calls import handed_back
from engine.kernel.events.waits import withdraw
from engine.kernel.facts import ElementCompleted
from engine.kernel.lifecycle import complete
from engine.model.elements import CallActivity


def finish_when_empty(step: Step, key: int) -> None:
    """Finish the scope instance `key` unless something in it is alive or a token waits at a gateway."""
    scope = step.state.elements[key]
    if not scope.children and not scope.tokens:
        finish(step, key)


def finish(step: Step, key: int) -> None:
    """The scope instance `key` is complete, whatever tokens still wait at its gateways."""
    scope = step.state.elements[key]
    if not scope.definition:
        complete(step, key)
        return
    caller, process = scope.scope, step.process_at(key)
    withdraw(step, key)
    step.emit(ElementCompleted(key, scope.element))
    if caller:
        call = step.element_at(caller)
        assert isinstance(call, CallActivity), "only a call activity calls a process"
        complete(step, caller, handed_back(call, process, scope.variables, bool(step.state.elements[caller].index)))
