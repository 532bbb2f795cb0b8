"""Rows of the history as leaves of the log.

Millions of rows are read to verify a history, so here the text of `engine.proof.entry.leaf` is made by a shorter way:
columns come from the database sorted by name, times as SQLite keeps them, and msgspec writes the JSON. A test holds
both ways together.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, String, type_coerce
from sqlalchemy.orm import Session

from engine.proof.entry import hash_of
from engine.store import tables
from engine.store.rows import sql_table

# What goes into the log. A row's number in its table is not part of its leaf: its place in the log says more.
SOURCES: dict[str, type[tables.Table]] = {"facts": tables.Fact, "records": tables.Record}
CHUNK = 1000
TIME = "at"
_encode = msgspec.json.Encoder().encode


def names(source: str) -> list[str]:
    """The columns that are hashed, as a leaf has them."""
    return sorted(column.name for column in sql_table(SOURCES[source]).columns if column.name != "seq")


def columns(source: str) -> list[ColumnElement[Any]]:
    """The row's number, then everything that is hashed, sorted by name."""
    of = sql_table(SOURCES[source]).c
    return [of.seq, *(type_coerce(of[name], String) if name == TIME else of[name] for name in names(source))]


def texts(session: Session, source: str, wanted: Select[Any]) -> Iterator[tuple[int, str, str]]:
    """The number, the leaf's text and the time of each row that is wanted; `wanted` selects `columns(source)`."""
    called = names(source)
    for seq, *values in session.connection().execute(wanted, execution_options={"yield_per": CHUNK}):
        text, at = written(called, values)
        yield seq, text, at


def written(called: list[str], values: list[Any]) -> tuple[str, str]:
    """The text of a leaf, and its time: in UTC with microseconds, so that texts follow each other as times do."""
    found = {name: value for name, value in zip(called, values, strict=True) if value is not None and value != ""}
    at = found[TIME] = time_text(found[TIME])
    return _encode(found).decode(), at


def time_text(kept: str | datetime) -> str:
    """The time as PostgreSQL's driver gives it, or as SQLite keeps it: in UTC, with microseconds, without saying so."""
    if isinstance(kept, str):
        return f"{kept[:10]}T{kept[11:]}+00:00"
    return kept.astimezone(UTC).isoformat(timespec="microseconds")


def hashes(session: Session, source: str, wanted: Select[Any]) -> Iterator[tuple[int, bytes]]:
    """The number and the leaf hash of each row that is wanted."""
    for seq, text, _ in texts(session, source, wanted):
        yield seq, hash_of(text)
