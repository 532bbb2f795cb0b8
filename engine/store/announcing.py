"""Jobs that may be done from now on, told to whoever hands them out, in the transaction that wrote them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.store import tables

J = tables.Job
#: The place in a session's `info` of the function to tell.
ANNOUNCE = "announce jobs"


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job that may be tried from `run_at` on; None: now."""

    instance_id: str
    key: int
    type: str
    run_at: datetime | None = None


Announce = Callable[[Session, Sequence[DueJob]], None]


def announce(session: Session, together: Sequence[Any]) -> None:
    """Tell of the jobs in these changes, if somebody wants to know."""
    tell: Announce | None = session.info.get(ANNOUNCE)
    if tell is None:
        return
    jobs = [*made(together), *tried_again(session, together)]
    if jobs:
        tell(session, jobs)


def made(together: Sequence[Any]) -> Iterator[DueJob]:
    for one in together:
        for rows in one[J].inserted.values():
            for row in rows:
                yield DueJob(row["instance_id"], row["key"], row["type"])


def tried_again(session: Session, together: Sequence[Any]) -> Iterator[DueJob]:
    """Jobs that failed and have tries left, and those whose incident was resolved."""
    again = {
        (one.instance_id, key): values["run_at"]
        for one in together
        for key, values in one[J].updated.items()
        if values.get("retries", 0) > 0 and "run_at" in values
    }
    if again:
        where = or_(*(and_(J.instance_id == instance_id, J.key == key) for instance_id, key in again))
        for instance_id, key, type in session.execute(select(J.instance_id, J.key, J.type).where(where)):
            yield DueJob(instance_id, key, type, again[instance_id, key])
