"""What there has been between a customer and the office: for the decision tables, and before a meeting."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from engine.store import Session
from processes.business_services.register.agreed import Agreement, Plan, Visit
from processes.business_services.register.changes import judged_by_expert
from processes.business_services.register.tables import Company, ContactMade, Feedback, Memo, ServiceGiven

YEAR = timedelta(days=365)
IN_FORCE = "in-force"


def gathered(session: Session, company: Company, now: datetime) -> dict[str, Any]:
    """The process variable `history`: figures and codes without personal data; the texts stay in the register."""

    def count(table: Any, *conditions: Any) -> int:
        query = select(func.count()).select_from(table).where(table.business_id == company.business_id, *conditions)
        return int(session.scalar(query) or 0)

    return {
        "organisationType": company.organisation_type,
        "personnel": company.personnel,
        "market": company.market,
        "years": (now - company.created_at) // YEAR,
        "memos": count(Memo),
        "services": count(ServiceGiven, ServiceGiven.ended_at.is_not(None)),
        "contacts": count(ContactMade),
        "visits": count(Visit),
        "feedback": count(Feedback, Feedback.received_at.is_not(None)),
        "negative": count(Feedback, Feedback.grade == "negative"),
        "plan": count(Plan, Plan.status == IN_FORCE) > 0,
        "agreement": count(Agreement, Agreement.status == IN_FORCE) > 0,
        "stageByExpert": judged_by_expert(session, company.business_id, "lifeCycle"),
        "natureByExpert": judged_by_expert(session, company.business_id, "nature"),
    }
