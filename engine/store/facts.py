"""The history, read: facts by what one asks for, and those of one instance in their order."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from engine.kernel.encoding import join_fact
from engine.store import tables

F, V = tables.Fact, tables.FactValues
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact as it is kept: `data` is the fact itself as JSON, `process` the key of the process it belongs to."""

    seq: int
    instance_id: str
    number: int
    at: datetime
    actor: str
    kind: str
    definition: str
    process_id: str
    process: int
    business_key: str
    element_id: str
    data: str
    digest: str
    request: str
    values: str | None

    @property
    def whole(self) -> bytes:
        """The fact with its values as JSON."""
        return join_fact(self.data.encode(), (self.values or "").encode())

    @property
    def erased(self) -> bool:
        """Whether it had values that are no longer kept."""
        return bool(self.digest) and self.values is None

    def fields(self) -> dict[str, Any]:
        """The fact's own fields, without its kind."""
        decoded: dict[str, Any] = msgspec.json.decode(self.whole)
        decoded.pop("fact", None)
        return decoded


COLUMNS = tuple(getattr(F, name) for name in StoredFact.__slots__ if name != "values")
VALUES = and_(V.instance_id == F.instance_id, V.number == F.number)
SELECT: Select[Any] = select(*COLUMNS, V.content).outerjoin(V, VALUES)


def of_instance(
    session: Session, instance_id: str, up_to: int | None = None, kinds: Collection[str] = ()
) -> Iterator[StoredFact]:
    """The facts of an instance in their order, up to and with number `up_to`; of `kinds` only, where some are given."""
    wanted = SELECT.where(F.instance_id == instance_id).order_by(F.number)
    if up_to is not None:
        wanted = wanted.where(F.number <= up_to)
    if kinds:
        wanted = wanted.where(F.kind.in_(sorted(kinds)))
    for columns in session.execute(wanted.execution_options(yield_per=CHUNK)):
        yield stored(columns)


def page_of_instance(
    session: Session, instance_id: str, after: int, limit: int, *, process: int | None, without: Collection[str]
) -> list[StoredFact]:
    """Up to `limit` facts of an instance that follow number `after`: of one process in it, `without` some kinds."""
    wanted = SELECT.where(F.instance_id == instance_id, F.number > after).order_by(F.number).limit(limit)
    if process is not None:
        wanted = wanted.where(F.process == process)
    if without:
        wanted = wanted.where(F.kind.not_in(sorted(without)))
    return [stored(columns) for columns in session.execute(wanted)]


def promised(session: Session, instance_id: str) -> int:
    """How many facts the instance itself says that it has; 0 for one that isn't there."""
    counted = select(tables.Instance.facts).where(tables.Instance.id == instance_id)
    return session.execute(counted).scalar_one_or_none() or 0


def visits(session: Session, instance_id: str, process: int) -> dict[tuple[str, str], int]:
    """How often a token came to each element (version, id) of a process. Items of a multi-instance are one visit."""
    # A fact leaves out what has its default: only the inner instances of a multi-instance have an index.
    inner = F.data.contains('"index":')
    return counted(session, instance_id, process, and_(F.kind == "ElementActivated", ~inner))


def flows_taken(session: Session, instance_id: str, process: int) -> dict[tuple[str, str], int]:
    """How often a token took each sequence flow (version, id) of a process."""
    return counted(session, instance_id, process, F.kind == "FlowTaken")


def counted(session: Session, instance_id: str, process: int, which: ColumnElement[bool]) -> dict[tuple[str, str], int]:
    wanted = (
        select(F.definition, F.element_id, func.count())
        .where(F.instance_id == instance_id, F.process == process, which)
        .group_by(F.definition, F.element_id)
        .order_by(F.element_id)
    )
    return {(version, id): number for version, id, number in session.execute(wanted)}


def stored(columns: Sequence[Any]) -> StoredFact:
    return StoredFact(*columns)
