"""Conditional start events: a process begins when its condition becomes true (BPMN 2.0.2, 10.5.2).

No instance is there whose variables could be looked at, so somebody says what is so: `Engine.evaluate_conditions`. A
condition that reads no variables, only the time, is looked at by the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import PolkuError
from engine.execution import NOTHING, Consequences, Execution
from engine.feel import FeelError, compile_expression
from engine.identifiers import new_instance_id
from engine.kernel.commands import StartProcess
from engine.log import log
from engine.store import conditions
from engine.store.conditions import StartRow
from engine.store.loading import Record
from engine.store.requests import first_answer, keep_answer


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what it is said, who says it, and the key of the request if it has one."""

    subject: str
    actor: str
    request_id: str


def evaluate(
    execution: Execution,
    values: Mapping[str, Any],
    *,
    actor: str,
    subject: str = "",
    process_id: str | None = None,
    timed: bool = False,
    request_id: str = "",
) -> tuple[list[str], Consequences]:
    """Start what begins by these values. Gives the ids of the new instances, and what is to be delivered.

    `subject` is what the values are of, for instance a machine or a customer: for each, a condition becomes true by
    itself. A condition that is neither true nor false, because it reads something else, is left as it was.
    """
    now = execution.now()
    with execution.database.reading() as session:
        starts = conditions.starts(session, process_id=process_id, timed=timed)
    started: list[str] = []
    about = NOTHING
    for start in starts:
        true = holds(start, values, now)
        if true is None:
            continue
        try:
            asked = Asked(subject, actor, request_id)
            found = take(execution, start, dict(values), true, asked, now)
        except PolkuError as error:
            log.warning("process not started by its condition", process=start.process_id, why=str(error))
            continue
        if found[0]:
            started.append(found[0])
            about |= found[1]
    return started, about


def holds(start: StartRow, values: Mapping[str, Any], now: datetime) -> bool | None:
    """Whether the condition is true; None where these values don't tell."""
    try:
        value = compile_expression(start.condition).evaluate(values, now)
    except FeelError as error:
        log.warning("condition not evaluated", process=start.process_id, element=start.element_id, why=str(error))
        return None
    return value if isinstance(value, bool) else None


def take(
    execution: Execution, start: StartRow, values: dict[str, Any], true: bool, asked: Asked, now: datetime
) -> tuple[str, Consequences]:
    """Note what is so, and begin an instance where that is new. In one transaction: nobody else begins another.

    Gives its id, or that which the same request began before; none where nothing begins.
    """
    record = Record(new_instance_id(now))
    event = f"{start.process_id}/{start.element_id}/{start.part}"
    request_id = asked.request_id and f"{asked.request_id}/{event}"
    with execution.database.writing() as session:
        before = first_answer(session, request_id, f"condition {event} {asked.subject}".strip(), "", now)
        if before is not None:
            return before, NOTHING
        if not true:
            conditions.is_false(session, start, asked.subject)
            return "", NOTHING
        if not conditions.becomes_true(session, start, asked.subject):
            return "", NOTHING
        command = StartProcess(start.definition, values, event=start.element_id, part=start.part)
        about = execution.carry_out(session, record, command, actor=asked.actor, now=now)
        keep_answer(session, request_id, record.id)
        return record.id, about
