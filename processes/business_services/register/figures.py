"""Counts of the register by month, for the scorecard: one statement for each figure, however many months."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from engine.store import Session
from engine.store.tables import WorkItem
from processes.business_services.register import companies
from processes.business_services.register.agreed import Change, Visit
from processes.business_services.register.tables import Company, ContactMade, Feedback, ServiceGiven

#: The first moments of months, and that of the month after the last.
Edges = Sequence[datetime]


def by_month(session: Session, at: Any, edges: Edges, *conditions: ColumnElement[bool]) -> tuple[int, ...]:
    """How many rows have their time `at` in each month."""
    within = [and_(at >= first, at < after, *conditions) for first, after in pairwise(edges)]
    counts = [func.count(case((inside, 1))) for inside in within]
    return tuple(session.execute(select(*counts).where(at >= edges[0], at < edges[-1])).one())


def new_customers(session: Session, edges: Edges, *which: ColumnElement[bool]) -> tuple[int, ...]:
    """Customerships that began: of new companies, and of those that were only known before, as from an import or a
    visit. Who is known but no customer doesn't count, nor who returns."""
    began_known = exists().where(Change.business_id == Company.business_id, *BEGAN)
    new = (Company.status != companies.PROSPECT, ~began_known, *which)
    of = Company.business_id == Change.business_id
    known = (*BEGAN, exists().where(of, *which)) if which else BEGAN
    made = by_month(session, Company.created_at, edges, *new), by_month(session, Change.at, edges, *known)
    return tuple(sum(both) for both in zip(*made, strict=True))


BEGAN = (Change.what == "status", Change.before == companies.PROSPECT, Change.after == companies.ACTIVE)


def new_international(session: Session, edges: Edges) -> tuple[int, ...]:
    """New customers who look for growth abroad."""
    return new_customers(session, edges, Company.market == "international")


def visits(session: Session, edges: Edges, *which: ColumnElement[bool]) -> tuple[int, ...]:
    """Company visits that were made."""
    return by_month(session, Visit.at, edges, *which)


def services_begun(session: Session, edges: Edges, service: str) -> tuple[int, ...]:
    return by_month(session, ServiceGiven.started_at, edges, ServiceGiven.service == service)


def contacts(session: Session, edges: Edges) -> tuple[int, ...]:
    """Contacts with customers, by whoever began them."""
    return by_month(session, ContactMade.at, edges)


def feedback(session: Session, edges: Edges) -> tuple[tuple[int, int], ...]:
    """How much feedback came, and how much of it was positive."""
    received = by_month(session, Feedback.received_at, edges)
    positive = by_month(session, Feedback.received_at, edges, Feedback.grade == "positive")
    return tuple(zip(received, positive, strict=True))


def work_done(session: Session, edges: Edges) -> tuple[tuple[int, int], ...]:
    """How many work items with a due date were done, and how many of them in time."""
    done = (WorkItem.status == "completed", WorkItem.due_at.is_not(None))
    in_time = WorkItem.completed_at <= WorkItem.due_at
    counted = by_month(session, WorkItem.completed_at, edges, *done)
    return tuple(zip(counted, by_month(session, WorkItem.completed_at, edges, *done, in_time), strict=True))
