"""The daily digest: what a person should know of their work this morning, as the subject and body of a mail."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from engine.calendar import OfficeHours
from engine.routing.agenda import Agenda, agenda
from engine.store import Database
from engine.store.people import Person
from engine.store.work_items import WorkItemRow
from processes.business_services.letters import FALLBACK, write
from processes.business_services.register import queries

#: More than so many pieces of work of a part are only counted: nobody reads a mail of a hundred lines.
SHOWN = 10
HEADINGS: Mapping[str, Mapping[str, str]] = {
    "fi": {
        "needs_manager": "Tarvitsee sinua esimiehenä",
        "late": "Myöhässä",
        "today": "Eräpäivä tänään",
        "soon": "Eräpäivä lähipäivinä",
        "new": "Uutta",
        "more": "ja {number} muuta",
        "due": "eräpäivä",
    },
    "en": {
        "needs_manager": "Needs you as its manager",
        "late": "Late",
        "today": "Due today",
        "soon": "Due in the next days",
        "new": "New",
        "more": "and {number} more",
        "due": "due",
    },
}
PARTS = ("needs_manager", "late", "today", "soon", "new")


def digest(
    database: Database, person: Person, now: datetime, hours: OfficeHours, address: str
) -> tuple[str, str] | None:
    """The digest in the language of the person's pages; None when there is nothing to tell, or they are away.

    `address` is where the pages are, for the links.
    """
    found = agenda(database, person.account, now, hours)
    if found.empty or any(absence.covers(found.day) for absence in found.absences):
        return None
    words = HEADINGS.get(person.language, HEADINGS[FALLBACK])
    customers = queries.names(database, sorted({row.business_key for row in rows(found) if row.business_key}))
    parts = [told for name in PARTS if (told := part(words, name, getattr(found, name), customers, address, hours))]
    facts = {
        "name": person.name,
        "day": written(found.day),
        "parts": "\n\n".join(parts),
        "address": f"{address}/inbox",
    }
    return write("daily-digest", person.language, facts)


def rows(found: Agenda) -> Sequence[WorkItemRow]:
    return [row for name in PARTS for row in getattr(found, name)]


def part(
    words: Mapping[str, str],
    name: str,
    items: Sequence[WorkItemRow],
    customers: Mapping[str, str],
    address: str,
    hours: OfficeHours,
) -> str:
    """The lines of one part under their heading; nothing where there are none."""
    if not items:
        return ""
    lines = [line(words, row, customers, address, hours) for row in items[:SHOWN]]
    if len(items) > SHOWN:
        lines.append(f"- {words['more'].format(number=len(items) - SHOWN)}")
    return "\n".join([f"{words[name]} ({len(items)}):", *lines])


def line(
    words: Mapping[str, str], row: WorkItemRow, customers: Mapping[str, str], address: str, hours: OfficeHours
) -> str:
    customer = customers.get(row.business_key, "")
    due = f", {words['due']} {written(row.due_at.astimezone(hours.zone).date())}" if row.due_at else ""
    what = f"{row.name}: {customer}" if customer else row.name
    return f"- {what}{due}\n  {address}/inbox/{row.instance_id}/{row.key}"


def written(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
