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


LARGEST = """
SELECT c.relname, pg_total_relation_size(c.oid), s.n_live_tup, s.n_dead_tup,
  greatest(s.last_vacuum, s.last_autovacuum) FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
ORDER BY 2 DESC LIMIT :most
"""
MOST = 30  # tables: partitions of facts that are full no longer change


@dataclass(frozen=True, slots=True)
class TableRoom:
    """How large a table is with its indexes, how many of its rows are dead, and when they were last swept."""

    table: str
    bytes: int
    live: int
    dead: int
    swept_at: datetime | None


@dataclass(frozen=True, slots=True)
class Room:
    """How large the database is. `free` is room in SQLite's file that new rows will take; PostgreSQL keeps its own."""

    bytes: int
    free: int
    tables: tuple[TableRoom, ...]


def room(database: Database) -> Room:
    """What the database takes now, by its own books: no table is read."""
    with database.reading() as session:
        if database.dialect == "sqlite":
            page, pages, free = (
                int(session.execute(text(f"PRAGMA {name}")).scalar_one())
                for name in ("page_size", "page_count", "freelist_count")
            )
            return Room(page * pages, page * free, ())
        size = session.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        return Room(size, 0, tuple(TableRoom(*row) for row in session.execute(text(LARGEST), {"most": MOST})))


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
