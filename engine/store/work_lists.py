"""The statements of the inbox: those of its first pages are put together once, and then prepared by the server.

What a whole office opens all day differs in little more than whose work it is. To put a statement together for each of
these questions, and to have the server plan it, would cost more than to find the rows.

Lists that are searched by more than their order are planned with the values: `engine.store.database.execute` says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)

from engine.store import tables
from engine.store.audiences import audiences_of, names_of
from engine.store.projections import END_OF_TIME
from engine.store.rows import sql_table
from engine.store.statements import Prepared

Scope = Literal["mine", "groups", "all"]
W = sql_table(tables.WorkItem).c
ORDER = (W.sort_at, W.instance_id, W.key)
#: In the statement's text, not as a parameter: only so do the databases see that a partial index holds all of them.
OPEN = W.status == literal_column("'open'")
UNHELD = W.assignee == literal_column("''")
HELD = W.assignee == bindparam("account")
AFTER = tuple(f"after_{column.name}" for column in ORDER)

#: Conditions that the indexes of the lists answer, whatever the values.
ALONG = frozenset({"account", "audience", "audiences", "top", "overdue", *AFTER})

#: What can be asked of a list, by the names of what is given for it.
CONDITIONS: dict[tuple[str, ...], ColumnElement[bool]] = {
    ("status",): W.status == bindparam("status"),
    ("process_id",): W.process_id == bindparam("process_id"),
    ("business_key",): W.business_key == bindparam("business_key"),
    ("overdue",): W.sort_at < bindparam("overdue"),
    ("inside", "begins"): or_(
        func.lower(W.name).like(func.lower(bindparam("inside", type_=Text)), escape="/"),
        W.business_key.like(bindparam("begins"), escape="/"),
    ),
    AFTER: tuple_(*ORDER) > tuple_(*(bindparam(name, type_=of.type) for name, of in zip(AFTER, ORDER, strict=True))),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one list asks for, its values aside. `given` are the names of those; without `status`, what is open.

    `limit` stands in the statement: with an unknown one, the server would plan for a tenth of all that there are.
    """

    scope: Scope
    given: frozenset[str]
    limit: int
    columns: tuple[str, ...]

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        asked = [condition for names, condition in CONDITIONS.items() if self.given.issuperset(names)]
        return asked if "status" in self.given else [OPEN, *asked]

    @property
    def shown(self) -> list[ColumnElement[Any]]:
        return [W[name] for name in self.columns]


def found(connection: Connection, asked: Asked, values: dict[str, Any], groups: Sequence[str]) -> Sequence[Any]:
    """The first rows that are asked for. In the scope `groups`: those that nobody holds and these groups, or `account`
    by name, may take."""
    if asked.scope != "groups":
        return rows(connection, listed(asked), values)
    audiences = audiences_of(connection, values["account"], groups)
    if connection.dialect.name == "postgresql":
        top = -(-4 * asked.limit // max(1, len(audiences)))
        near = {"top": top} if top < asked.limit else {}
        values = values | near | {"audiences": audiences}
        return rows(connection, first_of_all(asked, narrowed=bool(near)), values)
    # SQLite has no LATERAL, and no round trips to save.
    places = [
        tuple(place)
        for audience in audiences
        for place in rows(connection, first_of_one(asked), values | {"audience": audience})
    ]
    by_key = one(asked.columns)
    keys = ({"instance_id": instance_id, "key": key} for _, instance_id, key in sorted(places)[: asked.limit])
    return [row for key in keys for row in by_key.rows(connection, key)]


def rows(connection: Connection, wanted: Prepared, values: dict[str, Any]) -> Sequence[Any]:
    if values.keys() <= ALONG:
        return wanted.rows(connection, values)
    return connection.execute(wanted.statement, values).all()


def in_order(wanted: Select[Any], limit: Any) -> Select[Any]:
    return wanted.order_by(*ORDER).limit(limit)


@lru_cache(512)
def listed(asked: Asked) -> Prepared:
    held = [HELD] if asked.scope == "mine" else []
    return Prepared(in_order(select(*asked.shown).where(*held, *asked.conditions), fixed(asked.limit)))


@lru_cache(512)
def first_of_one(asked: Asked) -> Prepared:
    """Where the first items of one audience are."""
    here = W.audience == bindparam("audience")
    return Prepared(in_order(select(*ORDER).where(here, UNHELD, *asked.conditions), fixed(asked.limit)))


@lru_cache(512)
def first_of_all(asked: Asked, narrowed: bool) -> Prepared:
    """PostgreSQL's statement for the first items of several audiences.

    Of each audience the first ones are taken by its index, in its order; all of an audience are never looked at.
    """
    free, limit = (UNHELD, *asked.conditions), fixed(asked.limit)
    each = unnested()
    near = [latest(free, asked.limit)] if narrowed else []
    own = in_order(select(*ORDER).where(W.audience == each.c.audience, *free, *near), limit).lateral()
    order = [own.c[column.name] for column in ORDER]
    chosen = select(*order).select_from(each.join(own, true())).order_by(*order).limit(limit).subquery()
    same = and_(W.instance_id == chosen.c.instance_id, W.key == chosen.c.key)
    items = sql_table(tables.WorkItem)
    return Prepared(in_order(select(*asked.shown).select_from(items.join(chosen, same)), limit))


def unnested() -> Subquery:
    names = cast(bindparam("audiences", type_=ARRAY(Text)), ARRAY(Text))
    return select(func.unnest(names).label("audience")).subquery()


def latest(free: Sequence[ColumnElement[bool]], rows: int) -> ColumnElement[bool]:
    """When the last of the page is due at the latest: `top` of each audience are more than a page together.

    Without it, as many as the page has would be taken from each audience; of a hundred audiences that is a lot.
    """
    each = unnested()
    tops = in_order(select(W.sort_at).where(W.audience == each.c.audience, *free), bindparam("top")).lateral()
    page_full = select(tops.c.sort_at).select_from(each.join(tops, true())).order_by(tops.c.sort_at)
    last = page_full.offset(fixed(rows - 1)).limit(fixed(1)).scalar_subquery()
    return W.sort_at <= func.coalesce(last, END_OF_TIME)


@lru_cache(512)
def one(columns: tuple[str, ...]) -> Prepared:
    here = and_(W.instance_id == bindparam("instance_id"), W.key == bindparam("key"))
    return Prepared(select(*(W[name] for name in columns)).where(here))


HOW_MANY_HELD = Prepared(select(func.count()).where(OPEN, HELD))


@lru_cache(512)
def how_many(groups: int) -> Prepared:
    """How many items are held, how many of those overdue at `now`, and how many open to a person of so many groups.

    The open ones are counted audience by audience, each a short piece of an index that has all that is asked for.
    """
    late = case((W.sort_at < bindparam("now"), 1))
    held = select(func.count().label("held"), func.count(late).label("late")).where(OPEN, HELD).subquery()
    theirs = names_of(groups).subquery()
    of_one = select(func.count()).where(W.audience == theirs.c.audience, OPEN, UNHELD).scalar_subquery()
    of_all = select(func.coalesce(func.sum(of_one), 0)).select_from(theirs).scalar_subquery()
    return Prepared(select(held.c.held, held.c.late, of_all))


def fixed(number: int) -> ColumnElement[int]:
    return literal_column(str(number))
