"""What the register's queries give: frozen rows, apart from the tables."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CompanyRow:
    business_id: str
    name: str
    organisation_type: str
    personnel: int
    industry: str
    market: str
    municipality: str
    language: str
    segment: str
    life_cycle: str
    nature: str
    responsible_expert: str
    status: str
    path: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ContactPersonRow:
    id: int
    name: str
    email: str
    phone: str
    seen_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MemoRow:
    instance_id: str
    kind: str
    text: str
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ServiceRow:
    instance_id: str
    service: str
    expert: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    id: str
    business_id: str
    instance_id: str
    services: tuple[str, ...]
    expert: str
    status: str
    asked_at: datetime
    tries: int
    received_at: datetime | None
    channel: str
    rating: int | None
    grade: str
    wants_contact: bool
    comment: str
    replied_at: datetime | None
    replied_by: str
    reply: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    instance_id: str
    at: datetime
    initiative: str
    channel: str
    expert: str
    outcome: str
    summary: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    id: int
    business_id: str
    instance_id: str
    kind: str
    audience: str
    recipient: str
    language: str
    subject: str
    body: str
    feedback_id: str
    created_at: datetime
    sent_at: datetime | None
    tries: int
    next_try_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    instance_id: str
    at: datetime
    what: str
    before: str
    after: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    instance_id: str
    expert: str
    goals: str
    office_actions: str
    company_actions: str
    status: str
    agreed_at: datetime
    followed_up_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    instance_id: str
    expert: str
    subject: str
    duties: str
    status: str
    signed_at: datetime
    ends_on: date
    reviewed_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    business_id: str
    instance_id: str
    at: datetime
    expert: str
    reason: str
    customership: bool
    need_found: bool
    summary: str


@dataclass(frozen=True, slots=True)
class Customer:
    """A company with its history, newest first in every list. Letters go to the first of `contact_persons`."""

    company: CompanyRow
    contact_persons: tuple[ContactPersonRow, ...]
    unconfirmed: tuple[ContactPersonRow, ...]
    memos: tuple[MemoRow, ...]
    services: tuple[ServiceRow, ...]
    feedback: tuple[FeedbackRow, ...]
    contacts: tuple[ContactRow, ...]
    letters: tuple[LetterRow, ...]
    changes: tuple[ChangeRow, ...]
    plans: tuple[PlanRow, ...]
    agreements: tuple[AgreementRow, ...]
    visits: tuple[VisitRow, ...]
