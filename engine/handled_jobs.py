"""Jobs that handlers inside the program do: in the same transaction that answers them."""

from collections.abc import Callable, Sequence
from typing import Any

from engine.errors import NotFound
from engine.execution import NOTHING, Consequences, Execution, stored_form
from engine.kernel.state import Job
from engine.ports import JobAnswer, JobWork
from engine.store import Session
from engine.store.instances import visible
from engine.store.loading import Record, load, load_free
from engine.store.saving import write


def answer(
    execution: Execution, instance_id: str, key: int, work: Callable[[Session, dict[str, Any]], JobAnswer]
) -> Consequences | None:
    """Do the job by `work`, which sees its variables. None: it isn't open any more, or its instance is suspended."""
    now = execution.now()
    with execution.database.writing() as session:
        try:
            record = load(session, instance_id)
        except NotFound:
            return None
        if not is_open(record, key):
            return None
        command = stored_form(work(session, visible(record.state, key)))
        return execution.carry_out(session, record, command, actor="system", now=now)


def answer_together(
    execution: Execution, works: Sequence[JobWork], enough: Callable[[], bool]
) -> tuple[int, Consequences]:
    """Do these jobs, each of another instance, in one transaction, until it is `enough`. Gives how many it came to, and
    what is to be delivered.

    What a job's work raises goes through: then none of them is done, and each has to be tried alone.
    """
    now, about, done = execution.now(), NOTHING, 0
    with execution.database.writing() as session:
        records = load_free(session, {one.instance_id for one in works})
        decided = []
        for one in works:
            if done and enough():
                break
            done += 1
            record = records.get(one.instance_id)
            if record is None or not is_open(record, one.key):
                continue
            command = stored_form(one.work(session, visible(record.state, one.key)))
            session.flush()  # what one job wrote is its own: the next one is somebody else's
            result, further = execution.decide(session, record, command, actor="system", now=now)
            about |= further
            if result is not None:
                decided.append(result)
        write(session, decided)
    return done, about


def is_open(record: Record, key: int) -> bool:
    return isinstance(record.state.waits.get(key), Job) and record.state.status != "suspended"
