"""Timers that are due: each in a transaction of its own, so that one that fails holds nobody up."""

from datetime import datetime

from engine.errors import PolkuError
from engine.execution import NOTHING, Consequences, Execution
from engine.identifiers import new_instance_id
from engine.kernel.commands import FireTimer, StartProcess
from engine.kernel.events.timers import next_repetition
from engine.kernel.state import Timer
from engine.log import log
from engine.store import timers
from engine.store.loading import Record, load

ACTOR = "clock"


def fire_due(execution: Execution, limit: int) -> tuple[int, Consequences]:
    """Fire up to `limit` due timers. Gives how many, and what is to be delivered by it."""
    now = execution.now()
    about = NOTHING
    fired = 0
    with execution.database.reading() as session:
        due = timers.due(session, now, limit)
    for instance_id, key in due:
        try:
            found = fire(execution, instance_id, key, now)
        except PolkuError as error:
            log.warning("timer not fired", instance=instance_id, key=key, why=str(error))
            continue
        if found is not None:
            fired += 1
            about |= found
    while fired < limit:
        try:
            found = start_by_timer(execution, now)
        except PolkuError as error:
            log.warning("process not started by its timer", why=str(error))
            break
        if found is None:
            break
        fired += 1
        about |= found
    return fired, about


def fire(execution: Execution, instance_id: str, key: int, now: datetime) -> Consequences | None:
    """None when the timer was withdrawn, or fired by another node, in the meantime."""
    with execution.database.writing() as session:
        record = load(session, instance_id)
        timer = record.state.waits.get(key)
        if not isinstance(timer, Timer) or timer.due > now:
            return None
        return execution.carry_out(session, record, FireTimer(key), actor=ACTOR, now=now)


def start_by_timer(execution: Execution, now: datetime) -> Consequences | None:
    """Start the process whose timer start event is longest overdue. None when there is none."""
    with execution.database.writing() as session:
        start = timers.take_due_start(session, now)
        if start is None:
            return None
        following = next_repetition(start.due, start.interval, start.left, now) if start.left else None
        timers.set_next_start(session, start, following)
        command = StartProcess(start.definition, event=start.element_id)
        return execution.carry_out(session, Record(new_instance_id(now)), command, actor=ACTOR, now=now)
