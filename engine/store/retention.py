"""Finished instances give back the rows that were for working with them. Their facts and their own row stay."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.database import Database
from engine.store.rows import sql_table

N, W = sql_table(tables.Instance), sql_table(tables.WorkItem)


def deployed_processes(database: Database) -> tuple[str, ...]:
    """The ids of all deployed processes."""
    D = tables.Definition  # noqa: N806  a table's short name, as everywhere in the store
    with database.reading() as session:
        return tuple(session.execute(select(D.id).distinct().where(D.kind == "process").order_by(D.id)).scalars())


def clear_finished(session: Session, process_id: str, before: datetime, now: datetime, limit: int) -> int:
    """Remove the work items of instances of the process that ended before then. Gives how many instances these were."""
    connection = session.connection()
    ended = (N.c.process_id == process_id, N.c.ended_at.is_not(None), N.c.cleared_at.is_(None), N.c.ended_at < before)
    found = select(N.c.id).where(*ended).order_by(N.c.ended_at).limit(limit).with_for_update(skip_locked=True)
    ids = list(connection.execute(found).scalars())
    if ids:
        connection.execute(delete(W).where(W.c.instance_id.in_(ids)))
        connection.execute(update(N).where(N.c.id.in_(ids)).values(cleared_at=now))
    return len(ids)
