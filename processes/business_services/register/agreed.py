"""The register's tables of what was agreed on and decided: plans, agreements, visits, changes of the customership."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from engine.store import Session
from engine.store.types import Counter
from processes.business_services.register.tables import COMPANY, PERSONAL, Table


class Change(Table):
    """What changed in a customership, when and why: its segment, stage, nature, status or responsible expert."""

    __tablename__ = "register_changes"
    __table_args__ = (Index("ix_register_changes_company", "business_id", "id"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    at: Mapped[datetime]
    what: Mapped[str]  # segment · lifeCycle · nature · status · responsibleExpert
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    by: Mapped[str]  # table · expert


class Plan(Table):
    """A customer plan that was agreed on. The newest is in force while its `status` says so."""

    __tablename__ = "register_plans"
    __table_args__ = (Index("ix_register_plans_company", "business_id", "id"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    expert: Mapped[str]
    goals: Mapped[str] = mapped_column(info=PERSONAL)
    office_actions: Mapped[str] = mapped_column(info=PERSONAL)
    company_actions: Mapped[str] = mapped_column(info=PERSONAL)
    status: Mapped[str]  # in-force · renewed · done · ended
    agreed_at: Mapped[datetime]
    followed_up_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(info=PERSONAL)


class Agreement(Table):
    """A service agreement that was signed."""

    __tablename__ = "register_agreements"
    __table_args__ = (Index("ix_register_agreements_company", "business_id", "id"),)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    expert: Mapped[str]
    subject: Mapped[str]
    duties: Mapped[str] = mapped_column(info=PERSONAL)
    status: Mapped[str]  # in-force · renewed · ended
    signed_at: Mapped[datetime]
    ends_on: Mapped[date] = mapped_column(Date)
    reviewed_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(info=PERSONAL)


class Visit(Table):
    """A company visit that was made. `customership` says whether the company was a customer then."""

    __tablename__ = "register_visits"
    __table_args__ = (Index("ix_register_visits_company", "business_id", "id"), Index("ix_register_visits_at", "at"))

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    business_id: Mapped[str] = mapped_column(ForeignKey(COMPANY))
    instance_id: Mapped[str]
    at: Mapped[datetime]
    expert: Mapped[str]
    reason: Mapped[str]  # get-to-know · follow-up · change · asked
    customership: Mapped[bool]
    need_found: Mapped[bool]
    summary: Mapped[str] = mapped_column(info=PERSONAL)


def of_instance(session: Session, table: Any, instance_id: str, status: str) -> list[Any]:
    """The plans or agreements with this status that one process has recorded."""
    return list(session.scalars(select(table).where(table.instance_id == instance_id, table.status == status)))
