"""Facts and records as CSV (RFC 4180), for spreadsheets and other programs."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import msgspec

from engine.history.questions import FactRow, Filters
from engine.history.trace import trace
from engine.spreadsheet import harmless
from engine.store import Database
from engine.store.records import Record

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


def csv_rows(database: Database, filters: Filters | None = None) -> Iterator[str]:
    """The lines of a CSV file with all facts and records that are asked for, the oldest first, read page by page."""
    yield line(HEADER)
    after: str | None = None
    while True:
        page = trace(database, filters or Filters(), after=after, limit=PAGE, newest_first=False)
        for row in page.items:
            yield line(cells(row) if isinstance(row, FactRow) else record_cells(row))
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


def record_cells(record: Record) -> tuple[Any, ...]:
    """A record has its subject where a fact has its instance, and no place in a diagram."""
    texts = map(harmless, (record.subject, "", record.actor, record.kind, record.business_key, "", "", "", ""))
    data = msgspec.json.encode({**record.data, **(record.values or {}), "reason": record.reason}).decode()
    return (record.seq, record.at.astimezone(UTC).isoformat(), *texts, data)


def line(values: tuple[Any, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()
