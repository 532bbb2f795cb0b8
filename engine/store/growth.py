"""Whether the database keeps up with its own growth: partitions ahead, statistics, dead rows swept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from engine.store.database import Database
from engine.store.partitions import make_ahead

DEAD = """
SELECT relname, n_live_tup, n_dead_tup, last_autovacuum FROM pg_stat_user_tables
WHERE n_dead_tup > :least AND n_dead_tup > n_live_tup * :part ORDER BY n_dead_tup DESC
"""
#: From so many dead rows on, and so large a part of a table, its sweeping lags behind.
LEAST, PART = 100_000, 0.3


@dataclass(frozen=True, slots=True)
class Unswept:
    """A table with many dead rows: something keeps autovacuum from it, most often a transaction left open for hours."""

    table: str
    live: int
    dead: int
    swept_at: datetime | None


def make_room(database: Database) -> int:
    """Make what will be needed next, and renew SQLite's statistics where they are out of date. Gives the partitions."""
    with database.writing() as session:
        connection = session.connection()
        if database.dialect == "sqlite":
            connection.execute(text("PRAGMA optimize"))
        return make_ahead(connection)


def unswept(database: Database, least: int = LEAST) -> tuple[Unswept, ...]:
    """Tables whose dead rows are not swept as fast as they come; none on SQLite, which uses their room at once."""
    if database.dialect != "postgresql":
        return ()
    with database.reading() as session:
        return tuple(Unswept(*row) for row in session.execute(text(DEAD), {"least": least, "part": PART}))
