"""Company visits of a year: by expert and month, and those to companies that were no customers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, not_, select

from engine.store import Session
from processes.business_services.register.agreed import Visit
from processes.business_services.register.figures import Edges


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits of one expert, or of all: in each month, to companies without a customership, and with a need found."""

    expert: str
    months: Sequence[int]
    without: int
    found: int

    @property
    def whole(self) -> int:
        return sum(self.months)


def of_experts(session: Session, edges: Edges) -> tuple[Visits, ...]:
    """The visits of each expert who made any between the edges, those with the most first; in one statement."""
    months = [
        func.count(case((and_(Visit.at >= edges[number], Visit.at < edges[number + 1]), 1)))
        for number in range(len(edges) - 1)
    ]
    without, found = func.count(case((not_(Visit.customership), 1))), func.count(case((Visit.need_found, 1)))
    query = select(Visit.expert, without, found, *months).where(Visit.at >= edges[0], Visit.at < edges[-1])
    rows = [
        Visits(expert, tuple(counts), alone, needs)
        for expert, alone, needs, *counts in session.execute(query.group_by(Visit.expert))
    ]
    return tuple(sorted(rows, key=lambda row: (-row.whole, row.expert)))


def together(rows: Sequence[Visits], months: int) -> Visits:
    """The sums of all."""
    sums = tuple(sum(row.months[number] for row in rows) for number in range(months))
    return Visits("", sums, sum(row.without for row in rows), sum(row.found for row in rows))
