"""Everything that one database holds into another, empty one, of the same or the other kind; counted and compared."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, MetaData, Table, Text, func, select, text

from engine.errors import Refused
from engine.store.database import Database
from engine.store.migrate import ENGINE, Schema, pending
from engine.store.partitions import make_ahead
from engine.store.rows import insert_values
from engine.store.types import Json

CHUNK = 2_000
#: Rows that the migrations themselves put into an empty database: they make room for those of the source.
SEEDED = ("log_positions",)

Told = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """A table's rows: how many, and a hash of all of them that does not depend on their order."""

    table: str
    rows: int
    hash: str


def copy_database(
    source: Database, target: Database, applications: Iterable[Schema] = (), told: Told = lambda _table, _rows: None
) -> tuple[Copied, ...]:
    """Copy every table, in one transaction of the target: all of it or nothing.

    Both must be migrated to this release, and the target must hold nothing. Each table is read again from the target
    and compared with what was read from the source. The source is read as it was at one moment. Raises `Refused`.
    """
    schemas = (ENGINE, *applications)
    for database, which in ((source, "source"), (target, "target")):
        if waiting := pending(database, schemas[1:]):
            names = ", ".join(waiting)
            raise Refused(f"The {which} has migrations waiting for {names}. Run polku migrate on it first.")
    with source.reading() as reading, target.writing() as writing:
        return copy_tables(reading.connection(), writing.connection(), schemas, told)


def copy_tables(
    source: Connection, target: Connection, schemas: Iterable[Schema], told: Told = lambda _table, _rows: None
) -> tuple[Copied, ...]:
    """The same in transactions that are open, between databases that are known to be migrated."""
    tables = [plain(table) for schema in schemas for table in schema.metadata.sorted_tables]
    at_one_moment(source)
    refuse_filled(target, tables)
    copied = []
    for table in tables:
        prepare(source, target, table)
        here = Tally()
        for rows in chunks(read(source, table)):
            insert_values(target, table, table.c.keys(), [here.added(row) for row in rows])
        there = Tally()
        for row in read(target, table):
            there.added(row)
        if here != there:
            raise Refused(
                f"The table {table.name} is not the same in the target: {there} instead of {here}. "
                "Nothing was copied. If somebody writes to the target, stop that and try again."
            )
        copied.append(Copied(table.name, here.rows, here.hash))
        told(table.name, here.rows)
    settle(target)
    return tuple(copied)


@dataclass
class Tally:
    """Rows counted, and the sum of their hashes: databases sort texts each in its own way."""

    rows: int = 0
    sum: int = 0

    def added(self, row: Sequence[Any]) -> Sequence[Any]:
        self.rows += 1
        digest = hashlib.sha256(msgspec.json.encode(list(row))).digest()
        self.sum = (self.sum + int.from_bytes(digest)) % (1 << 256)
        return row

    @property
    def hash(self) -> str:
        return f"{self.sum:064x}"

    def __str__(self) -> str:
        return f"{self.rows} rows with the hash {self.hash[:16]}…"


def plain(table: Table) -> Table:
    """The same columns; JSON as the text that it is kept as, so that not a character of it changes."""
    columns = (
        Column(column.name, Text() if isinstance(column.type, Json) else column.type, primary_key=column.primary_key)
        for column in table.columns
    )
    return Table(table.name, MetaData(), *columns)


def at_one_moment(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def refuse_filled(connection: Connection, tables: Iterable[Table]) -> None:
    for table in tables:
        if table.name in SEEDED:
            connection.execute(table.delete())
        elif connection.execute(select(*table.primary_key.columns).limit(1)).first() is not None:
            raise Refused(f"The target is not empty: its table {table.name} has rows. Name an empty database.")


def prepare(source: Connection, target: Connection, table: Table) -> None:
    """Let the target's counters go on after the highest number that the source has given, and make room."""
    if target.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        quoted = target.dialect.identifier_preparer.quote(table.name)
        wanted = text("SELECT pg_get_serial_sequence(:table, :column)")
        sequence = target.execute(wanted, {"table": quoted, "column": column.name}).scalar()
        highest = source.execute(select(func.max(column))).scalar() if sequence else None
        if highest:
            target.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
    if table.name == "facts":
        make_ahead(target)


def read(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    found = connection.execute(select(table), execution_options={"yield_per": CHUNK})
    for row in found:
        yield [bytes(value) if isinstance(value, memoryview) else value for value in row]


def chunks(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    while some := list(islice(rows, CHUNK)):
        yield some


def settle(connection: Connection) -> None:
    """The log's writer waits for transactions by the source's numbers, of which the target knows nothing."""
    connection.execute(text("UPDATE log_positions SET seen = settled, horizon = 0"))
