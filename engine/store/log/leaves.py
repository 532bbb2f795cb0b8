"""Rows of the history as leaves of the log."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Select, select
from sqlalchemy.orm import Session

from engine.proof.entry import hash_of, leaf
from engine.store import tables
from engine.store.rows import sql_table

# What goes into the log. A row's number in its table is not part of its leaf: its place in the log says more.
SOURCES: dict[str, type[tables.Table]] = {"facts": tables.Fact, "records": tables.Record}
CHUNK = 1000


def columns(source: str) -> list[Column[Any]]:
    """The row's number, then everything that is hashed."""
    of = sql_table(SOURCES[source])
    return [of.c.seq, *(column for column in of.columns if column.name != "seq")]


def texts(session: Session, source: str, wanted: Select[Any]) -> Iterator[tuple[int, str, datetime]]:
    """The number, the leaf's text and the time of each row that is wanted; `wanted` selects `columns(source)`."""
    names = [column.name for column in columns(source)[1:]]
    time = names.index("at")
    for seq, *values in session.execute(wanted.execution_options(yield_per=CHUNK)):
        yield seq, leaf(dict(zip(names, values, strict=True))), values[time]


def text_of(session: Session, source: str, seq: int) -> str | None:
    """The leaf's text of one row, as it is now; None where there is no such row."""
    found = columns(source)
    return next((text for _, text, _ in texts(session, source, select(*found).where(found[0] == seq))), None)


def hashes(session: Session, source: str, wanted: Select[Any]) -> Iterator[tuple[int, bytes]]:
    """The number and the leaf hash of each row that is wanted."""
    for seq, text, _ in texts(session, source, wanted):
        yield seq, hash_of(text)
