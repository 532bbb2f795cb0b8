"""How many instances are under way on each version, for those who release new ones."""

from sqlalchemy import func, select

from engine.store import tables
from engine.store.database import Database

N = tables.Instance


def running(database: Database) -> dict[str, dict[int, int]]:
    """By process id: the number of instances under way on each version, the newest version first."""
    counted = (
        select(N.process_id, N.version, func.count())
        .where(N.status.in_(("active", "suspended")))
        .group_by(N.process_id, N.version)
        .order_by(N.process_id, N.version.desc())
    )
    found: dict[str, dict[int, int]] = {}
    with database.reading() as session:
        for process_id, version, number in session.execute(counted):
            found.setdefault(process_id, {})[version] = number
    return found
