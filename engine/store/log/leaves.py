"""Rows of the history as leaves of the log.

Millions of rows are read to verify a history, so here the text of `engine.proof.entry.leaf` is made by a shorter way:
columns come from the driver as they are, sorted by name, and msgspec writes the JSON. A test holds both ways together.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.store import tables
from engine.store.rows import sql_table

# What goes into the log. A row's number in its table is not part of its leaf: its place in the log says more.
SOURCES: dict[str, type[tables.Table]] = {"facts": tables.Fact, "records": tables.Record}
TIME = "at"
CHUNK = 4096


class TimeText(FunctionElement[str]):
    """A time as a leaf has it: in UTC with microseconds, so that texts follow each other as times do."""

    inherit_cache = True
    type = String()


@compiles(TimeText, "sqlite")
def of_text(element: TimeText, compiler: SQLCompiler, **_: Any) -> str:
    column = compiler.process(element.clauses)
    return f"substr({column}, 1, 10) || 'T' || substr({column}, 12) || '+00:00'"


@compiles(TimeText, "postgresql")
def of_timestamp(element: TimeText, compiler: SQLCompiler, **_: Any) -> str:
    return f"""to_char({compiler.process(element.clauses)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


@cache
def names(source: str) -> tuple[str, ...]:
    """The columns that are hashed, as a leaf has them."""
    return tuple(sorted(column.name for column in sql_table(SOURCES[source]).columns if column.name != "seq"))


def columns(source: str) -> list[ColumnElement[Any]]:
    """Everything that is hashed, sorted by name, then the row's number."""
    of = sql_table(SOURCES[source]).c
    return [*(TimeText(of[name]) if name == TIME else of[name] for name in names(source)), of.seq]


def rows(session: Session, wanted: Select[Any]) -> Sequence[Any]:
    """Rows as the driver gives them, without SQLAlchemy's own around each: for statements whose columns need none."""
    result = session.connection().execute(wanted)
    found = [] if result.cursor is None else result.cursor.fetchall()
    result.close()
    return found


@cache
def writer(source: str) -> Callable[[Sequence[Any]], bytes]:
    """What makes the text of a leaf out of the values of `names(source)`. What is empty is left out."""
    of = sql_table(SOURCES[source]).c
    fields = [(name, object, None if of[name].nullable else "") for name in names(source)]
    leaf, encode = msgspec.defstruct("Leaf", fields, omit_defaults=True), msgspec.json.Encoder().encode
    return lambda values: encode(leaf(*values))


def time_text(time: datetime) -> str:
    """The time as leaves have it."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def hashes(session: Session, source: str, wanted: Select[Any]) -> list[tuple[int, bytes, str]]:
    """The number, the leaf hash and the time of each row that is wanted; `wanted` selects `columns(source)`."""
    return hashed(source, rows(session, wanted))


def hashed(source: str, found: Sequence[Any]) -> list[tuple[int, bytes, str]]:
    """The same of rows that were read, as the driver gave them."""
    write, at = writer(source), names(source).index(TIME)
    # As `engine.proof.merkle.leaf_hash`, which would be called a million times for a million rows.
    return [(row[-1], sha256(b"\x00" + write(row[:-1])).digest(), row[at]) for row in found]
