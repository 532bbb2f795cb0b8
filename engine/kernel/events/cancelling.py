"""A transaction is cancelled: what is alive in it ends, what is complete in it is undone, and it is left by its cancel
event (BPMN 2.0.2, 10.3.5 and 13.3.4).
"""

from collections.abc import Iterator

from engine.kernel.context import Step
from engine.kernel.events.compensation import undo_next
from engine.kernel.events.trigger import happen
from engine.kernel.facts import CompensationThrown, ElementCompleted, TokensDropped
from engine.kernel.failure import Failure
from engine.kernel.lifecycle import come_to_life, raise_incident, terminate
from engine.model.elements import Transaction
from engine.model.events import CancelEventDefinition, parts


def cancel_transaction(step: Step, key: int) -> None:
    """The end event `key` cancels the nearest transaction around it.

    The sub-processes between the two end with all else, and nothing at their boundaries shall happen while things are
    undone. So an event that stands deeper goes on as an instance directly in the transaction.
    """
    transaction = _around(step, key)
    elements = step.state.elements
    thrower = key if elements[key].scope == transaction else come_to_life(step, elements[key].element, transaction)
    for scope in list(_scopes(step, transaction)):
        if scope == transaction or elements[scope].compensable:
            step.emit(CompensationThrown(thrower, scope))
    for other in [one for one, instance in elements.items() if instance.scope == transaction and one != thrower]:
        terminate(step, other)
    if elements[transaction].tokens:
        step.emit(TokensDropped(transaction))
    undo_and_leave(step, thrower)


def undo_and_leave(step: Step, key: int) -> None:
    """Undo what comes next; when nothing is left to undo, the transaction ends at its cancel event."""
    if undo_next(step, key):
        return
    scope = step.state.elements[key].scope
    process = step.process_at(scope)
    step.emit(ElementCompleted(key, step.state.elements[key].element))
    for event in process.boundaries.get(step.state.elements[scope].element, ()):
        if any(isinstance(definition, CancelEventDefinition) for definition in parts(event.definition)):
            owner = step.state.elements[scope].scope if step.state.elements[scope].index else scope
            happen(step, owner, event, {})
            return
    cancelled = step.state.elements[scope].element
    sentence = f"Nothing catches the cancelling of {cancelled}. Attach a cancel event to it, or cancel the instance."
    raise_incident(step, scope, "active", Failure(sentence))


def _around(step: Step, key: int) -> int:
    """The nearest transaction around the instance `key`. The reader has made sure that there is one."""
    scope = step.state.elements[key].scope
    while not isinstance(step.element_at(scope), Transaction):
        scope = step.state.elements[scope].scope
    return scope


def _scopes(step: Step, transaction: int) -> Iterator[int]:
    """The transaction and what is alive inside it, from outside inwards; called processes keep what is theirs."""
    elements = step.state.elements
    inside = {transaction}
    yield transaction
    for key in sorted(elements):
        if elements[key].scope in inside and not elements[key].definition:
            inside.add(key)
            yield key
