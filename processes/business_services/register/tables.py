"""The register's tables. A column with `info={"personal": True}` holds personal data."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from engine.store.tables.base import NAMES
from engine.store.types import Counter, Json, Time

PERSONAL = {"personal": True}
COMPANY = "register_companies.business_id"


class Table(DeclarativeBase):
    """The base of the register's tables, apart from the engine's."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Time, str: Text}


class Company(Table):
    """A customer: an enterprise or other employer. `search_text` is what a search looks at, in small letters."""

    __tablename__ = "register_companies"
    __table_args__ = (
        Index("ix_register_companies_search", "sort_name", "business_id", "search_text"),  # is read instead of the rows
        Index("ix_register_companies_expert", "responsible_expert", "status"),
    )

    business_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_name: Mapped[str]
    search_text: Mapped[str]
    organisation_type: Mapped[str]  # enterprise · founder · community
    personnel: Mapped[int]
    industry: Mapped[str] = mapped_column(default="")
    market: Mapped[str]  # local · domestic · international
    municipality: Mapped[str]
    language: Mapped[str]  # fi · sv · en
    segment: Mapped[str]
    life_cycle: Mapped[str]
    nature: Mapped[str]
    responsible_expert: Mapped[str]  # an account; empty when nobody is
    status: Mapped[str]  # prospect · active · ended
    path: Mapped[str] = mapped_column(default="")  # the service path that the customer is on
    reviewed_at: Mapped[datetime | None]  # when the segment was looked at last
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ContactPerson(Table):
    """A person at the customer. The confirmed one with the newest `seen_at` gets the customer's letters.

    Whom somebody without an account named is kept, and gets none until an expert has confirmed that person.
    """

    __tablename__ = "register_contact_persons"

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY), index=True)
    name: Mapped[str] = mapped_column(info=PERSONAL)
    email: Mapped[str] = mapped_column(info=PERSONAL)
    phone: Mapped[str] = mapped_column(info=PERSONAL)
    seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class Memo(Table):
    """What was said and agreed in a meeting."""

    __tablename__ = "register_memos"
    __table_args__ = (Index("ix_register_memos_company", "business_id", "id"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    kind: Mapped[str]  # assessment · reassessment · meeting · contact · visit
    text: Mapped[str] = mapped_column(info=PERSONAL)
    author: Mapped[str]
    written_at: Mapped[datetime]


class ServiceGiven(Table):
    """A service from its beginning to its outcome."""

    __tablename__ = "register_services"
    __table_args__ = (Index("ix_register_services_company", "business_id", "id"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    service: Mapped[str]  # the id of the service's process
    expert: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(info=PERSONAL)


class Feedback(Table):
    """Feedback that was asked for, and what became of it. The id is the correlation key of the customer's answer."""

    __tablename__ = "register_feedback"
    __table_args__ = (Index("ix_register_feedback_company", "business_id", "asked_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    services: Mapped[list[str]] = mapped_column(Json)
    expert: Mapped[str]
    status: Mapped[str]  # asked · received · silent
    asked_at: Mapped[datetime]
    tries: Mapped[int]
    received_at: Mapped[datetime | None]
    channel: Mapped[str]  # web · phone
    rating: Mapped[int | None]
    grade: Mapped[str]  # negative · neutral · positive
    wants_contact: Mapped[bool]
    comment: Mapped[str] = mapped_column(info=PERSONAL)
    replied_at: Mapped[datetime | None]
    replied_by: Mapped[str]
    reply: Mapped[str] = mapped_column(info=PERSONAL)
    correction: Mapped[str]


class ContactMade(Table):
    """A contact between the customer and the office, by whoever began it."""

    __tablename__ = "register_contacts"
    __table_args__ = (Index("ix_register_contacts_company", "business_id", "id"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    at: Mapped[datetime]
    initiative: Mapped[str]  # customer · office
    channel: Mapped[str]
    expert: Mapped[str]
    outcome: Mapped[str]
    summary: Mapped[str] = mapped_column(info=PERSONAL)


class Letter(Table):
    """The outbox: a message to a customer, an actor of the network or the managers; `sent_at` is empty until it left.

    `feedback_id` is set where the body has a `{feedback_link}`: whoever sends the letter signs it into a link.
    """

    __tablename__ = "register_outbox"
    __table_args__ = (
        Index("ix_register_outbox_company", "business_id", "id"),
        Index("ix_register_outbox_unsent", "sent_at", "id"),
        Index("ix_register_outbox_next_try", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    kind: Mapped[str]  # the letter's name in `letters.py`
    audience: Mapped[str]  # customer · network · managers
    recipient: Mapped[str] = mapped_column(info=PERSONAL)
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(info=PERSONAL)
    feedback_id: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]  # empty when it has left, or nobody tries any more
    failure: Mapped[str] = mapped_column(default="")  # why the last try failed
