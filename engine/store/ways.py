"""Ways to facts and records in the order of time: the indexes, and what is read along one of them."""

from collections.abc import Collection
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy import ColumnElement, FromClause, TextClause, select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.rows import sql_table
from engine.store.runs import led, reaching
from engine.store.stretches import FACTS, RECORDS, Position, Stretch
from engine.store.tables.facts import FREQUENT, KEYED, LEADING, RARE

TABLES = {FACTS: sql_table(tables.Fact), RECORDS: sql_table(tables.Record)}
#: What the facts of a run have in common: their indexes have the facts that lead.
IN_COMMON = ("", "actor", "business_key", "process_id")
#: What the databases must read, beside the value, to see that an index of some of the facts has all of these.
SOME = {"kind": (RARE,), "business_key": (KEYED,)}
#: By so many rows it is judged which index leaves the fewest.
SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Way:
    """An index along which rows that fulfil `near` are found in the order of time.

    `leads`: its entries are facts that lead a run, and what is read are the runs, all those of a moment together:
    runs that several processes wrote at the same moment may be mixed.
    """

    table: FromClause
    name: str
    near: tuple[ColumnElement[bool] | TextClause, ...]
    leads: bool

    def nth(self, session: Session, stretch: Stretch, number: int) -> Position | None:
        """The position of the `number`th row, or the end of its moment; None where there are not so many."""
        of, order = self.table, stretch.order(self.table)
        if self.leads:
            at = session.execute(reaching([*self.near, *stretch.moments(of)], order[0], number)).scalar_one_or_none()
            return None if at is None else Position(at, stretch.source, stretch.end_of_moment)
        places = select(of.c.at, of.c.seq).where(*self.near, *stretch.rows(of)).order_by(*order)
        found = session.execute(places.offset(number - 1).limit(1)).one_or_none()
        return None if found is None else Position(found.at, stretch.source, found.seq)

    def rows(
        self, session: Session, stretch: Stretch, size: int | None = None, last: Position | None = None
    ) -> FromClause:
        """The rows of the stretch, up to `size` of them or up to the position `last`, as something to select from.

        All of them where neither is given.
        """
        of = self.table
        if self.leads:
            leaders = [*self.near, *stretch.moments(of), *stretch.up_to(of, last)]
            wanted = led(session.connection().dialect.name, leaders, stretch.beyond(of))
        else:
            wanted = select(of).where(*self.near, *stretch.rows(of))
            if size is not None:
                wanted = wanted.order_by(*stretch.order(of)).limit(size)
        return wanted.subquery()


def way(source: str, name: str = "", value: str = "") -> Way:
    """The way by the column `name` with this value; by time alone where that is empty."""
    table, facts = TABLES[source], source == FACTS
    leads = facts and name in IN_COMMON
    some = SOME.get(name, ()) if facts else ()
    near = [] if not name else [table.c[name] == value]
    return Way(table, name, (*near, *some, *((LEADING,) if leads else ())), leads)


def has_index(name: str, value: str) -> bool:
    """Whether the index of the column has the rows with this value."""
    return name != "kind" or value not in FREQUENT


def fewest(session: Session, ways: Collection[Way], stretch: Stretch) -> Way | None:
    """The way by which the fewest rows are left: of which the `SAMPLE`th lies the farthest away, or isn't there.

    None where there is none.
    """
    if len(ways) < 2:
        return next(iter(ways), None)
    reach = [(one, one.nth(session, stretch, SAMPLE)) for one in ways]
    few = next((one for one, last in reach if last is None), None)
    known = [(last.at, one) for one, last in reach if last is not None]
    return few or (min if stretch.newest_first else max)(known, key=itemgetter(0))[1]
