"""Facts as CSV (RFC 4180), for spreadsheets and other programs."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import msgspec

from engine.history.questions import FactRow, Filters, facts
from engine.store import Database

HEADER = (
    "seq",
    "at",
    "instance",
    "number",
    "actor",
    "fact",
    "customer",
    "process",
    "definition",
    "element",
    "element name",
    "data",
)
PAGE = 500
#: A spreadsheet takes a text that begins so for a formula, and would run it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(database: Database, filters: Filters | None = None) -> Iterator[str]:
    """The lines of a CSV file with all facts that are asked for, the oldest first. They are read page by page."""
    yield line(HEADER)
    after: str | None = None
    while True:
        page = facts(database, filters, after=after, limit=PAGE, newest_first=False)
        for fact in page.items:
            yield line(cells(fact))
        if (after := page.next) is None:
            return


def cells(fact: FactRow) -> tuple[Any, ...]:
    texts = (
        fact.actor,
        fact.kind,
        fact.business_key,
        fact.process_id,
        fact.definition,
        fact.element_id,
        fact.element_name,
    )
    data = msgspec.json.encode(fact.data).decode()
    when = fact.at.astimezone(UTC).isoformat()
    return (fact.seq, when, fact.instance_id, fact.number, *map(harmless, texts), data)


def harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def line(values: tuple[Any, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()
