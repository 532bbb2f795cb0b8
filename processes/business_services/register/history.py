"""What there has been between a customer and the office: for the decision tables, and before a meeting."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from engine.store import Session
from processes.business_services.register.agreed import Agreement, Plan, Visit
from processes.business_services.register.changes import judged_by_expert
from processes.business_services.register.tables import Company, ContactMade, Feedback, Memo, ServiceGiven

YEAR = timedelta(days=365)
IN_FORCE = "in-force"


def counted(table: Any, *conditions: Any) -> Any:
    """How many rows of a table a company has."""
    return select(func.count()).where(table.business_id == bindparam("company"), *conditions).scalar_subquery()


#: One statement for all figures, put together once: they are gathered at every turn of a path.
FIGURES = select(
    counted(Memo).label("memos"),
    counted(ServiceGiven, ServiceGiven.ended_at.is_not(None)).label("services"),
    counted(ContactMade).label("contacts"),
    counted(Visit).label("visits"),
    counted(Feedback, Feedback.received_at.is_not(None)).label("feedback"),
    counted(Feedback, Feedback.grade == "negative").label("negative"),
    counted(Plan, Plan.status == IN_FORCE).label("plan"),
    counted(Agreement, Agreement.status == IN_FORCE).label("agreement"),
)


def gathered(session: Session, company: Company, now: datetime) -> dict[str, Any]:
    """The process variable `history`: figures and codes without personal data; the texts stay in the register."""
    session.flush()
    figures = session.connection().execute(FIGURES, {"company": company.business_id}).one()
    by_expert = judged_by_expert(session, company.business_id)
    return {
        "organisationType": company.organisation_type,
        "personnel": company.personnel,
        "market": company.market,
        "years": (now - company.created_at) // YEAR,
        "memos": figures.memos,
        "services": figures.services,
        "contacts": figures.contacts,
        "visits": figures.visits,
        "feedback": figures.feedback,
        "negative": figures.negative,
        "plan": figures.plan > 0,
        "agreement": figures.agreement > 0,
        "stageByExpert": "lifeCycle" in by_expert,
        "natureByExpert": "nature" in by_expert,
    }
