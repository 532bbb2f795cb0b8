"""Jobs that a handler inside the program does: in the same transaction that answers them."""

from collections.abc import Callable
from typing import Any

from engine.errors import NotFound
from engine.execution import Consequences, Execution, stored_form
from engine.kernel.state import Job
from engine.ports import JobAnswer
from engine.store import Session
from engine.store.instances import visible
from engine.store.loading import load


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
        if not isinstance(record.state.waits.get(key), Job) or record.state.status == "suspended":
            return None
        command = stored_form(work(session, visible(record.state, key)))
        return execution.carry_out(session, record, command, actor="system", now=now)
