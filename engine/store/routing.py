"""What routing needs to know: the work items that nobody holds, and how many everybody holds."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.work_items import SELECT, WorkItemRow, rows

W = tables.WorkItem


def unassigned(session: Session, limit: int) -> list[WorkItemRow]:
    """Open work items that nobody holds, those due first at the top."""
    wanted = SELECT.where(W.status == "open", W.assignee == "").order_by(W.sort_at, W.instance_id, W.key).limit(limit)
    return rows(session, wanted)


def load(session: Session) -> dict[str, int]:
    """How many open work items each account holds."""
    wanted = select(W.assignee, func.count()).where(W.status == "open", W.assignee != "").group_by(W.assignee)
    return {account: number for account, number in session.execute(wanted)}  # noqa: C416  a result is no mapping
