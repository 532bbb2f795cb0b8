"""The partitions of the facts on PostgreSQL: runs of the global number `seq`, made ahead of their use.

Each partition has its own unique index over instance and number. One over all of them would have to contain `seq`, and
so prove nothing; that no instance has a number twice across partitions follows from the lock on the instance.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from engine.store import tables

#: Facts of a partition: about 17 GB with its indexes, which a vacuum or an index build still gets through in minutes.
SIZE = 50_000_000
#: So many wait beyond the one in use. Housekeeping looks every hour, and 50,000 facts a second use up less in an hour.
AHEAD = 4

REFUSE_TRUNCATE = """
CREATE OR REPLACE FUNCTION facts_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'Rows of facts are never changed or deleted.'; END $$
"""
PARTITIONS = """
SELECT child.relname,
    COALESCE(substring(pg_get_expr(child.relpartbound, child.oid) from 'TO \\(''?(\\d+)')::bigint, 0)
FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
WHERE inhparent = 'facts'::regclass ORDER BY 2
"""


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition by its table's name; it has the facts up to, and without, the number `end`."""

    name: str
    end: int


def partitions(connection: Connection) -> tuple[Partition, ...]:
    """Those that there are, in their order; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return ()
    return tuple(Partition(name, end) for name, end in connection.execute(text(PARTITIONS)))


def make_ahead(connection: Connection) -> int:
    """Make the partitions that will be needed next. Gives how many were made."""
    known = partitions(connection)
    if not known:
        return 0
    newest = connection.execute(text("SELECT last_value FROM facts_seq_seq")).scalar_one()
    wanted = (newest // SIZE + 1 + AHEAD) * SIZE
    end, made = known[-1].end, 0
    while end < wanted:
        make(connection, end, end + SIZE)
        end += SIZE
        made += 1
    return made


def make(connection: Connection, start: int, end: int) -> None:
    name = partition_name(end)
    # Names and numbers are made here, never given from outside.
    connection.execute(text(f"CREATE TABLE {name} PARTITION OF facts FOR VALUES FROM ({start}) TO ({end})"))
    connection.execute(
        text(f"ALTER TABLE {name} ADD CONSTRAINT uq_{name}_instance_id_number UNIQUE (instance_id, number)")
    )
    refuse_truncate(connection, name)


def refuse_truncate(connection: Connection, name: str) -> None:
    """The trigger that the table of all facts has refuses it only where all are named."""
    connection.execute(text(REFUSE_TRUNCATE))
    connection.execute(
        text(
            f"CREATE TRIGGER {name}_refuse_truncate BEFORE TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION facts_refuse_truncate()"
        )
    )


def partition_name(end: int) -> str:
    return f"facts_{end // SIZE}"


def drop_empty(connection: Connection) -> int:
    """Drop the partitions whose facts were all archived. Gives how many. One that may still get facts stays."""
    settled = select(tables.LogPosition.settled).where(tables.LogPosition.source == "facts")
    done = connection.execute(settled).scalar_one()
    dropped = 0
    for partition in partitions(connection):
        if partition.end > done or connection.execute(text(f"SELECT 1 FROM {partition.name} LIMIT 1")).first():  # noqa: S608
            continue
        connection.execute(text(f"DROP TABLE {partition.name}"))
        dropped += 1
    return dropped
