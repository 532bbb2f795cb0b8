"""Many companies at once, in few statements."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from engine.store import Database, Session
from processes.business_services.register.companies import FIRST_NATURE, FIRST_STAGE, PROSPECT, searched
from processes.business_services.register.tables import Company, ContactPerson

Row = Mapping[str, str]
FACTS = ("name", "organisation_type", "industry", "market", "municipality", "language")


def keep(database: Database, rows: Sequence[Row], now: datetime) -> int:
    """Add companies that the register doesn't have, as prospects, and bring the others up to date. Gives how many new.

    One transaction for all. A contact person is added where the company has none with this address.
    """
    ids = [row["business_id"] for row in rows]
    with database.writing() as session:
        known = set(session.scalars(select(Company.business_id).where(Company.business_id.in_(ids))))
        new = [fresh(row, now) for row in rows if row["business_id"] not in known]
        changed = [described(row, now) | {"key": row["business_id"]} for row in rows if row["business_id"] in known]
        if new:
            session.execute(insert(Company), new)
        if changed:
            there = session.connection()
            there.execute(update(Company.__table__).where(Company.business_id == bindparam("key")), changed)  # type: ignore[arg-type]
        keep_people(session, [row for row in rows if row.get("contact_email")], now)
    return len(new)


def described(row: Row, now: datetime) -> dict[str, Any]:
    facts = {name: row.get(name, "") for name in FACTS}
    return facts | {
        "personnel": int(row["personnel"]),
        "sort_name": row["name"].casefold(),
        "search_text": searched(row["name"], row["business_id"], row["municipality"]),
        "updated_at": now,
    }


def fresh(row: Row, now: datetime) -> dict[str, Any]:
    return described(row, now) | {
        "business_id": row["business_id"],
        "segment": "",
        "life_cycle": FIRST_STAGE,
        "nature": FIRST_NATURE,
        "responsible_expert": "",
        "status": PROSPECT,
        "path": "",
        "created_at": now,
    }


def keep_people(session: Session, rows: Sequence[Row], now: datetime) -> None:
    ids = [row["business_id"] for row in rows]
    query = select(ContactPerson.business_id, ContactPerson.email).where(ContactPerson.business_id.in_(ids))
    known = {(business_id, email) for business_id, email in session.execute(query)}
    new = [
        {
            "business_id": row["business_id"],
            "name": row.get("contact_name", ""),
            "email": row["contact_email"],
            "phone": row.get("contact_phone", ""),
            "seen_at": now,
            "confirmed_at": now,
        }
        for row in rows
        if (row["business_id"], row["contact_email"]) not in known
    ]
    if new:
        session.execute(insert(ContactPerson), new)
