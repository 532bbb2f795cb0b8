"""The values beside facts and records: whether they are those that were logged, and which ones are gone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from engine.store import tables
from engine.store.log.leaves import CHUNK, rows
from engine.store.rows import sql_table

F, FV = sql_table(tables.Fact).c, sql_table(tables.FactValues).c
R, RV = sql_table(tables.Record).c, sql_table(tables.RecordValues).c
A = sql_table(tables.ArchivedInstance).c
ERASED = "ValuesErased"
CHANGED = "The values of {} are not those that were logged."


@dataclass(frozen=True, slots=True)
class Beside:
    """Rows with a digest, and the table beside them with the values that it stands for.

    `subject` says what an erasure is recorded about; `one` and `many` name a row and several in a sentence. All three
    may have the values of `key` in them.
    """

    row: ReadOnlyColumnCollection[str, Column[Any]]
    values: ReadOnlyColumnCollection[str, Column[Any]]
    key: tuple[str, ...]
    subject: str
    one: str
    many: str

    @property
    def joined(self) -> ColumnElement[bool]:
        return and_(*(self.values[name] == self.row[name] for name in self.key))

    def named(self, of: ReadOnlyColumnCollection[str, Column[Any]]) -> list[Column[Any]]:
        return [of[name] for name in self.key]


FACTS = Beside(F, FV, ("instance_id", "number"), "instance:{0}", "fact {1} of {0}", "{count} facts of {0}")
RECORDS = Beside(R, RV, ("seq",), "record:{0}", "record {0}", "record {0}")


def wrong_values(session: Session) -> Iterator[str]:
    """A sentence for all values that are not those of their fact or record, and for all that are gone unsaid."""
    told = erased(session)
    for beside in (FACTS, RECORDS):
        yield from wrong_beside(session, beside, told)


def erased(session: Session) -> set[str]:
    """What some record says has been erased."""
    return set(session.execute(select(R.subject).where(R.kind == ERASED)).scalars())


def wrong_beside(session: Session, beside: Beside, told: set[str]) -> Iterator[str]:
    row, values = beside.row, beside.values
    wanted: Select[Any] = select(row.seq, row.digest, values.salt, values.content, *beside.named(row))
    wanted = wanted.outerjoin(values.salt.table, beside.joined).where(row.digest != "").order_by(row.seq).limit(CHUNK)
    there, gone, after = 0, Counter[str](), -1  # what is gone is counted by what an erasure would be recorded about
    while some := rows(session, wanted.where(row.seq > after)):
        for _, promised, salt, content, *key in some:
            if content is None:
                gone[beside.subject.format(*key)] += 1
                continue
            there += 1
            if promised != sha256(salt + content.encode()).hexdigest():
                yield CHANGED.format(beside.one.format(*key))
        after = some[-1][0]
    for subject, count in gone.items():
        if subject not in told:
            of = subject.partition(":")[2]
            yield f"The values of {beside.many.format(of, count=count)} are gone, and nothing says who erased them."
    if session.execute(select(func.count()).select_from(values.salt.table)).scalar_one() != there:
        yield from beside_nothing(session, beside)


def beside_nothing(session: Session, beside: Beside) -> Iterator[str]:
    """Values of a row that has none, or that is not there; with an archive, its own check looks at them."""
    wanted: Select[Any] = select(*beside.named(beside.values)).outerjoin(beside.row.seq.table, beside.joined)
    if beside is FACTS:
        wanted = wanted.where(~exists().where(A.instance_id == FV.instance_id))
    found = session.execute(wanted.where(func.coalesce(beside.row.digest, "") == ""))
    yield from (CHANGED.format(beside.one.format(*key)) for key in found)
