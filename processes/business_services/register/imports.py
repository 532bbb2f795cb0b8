"""Reading companies from a CSV file into the register, with a report of what was refused and why.

The first line names the columns, by the names in `COLUMNS` or their Finnish ones, separated by semicolons or commas.
A line that can't be used is refused with its number, the column and the reason; the others are kept. Companies that
the register has already are brought up to date; their customership, experts and history stay as they are.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from itertools import islice

from engine.errors import Invalid
from engine.store import Database
from processes.business_services import terms
from processes.business_services.register.bulk import keep
from processes.business_services.register.business_id import WrongBusinessId, business_id

#: What a column is called in English and Finnish, and whether it must be there.
COLUMNS: Mapping[str, tuple[str, bool]] = {
    "business_id": ("y-tunnus", True),
    "name": ("nimi", True),
    "organisation_type": ("asiakastyyppi", False),
    "personnel": ("henkilöstö", True),
    "industry": ("toimiala", False),
    "market": ("markkina-alue", False),
    "municipality": ("kunta", True),
    "language": ("kieli", False),
    "contact_name": ("yhteyshenkilö", False),
    "contact_email": ("sähköposti", False),
    "contact_phone": ("puhelin", False),
}
USUAL = {"organisation_type": "enterprise", "market": "local", "language": "fi"}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "organisation_type": tuple(terms.ORGANISATION),
    "market": tuple(terms.MARKET),
    "language": ("fi", "sv", "en"),
}
LONGEST = 200
MOST_PERSONNEL = 200_000
BATCH = 1000
#: Reports hold so many refusals; how many there were is always told.
REPORTED = 2000

#: What is wrong with a value, in Finnish and English.
REASONS: terms.Names = {
    "missing": ("Arvo puuttuu.", "The value is missing."),
    "too-long": ("Arvo on liian pitkä.", "The value is too long."),
    "number": ("Anna kokonaisluku väliltä 0–200000.", "Give a whole number from 0 to 200000."),
    "choice": ("Tuntematon arvo.", "The value is not known."),
    "twice": ("Sama Y-tunnus on tiedostossa jo aiemmin.", "The same business ID stands in the file before."),
    "email": ("Sähköpostiosoite ei kelpaa.", "This is no mail address."),
    "cells": ("Rivillä on enemmän sarakkeita kuin otsikossa.", "The line has more columns than the heading."),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line of the file (the heading is line 1), the column, what stood there, and why the line was refused.

    `cells` are the whole line, so that it can be mended and read again.
    """

    line: int
    column: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """What became of the file's lines."""

    added: int = 0
    updated: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    heading: tuple[str, ...] = ()

    def refuse(self, refusal: Refusal) -> None:
        self.refused += 1
        if len(self.refusals) < REPORTED:
            self.refusals.append(refusal)


Row = dict[str, str]


def read_companies(database: Database, content: bytes, now: datetime, language: str = "fi") -> Report:
    """Keep the companies of a CSV file in UTF-8. Raises `Invalid` where it can't be read to its end; then none is."""
    report = Report()
    good = iter(list(lines(content, language, report)))
    while batch := list(islice(good, BATCH)):
        added = keep(database, batch, now)
        report.added += added
        report.updated += len(batch) - added
    return report


def lines(content: bytes, language: str, report: Report) -> Iterator[Row]:
    """The lines that can be used; the others go to the report."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid({"file": one("encoding", language)}) from None
    heading = text.partition("\n")[0]
    reader = csv.reader(StringIO(text), delimiter=";" if heading.count(";") >= heading.count(",") else ",")
    report.heading = tuple(next(reader, []))
    columns = columns_of(list(report.heading), language)
    seen: set[str] = set()
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = checked(cells, columns, reader.line_num, language, seen, report)
                if row is not None:
                    yield row
    except csv.Error as broken:
        raise Invalid({"file": one("broken", language).format(line=reader.line_num, why=broken)}) from broken


def columns_of(heading: list[str], language: str) -> list[str]:
    """The names of the columns in their order; those that nobody knows are passed over. Raises `Invalid`."""
    known = {finnish: name for name, (finnish, _) in COLUMNS.items()} | {name: name for name in COLUMNS}
    found = [known.get(cell.strip().lower().replace(" ", "_"), "") for cell in heading]
    missing = [COLUMNS[name][0] for name, (_, needed) in COLUMNS.items() if needed and name not in found]
    if missing:
        raise Invalid({"file": one("columns", language).format(missing=", ".join(missing))})
    return found


def checked(
    cells: list[str], columns: list[str], line: int, language: str, seen: set[str], report: Report
) -> Row | None:
    """The row in the register's words, or None when it was refused."""
    row = USUAL | {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}

    def refuse(column: str, reason: str, value: str = "") -> None:
        stood = value or row.get(column, "")
        report.refuse(Refusal(line, COLUMNS[column][0] if column else "", stood, reason, tuple(cells)))

    if len(cells) > len(columns):
        refuse("", one("cells", language))
        return None
    for name, (_, needed) in COLUMNS.items():
        if (reason := problem(name, row.get(name, ""), needed)) is not None:
            refuse(name, one(reason, language))
            return None
    try:
        row["business_id"] = business_id(row["business_id"])
    except WrongBusinessId as wrong:
        refuse("business_id", wrong.sentence(language))
        return None
    if row["business_id"] in seen:
        refuse("business_id", one("twice", language))
        return None
    seen.add(row["business_id"])
    return row


def problem(name: str, value: str, needed: bool) -> str | None:
    """What is wrong with the value of a column, as a key of `REASONS`."""
    if not value:
        return "missing" if needed else None
    if len(value) > LONGEST:
        return "too-long"
    if name == "personnel" and not (value.isdecimal() and int(value) <= MOST_PERSONNEL):
        return "number"
    if name in CHOICES and value not in CHOICES[name]:
        return "choice"
    if name == "contact_email" and ("@" not in value or " " in value):
        return "email"
    return None


#: What is wrong with a whole file.
FILE: terms.Names = {
    "encoding": ("Tiedosto ei ole UTF-8-muodossa. Tallenna se sellaisena.", "The file is not UTF-8. Save it so."),
    "columns": ("Tiedostosta puuttuu sarakkeita: {missing}.", "Columns are missing from the file: {missing}."),
    "broken": ("Rivi {line} ei ole CSV-muotoa: {why}.", "Line {line} is not CSV: {why}."),
}


def one(key: str, language: str) -> str:
    return terms.name(REASONS if key in REASONS else FILE, key, language)
