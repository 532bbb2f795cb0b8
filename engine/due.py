"""Timers that are due are fired in batches, a transaction for each batch; one that fails holds nobody up."""

from datetime import datetime

from engine import conditions
from engine.errors import PolkuError, Unavailable
from engine.execution import NOTHING, Consequences, Execution
from engine.identifiers import new_instance_id
from engine.kernel.commands import FireTimer, StartProcess
from engine.kernel.events.timers import next_repetition
from engine.kernel.state import Timer
from engine.log import log
from engine.store import timers
from engine.store.loading import Record, load
from engine.store.timers import DueTimer, StartKey
from engine.together import TOGETHER, Failed, Given, carry_out_together

ACTOR = "clock"
Key = tuple[str, int]


def fire_due(execution: Execution, limit: int) -> tuple[int, Consequences]:
    """Fire up to `limit` due timers, and start what the time alone lets begin. Gives how many, and what to deliver."""
    with execution.database.reading() as session:  # most times there is none, and nobody need wait for a writer
        any_due = timers.any_due(session, execution.now())
    begun, about = conditions.evaluate(execution, {}, actor=ACTOR, timed=True)
    if not any_due:
        return len(begun), about
    fired, further = fire_timers(execution, limit)
    started, more = start_processes(execution, limit - fired)
    return len(begun) + fired + started, about | further | more


def fire_timers(execution: Execution, limit: int) -> tuple[int, Consequences]:
    fired, about = 0, NOTHING
    passed: set[Key] = set()  # those that can't be fired: the ones behind them shall
    while fired < limit:
        done = fire_some(execution, min(limit - fired, TOGETHER), passed)
        if done is None:
            break
        fired += done[0]
        about |= done[1]
    return fired, about


def fire_some(execution: Execution, limit: int, passed: set[Key]) -> tuple[int, Consequences] | None:
    """Fire some of the due timers that are not among `passed`, which gets those that fail. None: there was none."""
    now = execution.now()
    chosen: list[DueTimer] = []
    try:
        with execution.database.writing() as session:
            chosen = one_of_each(timers.claim_due(session, now, limit + len(passed)), limit, passed)
            waiting = [timer for timer in chosen if waits(timer.record, timer.key, now)]
            passed |= {key_of(timer) for timer in chosen} - {key_of(timer) for timer in waiting}
            given = [Given(timer.record, FireTimer(timer.key), ACTOR) for timer in waiting]
            outcomes = carry_out_together(execution, session, given, now)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001  whichever of them can't be written, the others can
        log.warning("timers not fired together", timers=len(chosen), why=str(error))
        return fire_each(execution, [key_of(timer) for timer in chosen], passed) if chosen else None
    fired, about = 0, NOTHING
    for timer, outcome in zip(waiting, outcomes, strict=True):
        if isinstance(outcome, Failed):
            log.warning("timer not fired", instance=timer.record.id, key=timer.key, why=outcome.sentence)
            passed.add(key_of(timer))
        else:
            fired += 1
            about |= outcome
    return (fired, about) if chosen else None


def one_of_each(due: list[DueTimer], limit: int, passed: set[Key]) -> list[DueTimer]:
    """At most one timer of each instance: the next one sees what this one changed, in a batch of its own."""
    found: dict[str, DueTimer] = {}
    for timer in due:
        if key_of(timer) not in passed:
            found.setdefault(timer.record.id, timer)
    return list(found.values())[:limit]


def key_of(timer: DueTimer) -> Key:
    return timer.record.id, timer.key


def waits(record: Record, key: int, now: datetime) -> bool:
    timer = record.state.waits.get(key)
    return isinstance(timer, Timer) and timer.due <= now and record.state.status == "active"


def fire_each(execution: Execution, keys: list[Key], passed: set[Key]) -> tuple[int, Consequences]:
    """Each in a transaction of its own."""
    fired, about = 0, NOTHING
    for instance_id, key in keys:
        try:
            found = fire(execution, instance_id, key)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  the next one shall have its turn
            log.error("timer not fired", instance=instance_id, key=key, exc_info=error)
            found = None
        if found is None:
            passed.add((instance_id, key))
        else:
            fired += 1
            about |= found
    return fired, about


def fire(execution: Execution, instance_id: str, key: int) -> Consequences | None:
    """None when the timer was withdrawn, or fired by another node, in the meantime."""
    now = execution.now()
    with execution.database.writing() as session:
        record = load(session, instance_id)
        if not waits(record, key, now):
            return None
        return execution.carry_out(session, record, FireTimer(key), actor=ACTOR, now=now)


def start_processes(execution: Execution, limit: int) -> tuple[int, Consequences]:
    started, about = 0, NOTHING
    passed: set[StartKey] = set()
    while started < limit:
        found = start_by_timer(execution, passed)
        if found is None:
            break
        if isinstance(found, Consequences):
            started += 1
            about |= found
    return started, about


def start_by_timer(execution: Execution, passed: set[StartKey]) -> Consequences | Failed | None:
    """Start the process whose timer start event is longest overdue. None when there is none besides `passed`."""
    now = execution.now()
    start = None
    try:
        with execution.database.writing() as session:
            start = timers.take_due_start(session, now, passed)
            if start is None:
                return None
            following = next_repetition(start.due, start.interval, start.left, now) if start.left else None
            timers.set_next_start(session, start, following)
            command = StartProcess(start.definition, event=start.element_id, part=start.part)
            return execution.carry_out(session, Record(new_instance_id(now)), command, actor=ACTOR, now=now)
    except PolkuError as error:
        if start is None or isinstance(error, Unavailable):
            raise
        log.warning("process not started by its timer", process=start.process_id, why=str(error))
        passed.add(start.key)
        return Failed(str(error), error)
