"""Cancelling a transaction: where the events stand that cancel it and that it is left by (BPMN 2.0.2, 10.3.5)."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import BoundaryEvent, Event, Transaction
from engine.model.events import cancels
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, is_event_sub_process, is_true, label, local
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn


def _cancelling(draft: Draft) -> Iterator[tuple[Event, etree._Element]]:
    for event, node in draft.of(Event):
        if cancels(event.definition):
            yield event, node


@rule(
    error(
        "cancel-outside-transaction",
        "{it} cancels a transaction, but {where} is none.",
        "Make it a transaction, or use an error event.",
    )
)
def outside_transaction(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.88 and 10.90: cancel events stand within a transaction or at its boundary."""
    for event, node in _cancelling(draft):
        around = event.attached_to if isinstance(event, BoundaryEvent) else event.scope
        if around not in draft.flow_nodes and around != draft.id:
            continue
        drawn = draft.flow_nodes.get(around, draft.node)
        cancelled = drawn if isinstance(event, BoundaryEvent) else _transaction_around(node)
        if cancelled is None or local(cancelled) != "transaction":
            yield at(node, where=label(drawn))


@rule(
    error(
        "cancel-while-undoing",
        "{it} would cancel the transaction from within {where}, which undoes what is complete.",
        "Let it end without a cancel event: cancelling undoes everything anyway.",
    )
)
def while_undoing(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.7.1: what undoes runs when its transaction is complete, or is being cancelled already."""
    for event, node in _cancelling(draft):
        if not isinstance(event, BoundaryEvent) and _transaction_around(node) is not None:
            for scope in _up_to_transaction(node):
                if _undoes(scope):
                    yield at(node, where=label(scope))
                    break


@rule(
    warning(
        "cancel-uncaught",
        "{it} can be cancelled, but no cancel event at its boundary says how it goes on then.",
        "Attach a cancel event to the transaction.",
    )
)
def uncaught(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.5: a cancelled transaction is left by its cancel event."""
    cancelled, left = set(), set()
    for event, node in _cancelling(draft):
        if isinstance(event, BoundaryEvent):
            left.add(event.attached_to)
        elif (transaction := _transaction_around(node)) is not None:
            cancelled.add(attribute(transaction, "id"))
    yield from (at(drawn) for one, drawn in draft.of(Transaction) if one.id in cancelled - left)


def _transaction_around(event: etree._Element) -> etree._Element | None:
    """The nearest transaction around the event."""
    return next((scope for scope in event.iterancestors() if local(scope) == "transaction"), None)


def _up_to_transaction(event: etree._Element) -> Iterator[etree._Element]:
    """The sub-processes between the event and the nearest transaction around it, from inside outwards."""
    for scope in event.iterancestors():
        if local(scope) == "transaction":
            return
        yield scope


def _undoes(scope: etree._Element) -> bool:
    """Whether the sub-process is there to undo something."""
    if is_event_sub_process(scope):
        starts = scope.iterchildren(bpmn("startEvent"))
        return any(start.find(bpmn("compensateEventDefinition")) is not None for start in starts)
    return is_true(scope, "isForCompensation")


RULES = (outside_transaction, while_undoing, uncaught)
