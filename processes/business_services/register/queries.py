"""What pages ask of the register. Every function opens its own reading transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Select, case, func, select, tuple_

from engine.errors import NotFound
from engine.store import Database, Session
from engine.store.paging import Page, from_text, page_of, within
from processes.business_services.register.agreed import Agreement, Change, Plan, Visit
from processes.business_services.register.rows import (
    AgreementRow,
    ChangeRow,
    CompanyRow,
    ContactPersonRow,
    ContactRow,
    Customer,
    FeedbackRow,
    LetterRow,
    MemoRow,
    PlanRow,
    ServiceRow,
    VisitRow,
)
from processes.business_services.register.tables import (
    Company,
    ContactMade,
    ContactPerson,
    Feedback,
    Letter,
    Memo,
    ServiceGiven,
)

T = TypeVar("T")
ESCAPE = "\\"


def search(
    database: Database,
    text: str = "",
    *,
    segment: str | None = None,
    expert: str | None = None,
    status: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[CompanyRow]:
    """Companies in the order of their names. Every word of `text` must be in name, business ID or municipality."""
    query = select(Company)
    for word in text.casefold().split():
        query = query.where(Company.search_text.like(f"%{as_is(word)}%", escape=ESCAPE))
    for column, value in ((Company.segment, segment), (Company.responsible_expert, expert), (Company.status, status)):
        if value is not None:
            query = query.where(column == value)
    if after is not None:
        query = query.where(tuple_(Company.sort_name, Company.business_id) > from_text(after, str, str))
    query = query.order_by(Company.sort_name, Company.business_id).limit(within(limit) + 1)
    with database.reading() as session:
        found = session.scalars(query).all()
        page = page_of(found, limit, lambda company: (company.sort_name, company.business_id))
        return Page(rows(CompanyRow, page.items), page.next)


def as_is(word: str) -> str:
    """`word` without the signs that LIKE would read as wildcards."""
    for sign in (ESCAPE, "%", "_"):
        word = word.replace(sign, ESCAPE + sign)
    return word


def customer(database: Database, business_id: str, *, newest: int = 50) -> Customer:
    """One customer with the `newest` rows of each part of its history. Raises `NotFound`."""
    with database.reading() as session:
        company = session.get(Company, business_id)
        if company is None:
            raise NotFound(f"The register has no company with the business ID {business_id}.")

        def part(row: type[T], query: Select[Any]) -> tuple[T, ...]:
            return rows(row, session.scalars(query.limit(newest)).all())

        def of(table: Any, order: Any) -> Select[Any]:
            return select(table).where(table.business_id == business_id).order_by(order.desc())

        persons = of(ContactPerson, ContactPerson.seen_at)
        return Customer(
            company=row_of(CompanyRow, company),
            contact_persons=part(ContactPersonRow, persons.where(ContactPerson.confirmed_at.is_not(None))),
            unconfirmed=part(ContactPersonRow, persons.where(ContactPerson.confirmed_at.is_(None))),
            memos=part(MemoRow, of(Memo, Memo.id)),
            services=part(ServiceRow, of(ServiceGiven, ServiceGiven.id)),
            feedback=part(FeedbackRow, of(Feedback, Feedback.asked_at)),
            contacts=part(ContactRow, of(ContactMade, ContactMade.id)),
            letters=part(LetterRow, of(Letter, Letter.id)),
            changes=part(ChangeRow, of(Change, Change.id)),
            plans=part(PlanRow, of(Plan, Plan.id)),
            agreements=part(AgreementRow, of(Agreement, Agreement.id)),
            visits=part(VisitRow, of(Visit, Visit.id)),
        )


def names(database: Database, business_ids: Sequence[str]) -> dict[str, str]:
    """The companies' names by business ID; those that the register doesn't have are left out."""
    query = select(Company.business_id, Company.name).where(Company.business_id.in_(business_ids))
    with database.reading() as session:
        return {row.business_id: row.name for row in session.execute(query)}


def feedback(database: Database, feedback_id: str) -> FeedbackRow:
    """One request for feedback. Raises `NotFound`."""
    with database.reading() as session:
        return row_of(FeedbackRow, feedback_in(session, feedback_id))


def awaited_feedback(database: Database) -> tuple[FeedbackRow, ...]:
    """The requests for feedback that no answer has come to yet, the oldest first."""
    with database.reading() as session:
        asked = select(Feedback).where(Feedback.status == "asked").order_by(Feedback.asked_at, Feedback.id)
        return rows(FeedbackRow, session.scalars(asked).all())


def closed_feedback(database: Database) -> Counter[str]:
    """How many requests for feedback were closed without an answer (`silent`), and how many were answered with which
    grade."""
    what = case((Feedback.status == "silent", "silent"), else_=Feedback.grade)
    with database.reading() as session:
        return Counter(
            {str(which): count for which, count in session.execute(select(what, func.count()).group_by(what))}
        )


def feedback_in(session: Session, feedback_id: str) -> Feedback:
    found = session.get(Feedback, feedback_id)
    if found is None:
        raise NotFound("There is no such request for feedback.")
    return found


def letters(
    database: Database,
    *,
    unsent: bool = False,
    failed: bool = False,
    business_id: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[LetterRow]:
    """The outbox, newest first. `failed`: letters whose last try failed, or that have no recipient."""
    query = select(Letter).order_by(Letter.id.desc()).limit(within(limit) + 1)
    if unsent:
        query = query.where(Letter.sent_at.is_(None))
    if failed:
        query = query.where(Letter.sent_at.is_(None), Letter.failure != "")
    if business_id is not None:
        query = query.where(Letter.business_id == business_id)
    if after is not None:
        query = query.where(Letter.id < from_text(after, int)[0])
    with database.reading() as session:
        page = page_of(session.scalars(query).all(), limit, lambda letter: (letter.id,))
        return Page(rows(LetterRow, page.items), page.next)


def rows(row: type[T], found: Sequence[Any]) -> tuple[T, ...]:
    return tuple(row_of(row, one) for one in found)


def row_of(row: type[T], found: Any) -> T:
    """The columns of `found` that `row` has; lists become tuples, because rows are frozen."""
    values = ((field.name, getattr(found, field.name)) for field in fields(row))  # type: ignore[arg-type]
    return row(**{name: tuple(value) if isinstance(value, list) else value for name, value in values})
