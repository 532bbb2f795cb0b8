"""A transaction is cancelled: what is alive in it ends, what is complete in it is undone, and it is left by its cancel
event (BPMN 2.0.2, 10.3.5 and 13.3.4).

That it will be left so is decided from the moment when it is cancelled, though what undoes may take weeks: none of the
events that were awaited for it happens any more. An error that what undoes throws still leaves it: it is the standard's
hazard, when a transaction can neither succeed nor be cancelled.
"""

from collections.abc import Iterator

from engine.kernel.context import Step
from engine.kernel.events.compensation import undo_next
from engine.kernel.events.trigger import happen
from engine.kernel.events.waits import withdraw
from engine.kernel.facts import CompensationThrown, ElementCompleted, TokensDropped
from engine.kernel.failure import Failure
from engine.kernel.lifecycle import come_to_life, raise_incident, terminate
from engine.model.elements import Transaction
from engine.model.events import cancels


def cancel_transaction(step: Step, key: int) -> None:
    """The end event `key` cancels the nearest transaction around it; where that is repeated, all of its items.

    The sub-processes between the two end with all else, and nothing at their boundaries shall happen while things are
    undone. So an event that stands deeper goes on as an instance directly in the transaction.
    """
    transaction = _around(step, key)
    elements = step.state.elements
    whole = _whole(step, transaction)
    thrower = key if elements[key].scope == transaction else come_to_life(step, elements[key].element, transaction)
    for scope in list(_scopes(step, whole)):
        if scope == transaction or elements[scope].compensable:
            step.emit(CompensationThrown(thrower, scope))
    inside = {whole, transaction}
    for other in [one for one, instance in elements.items() if instance.scope in inside and one not in inside]:
        if other != thrower:
            terminate(step, other)
    for scope in sorted(inside):
        withdraw(step, scope)
    if elements[transaction].tokens:
        step.emit(TokensDropped(transaction))
    undo_and_leave(step, thrower)


def undo_and_leave(step: Step, key: int) -> None:
    """Undo what comes next; when nothing is left to undo, the transaction ends at its cancel event.

    Where it has none, the incident is that of the end event `key`, which stays alive: to try again is to look again.
    """
    if undo_next(step, key):
        return
    whole = _whole(step, step.state.elements[key].scope)
    cancelled = step.state.elements[whole].element
    for event in step.process_at(whole).boundaries.get(cancelled, ()):
        if cancels(event.definition):
            step.emit(ElementCompleted(key, step.state.elements[key].element))
            happen(step, whole, event, {})
            return
    sentence = f"Nothing catches the cancelling of {cancelled}. Attach a cancel event to it, or cancel the instance."
    raise_incident(step, key, "active", Failure(sentence))


def _around(step: Step, key: int) -> int:
    """The nearest transaction around the instance `key`. The reader has made sure that there is one."""
    scope = step.state.elements[key].scope
    while not isinstance(step.element_at(scope), Transaction):
        scope = step.state.elements[scope].scope
    return scope


def _whole(step: Step, transaction: int) -> int:
    """The transaction instance that the boundary events belong to: of an item, the body around all items."""
    instance = step.state.elements[transaction]
    return instance.scope if instance.index else transaction


def _scopes(step: Step, whole: int) -> Iterator[int]:
    """The transaction and what is alive inside it, from outside inwards; called processes keep what is theirs."""
    elements = step.state.elements
    inside = {whole}
    yield whole
    for key in sorted(elements):
        if elements[key].scope in inside and not elements[key].definition:
            inside.add(key)
            yield key
