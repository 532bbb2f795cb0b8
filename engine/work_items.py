"""Commands about work items, inside a transaction: who may do what with which, and are the answers right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import AlreadyDone, Invalid, Refused
from engine.execution import Execution, values_of
from engine.forms import check, sentence
from engine.kernel.commands import AssignWorkItem, CompleteWorkItem
from engine.kernel.state import WorkItem
from engine.ports import Order
from engine.store import Session
from engine.store.instances import to_json_values, visible
from engine.store.loading import Record, load_free
from engine.store.saving import write
from engine.store.work_items import WorkItemRow, locked
from engine.together import batches

#: Instances in one transaction: enough to be quick, few enough that nobody waits long for them.
TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Handover:
    """`actor` gives a work item to `assignee`; `take_over` also from somebody else who holds it."""

    assignee: str
    actor: str
    reason: str = ""
    take_over: bool = False


def completion(
    execution: Execution,
    session: Session,
    record: Record,
    item: WorkItemRow,
    variables: Mapping[str, Any],
    actor: str,
    now: datetime,
) -> CompleteWorkItem:
    """The command that completes an open item. Raises `Refused` where somebody else holds it, and `Invalid`."""
    if item.assignee and item.assignee != actor:
        raise Refused(f"{held(item, now)} Only they can complete it, unless they release it or it is assigned anew.")
    return CompleteWorkItem(item.key, checked(execution, session, record, item, variables, now))


def assign(
    execution: Execution, session: Session, instance_id: str, key: int, handover: Handover, now: datetime
) -> None:
    record, item = open_item(session, instance_id, key, now)
    if item.assignee == handover.assignee:
        return
    if item.assignee not in ("", handover.actor) and not handover.take_over:
        raise AlreadyDone(held(item, now))
    command = AssignWorkItem(key, handover.assignee, handover.reason)
    execution.carry_out(session, record, command, actor=handover.actor, now=now)


def carry_out_together(execution: Execution, orders: Sequence[Order], actor: str) -> list[bool]:
    """Carry out many orders with few statements: as many transactions as an instance has orders, at the most.

    Says of each whether it was. It isn't when somebody was first: the item is done, held by somebody else than the
    order says, or in the hands of another command at this moment.
    """
    done = [False] * len(orders)
    for numbers in batches([order.instance_id for order in orders], TOGETHER):
        now = execution.now()
        with execution.database.writing() as session:
            records = load_free(session, {orders[number].instance_id for number in numbers})
            decided = []
            for number in numbers:
                order = orders[number]
                record = records.get(order.instance_id)
                if record is None or not holds(record, order):
                    continue
                result, _ = execution.decide(session, record, order.command, actor=actor, now=now)
                if result is not None:
                    decided.append(result)
                    done[number] = True
            write(session, decided)
    return done


def holds(record: Record, order: Order) -> bool:
    item = record.state.waits.get(order.key)
    return isinstance(item, WorkItem) and item.assignee == order.holder and record.state.status == "active"


def open_item(session: Session, instance_id: str, key: int, now: datetime) -> tuple[Record, WorkItemRow]:
    """The locked instance and its open work item. Raises `NotFound`, or `AlreadyDone` with who and when."""
    return still_open(*locked(session, instance_id, key), now)


def still_open(record: Record, item: WorkItemRow, now: datetime) -> tuple[Record, WorkItemRow]:
    """The same, if the item is open. Raises `AlreadyDone` with who and when."""
    if item.status == "completed":
        raise AlreadyDone(f"{item.name} was completed by {item.completed_by}{at(item.completed_at, now)}.")
    if item.status == "cancelled":
        raise AlreadyDone(
            f"{item.name} was withdrawn{at(item.completed_at, now)}, after {item.completed_by} did something else "
            "in the process: it is not needed any more."
        )
    return record, item


def held(item: WorkItemRow, now: datetime) -> str:
    return f"{item.name} is held by {item.assignee}, who got it{at(item.assigned_at, now)}."


def at(moment: datetime | None, now: datetime) -> str:
    """When, on the office's clock: the zone of `now`."""
    return f" on {moment.astimezone(now.tzinfo):%Y-%m-%d at %H:%M}" if moment else ""


def checked(
    execution: Execution,
    session: Session,
    record: Record,
    item: WorkItemRow,
    variables: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """The answers as FEEL values. Raises `Invalid` with a sentence for each field that is wrong."""
    if not item.form:
        return values_of(variables)
    schema = execution.catalog.form(session, item.form)
    known = to_json_values(visible(record.state, item.key))
    values, errors = check(schema, dict(variables), variables=known, now=now)
    if errors:
        raise Invalid({error.field: sentence(error) for error in errors})
    return values_of(values)
