"""The feed itself, as RFC 5545 wants it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from flask_babel import gettext
from icalendar import Calendar, Event

from engine.routing.agenda import Agenda
from engine.store.absences import Absence
from engine.store.work_items import WorkItemRow

LENGTH = timedelta(minutes=30)
ONE_DAY = timedelta(days=1)
FURTHER = timedelta(days=14)  # shown of an absence whose end nobody knows


def feed(agenda: Agenda, now: datetime, customers: Mapping[str, str], address: Callable[[WorkItemRow], str]) -> bytes:
    """Each open work item that is due some time, the half hour before; and the absences."""
    calendar = Calendar()
    calendar.add("prodid", "-//Polku//Calendar//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("Work in Polku"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for row in (*agenda.late, *agenda.today, *agenda.soon, *agenda.new, *agenda.later):
        if row.due_at is not None:
            calendar.add_component(work(row, row.due_at, now, customers, address))
    for absence in agenda.absences:
        calendar.add_component(away(absence, agenda, now))
    return calendar.to_ical()


def work(
    row: WorkItemRow,
    due: datetime,
    now: datetime,
    customers: Mapping[str, str],
    address: Callable[[WorkItemRow], str],
) -> Event:
    event = Event()
    customer = customers.get(row.business_key, "")
    event.add("uid", f"{row.instance_id}-{row.key}@polku")
    event.add("dtstamp", now)
    event.add("dtstart", due - LENGTH)
    event.add("dtend", due)
    event.add("summary", f"{row.name}: {customer}" if customer else row.name)
    event.add("url", address(row))
    event.add("description", address(row))
    return event


def away(absence: Absence, agenda: Agenda, now: datetime) -> Event:
    event = Event()
    last = absence.last_day or max(absence.first_day, agenda.day) + FURTHER
    event.add("uid", f"absence-{absence.id}@polku")
    event.add("dtstamp", now)
    event.add("dtstart", absence.first_day)
    event.add("dtend", last + ONE_DAY)  # the end is not part of it
    event.add("summary", gettext("Away"))
    event.add("transp", "OPAQUE")
    return event
