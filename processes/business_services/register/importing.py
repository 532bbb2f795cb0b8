"""Reading a file of companies once: who read which file when, with its report, is recorded.

The same file a second time is refused, unless whoever reads it says that it is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from engine.errors import NotFound, PolkuError
from engine.store import Database, records
from engine.store.paging import Page, from_text, page_of, within
from engine.store.records import Record, Wanted
from processes.business_services.register.imports import Report, read_companies

KIND = "CompaniesImported"
NAME_LENGTH = 200


class ReadBefore(PolkuError):
    """The same file was read before, by `actor` at the time `at`."""

    def __init__(self, before: Record) -> None:
        self.actor, self.at = before.actor, before.at
        super().__init__(
            f"This file was read before, by {before.actor} on {before.at:%Y-%m-%d}. Nothing was done. "
            "If you mean to read it again, say so: --again."
        )


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was read. `refusals` and `heading` are empty where they have been erased."""

    number: int
    at: datetime
    actor: str
    name: str
    added: int
    updated: int
    refused: int
    refusals: Sequence[Mapping[str, Any]] = ()
    heading: Sequence[str] = ()


def read_file(
    database: Database, content: bytes, now: datetime, *, actor: str, name: str, language: str, again: bool = False
) -> tuple[int, Report]:
    """Read companies from a CSV file and record it. Gives the import's number and the report.

    Raises `ReadBefore`, and `Invalid` where the file can't be read at all; then nothing was done.
    """
    subject = f"file:{sha256(content).hexdigest()}"
    with database.reading() as session:
        before = records.found(session, Wanted(kind=KIND, subject=subject), limit=1)
    if before and not again:
        raise ReadBefore(before[0])
    report = read_companies(database, content, now, language)
    counts = {"added": report.added, "updated": report.updated, "refused": report.refused}
    # What stood in the file may be personal, so it goes where it can be erased.
    values = {
        "name": name[:NAME_LENGTH],
        "heading": report.heading,
        "refusals": [asdict(refusal) for refusal in report.refusals],
    }
    with database.writing() as session:
        number = records.record(session, KIND, subject, actor=actor, now=now, data=counts, values=values)
    return number, report


def newest(database: Database, *, after: str | None = None, limit: int = 20) -> Page[Import]:
    """A page of the files that were read, the last at the top. Raises `Invalid`."""
    (before,) = from_text(after, int) if after is not None else (None,)
    with database.reading() as session:
        rows = records.found(session, Wanted(kind=KIND), after=before, limit=within(limit) + 1)
    return page_of([import_of(one) for one in rows], limit, lambda one: (one.number,))


def one(database: Database, number: int) -> Import:
    """Raises `NotFound`."""
    with database.reading() as session:
        found = records.found(session, Wanted(kind=KIND), after=number + 1, limit=1)
    if not found or found[0].seq != number:
        raise NotFound("No such file was read.")
    return import_of(found[0])


def import_of(record: Record) -> Import:
    values = record.values or {}
    return Import(
        record.seq,
        record.at,
        record.actor,
        values.get("name", ""),
        **{name: record.data[name] for name in ("added", "updated", "refused")},
        refusals=values.get("refusals", ()),
        heading=values.get("heading", ()),
    )
