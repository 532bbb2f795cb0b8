"""The history of a customership: each change of segment, stage, nature, status and responsible expert, and why."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select

from engine.store import Session
from processes.business_services.register.agreed import Change
from processes.business_services.register.tables import Company

#: The columns of a company by the name that the processes have for what is in them.
COLUMNS: Mapping[str, str] = {
    "segment": "segment",
    "lifeCycle": "life_cycle",
    "nature": "nature",
    "status": "status",
    "responsibleExpert": "responsible_expert",
}
BY_TABLE, BY_EXPERT = "table", "expert"


def change(
    session: Session,
    company: Company,
    what: str,
    after: str,
    *,
    reason: str,
    instance_id: str,
    now: datetime,
    by: str = BY_TABLE,
) -> bool:
    """Set what is in `COLUMNS` and keep the change in the history. False, and nothing kept, where nothing changes."""
    column = COLUMNS[what]
    before = getattr(company, column)
    if before == after:
        return False
    setattr(company, column, after)
    company.updated_at = now
    made = Change(
        business_id=company.business_id,
        instance_id=instance_id,
        at=now,
        what=what,
        before=before,
        after=after,
        reason=reason,
        by=by,
    )
    session.add(made)
    return True


#: Put together once: it is asked at every turn of a path.
LAST = (
    select(Change.what, Change.by)
    .where(Change.business_id == bindparam("company"), Change.what.in_([*COLUMNS]))
    .order_by(Change.id.desc())
)


def judged_by_expert(session: Session, business_id: str) -> set[str]:
    """Of which of `COLUMNS` an expert made the last change since the customership began."""
    last: dict[str, str] = {}
    for what, by in session.connection().execute(LAST, {"company": business_id}):
        if what == "status":
            break  # what was before belongs to another customership
        last.setdefault(what, by)
    return {what for what, by in last.items() if by == BY_EXPERT}
