"""Conditional start events: a process begins when its condition becomes true (BPMN 2.0.2, 10.5.2).

No instance is there whose variables could be looked at, so somebody says what is so: `Engine.evaluate_conditions`. A
condition that reads no variables, only the time, is looked at by the clock.
"""

from collections.abc import Mapping
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


def evaluate(
    execution: Execution,
    values: Mapping[str, Any],
    *,
    actor: str,
    subject: str = "",
    process_id: str | None = None,
    timed: bool = False,
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
            found = take(execution, start, dict(values), true, subject, actor, now)
        except PolkuError as error:
            log.warning("process not started by its condition", process=start.process_id, why=str(error))
            continue
        if found is not None:
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
    execution: Execution, start: StartRow, values: dict[str, Any], true: bool, subject: str, actor: str, now: datetime
) -> tuple[str, Consequences] | None:
    """Note what is so, and begin an instance where that is new. In one transaction: nobody else begins another."""
    record = Record(new_instance_id(now))
    with execution.database.writing() as session:
        if not true:
            conditions.is_false(session, start, subject)
            return None
        if not conditions.becomes_true(session, start, subject):
            return None
        command = StartProcess(start.definition, values, event=start.element_id, part=start.part)
        return record.id, execution.carry_out(session, record, command, actor=actor, now=now)
