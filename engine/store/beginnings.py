"""Instances of which the beginning of the id or of the business key is known, over the indexes of both."""

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.identifiers import ALPHABET, LENGTH
from engine.store import tables

N = tables.Instance
#: Where there are fewer, they are gathered by the indexes. Where there are more, whoever reads a list in its own order
#: meets the next of them soon.
FEW = 10_000
LAST = "\U0010ffff"


def of_instances(session: Session, text: str) -> Select[str] | None:
    """The ids of the instances, to be used in another question; None where there are too many to gather."""
    ids = select(N.id).where(id_begins(N.id, text))
    keys = select(N.id).where(key_begins(session, N.business_key, text))
    counted = [select(func.count()).select_from(one.limit(FEW).subquery()).scalar_subquery() for one in (ids, keys)]
    if max(session.execute(select(*counted)).one()) >= FEW:
        return None
    found = ids.union_all(keys).subquery()
    return select(found.c.id)


def begins(
    session: Session, id: InstrumentedAttribute[str], key: InstrumentedAttribute[str], text: str
) -> ColumnElement[bool]:
    """Whether a row is of such an instance, with the row's own columns of id and business key."""
    return or_(id_begins(id, text), key_begins(session, key, text))


def id_begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Digits and small letters stand in the same order in every collation."""
    if not set(text) <= set(ALPHABET):
        return false()
    return and_(column >= text, column <= text.ljust(LENGTH, ALPHABET[-1]))


def key_begins(session: Session, column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Compared character by character, as the index does, and not as the database's language sorts."""
    last = text + LAST
    if session.get_bind().dialect.name == "sqlite":
        return and_(column >= text, column < last)
    compared = (column.op(sign, is_comparison=True)(value) for sign, value in (("~>=~", text), ("~<~", last)))
    return and_(*compared)
