"""Writing companies and what is known of them, inside somebody else's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from engine.errors import NotFound
from engine.store import Database, Session
from processes.business_services.register.changes import change
from processes.business_services.register.persons import meet
from processes.business_services.register.tables import Company

FIRST_STAGE, FIRST_NATURE = "acquisition", "transaction"
PROSPECT, ACTIVE, ENDED = "prospect", "active", "ended"


def company(session: Session, business_id: str) -> Company:
    """Raises `NotFound`."""
    found = session.get(Company, business_id)
    if found is None:
        raise NotFound(f"The register has no company with the business ID {business_id}.")
    return found


def register(
    session: Session, told: Mapping[str, Any], now: datetime, *, status: str = ACTIVE, instance_id: str = ""
) -> Company:
    """Add the company that a form tells about, or bring it up to date, with its contact person.

    A contact (`status` active) begins the customership of a prospect, and that of an ended one again; a visit
    (`status` prospect) leaves the status of a company that is known as it is.
    """
    found = session.get(Company, told["businessId"])
    if found is None:
        found = Company(
            business_id=told["businessId"],
            life_cycle=FIRST_STAGE,
            nature=FIRST_NATURE,
            responsible_expert="",
            segment="",
            industry="",
            status=status,
            path="",
            created_at=now,
        )
        session.add(found)
    found.name = told["companyName"].strip()
    found.organisation_type = told["organisationType"]
    found.personnel = int(told["personnel"])
    found.market = told["market"]
    found.municipality = told["municipality"].strip()
    found.language = told["language"]
    found.industry = (told.get("industry") or "").strip() or found.industry
    found.segment = told.get("segment") or found.segment
    found.sort_name = found.name.casefold()
    found.search_text = searched(found.name, found.business_id, found.municipality)
    found.updated_at = now
    session.flush()
    if status == ACTIVE != found.status:
        reason = "Asiakas palasi" if found.status == ENDED else "Palvelutarve löytyi"
        change(session, found, "status", ACTIVE, reason=reason, instance_id=instance_id, now=now)
    meet(session, found.business_id, told, now)
    return found


def searched(name: str, business_id: str, municipality: str) -> str:
    """What a search looks at."""
    return f"{name} {business_id} {municipality}".casefold()


def not_reviewed_since(session: Session, moment: datetime, limit: int) -> list[Company]:
    """The next customers, by business ID, whose segment has not been looked at since."""
    stale = or_(Company.reviewed_at.is_(None), Company.reviewed_at < moment)
    found = select(Company).where(Company.status == ACTIVE, stale).order_by(Company.business_id).limit(limit)
    return list(session.scalars(found))


def described_in(database: Database, business_id: str) -> dict[str, Any]:
    """`described` for a company of the register. Raises `NotFound`."""
    with database.reading() as session:
        return described(company(session, business_id))


def known_facts(database: Database, business_id: str) -> dict[str, Any]:
    """What a contact form asks of a company, as the register has it; nothing for a company that it doesn't know."""
    with database.reading() as session:
        found = session.get(Company, business_id)
        if found is None:
            return {}
        return {
            "companyName": found.name,
            "organisationType": found.organisation_type,
            "personnel": found.personnel,
            "market": found.market,
            "municipality": found.municipality,
            "industry": found.industry,
            "language": found.language,
        }


def described(company: Company) -> dict[str, Any]:
    """The company as the process variable `customer`: small, typed, and without personal data."""
    return {
        "businessId": company.business_id,
        "name": company.name,
        "language": company.language,
        "personnel": company.personnel,
        "segment": company.segment,
        "lifeCycle": company.life_cycle,
        "nature": company.nature,
    }
