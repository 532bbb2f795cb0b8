"""Records: what people do and read outside of instances, kept as facts are. Nothing here changes or deletes one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, insert, select
from sqlalchemy.orm import Session

from engine.proof.entry import seal
from engine.store import asking, tables
from engine.store.rows import insert_tuples, sql_table

R, V = tables.Record, tables.RecordValues
#: Somebody got to see the data of a customer.
READ = "CustomerRead"
INSERT = insert(sql_table(R)).returning(sql_table(R).c.seq, sort_by_parameter_order=True)
COLUMNS = (
    "at",
    "actor",
    "on_behalf_of",
    "kind",
    "subject",
    "business_key",
    "reason",
    "request",
    "data",
    "digest",
)
_encode = msgspec.json.Encoder(order="sorted", decimal_format="number").encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it is kept. `values` are None where there are none, or where they have been erased."""

    seq: int
    at: datetime
    actor: str
    on_behalf_of: str
    kind: str
    subject: str
    business_key: str
    reason: str
    request: str
    data: dict[str, Any]
    digest: str
    values: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records: from `since` on until just before `until`; what is empty or None does not matter."""

    since: datetime | None = None
    until: datetime | None = None
    actor: str = ""
    kind: str = ""
    subject: str = ""
    business_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is to be kept as a record; see `record`."""

    kind: str
    subject: str
    actor: str
    now: datetime
    on_behalf_of: str = ""
    business_key: str = ""
    reason: str = ""
    request: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


def record(
    session: Session,
    kind: str,
    subject: str,
    *,
    actor: str,
    now: datetime,
    on_behalf_of: str = "",
    business_key: str = "",
    reason: str = "",
    request: str = "",
    data: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
) -> int:
    """Keep that something was done, in the transaction that does it. Gives the record's number.

    `kind` is in the past tense, as with facts: `RightsChanged`. What may have to be erased one day (a person's name,
    what somebody wrote) goes into `values`; `data` stays for good.
    """
    told = Told(
        kind=kind,
        subject=subject,
        actor=actor,
        now=now,
        on_behalf_of=on_behalf_of,
        business_key=business_key,
        reason=reason,
        request=request,
        data=data or {},
        values=values or {},
    )
    return record_all(session, [told])[0]


def record_all(session: Session, together: Sequence[Told]) -> list[int]:
    """The same for several that one transaction did, in few statements. Gives their numbers, in their order."""
    rows, apart = [], []
    for told in together:
        content = _encode(dict(told.values)) if told.values else b""
        salt, digest = seal(content)
        apart.append((salt, content.decode()))
        about = (told.actor, told.on_behalf_of, told.kind, told.subject, told.business_key, told.reason)
        data = _encode(dict(told.data)).decode()
        rows.append((told.now, *about, told.request or asking.request(), data, digest))
    numbers = numbered(session, rows)
    values = [(seq, *sealed) for seq, sealed, told in zip(numbers, apart, together, strict=True) if told.values]
    insert_tuples(session, V, ("seq", "salt", "content"), values)
    return numbers


def numbered(session: Session, rows: Sequence[tuple[Any, ...]]) -> list[int]:
    """Insert the rows. Gives the numbers that they got."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        named = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        return list(connection.execute(INSERT, named).scalars())
    # It returns nothing for several rows at once. But it has one writer, and numbers its rows one after the other.
    insert_tuples(session, R, COLUMNS, rows)
    last: int = connection.exec_driver_sql("SELECT last_insert_rowid()").scalar_one()
    return list(range(last - len(rows) + 1, last + 1))


def found(
    session: Session, wanted: Wanted, *, after: int | None = None, limit: int = 100, newest_first: bool = True
) -> list[Record]:
    """Up to `limit` records, those that follow the record `after` in this order."""
    rows = select(R, V.content).outerjoin(V, V.seq == R.seq).where(*conditions(wanted))
    if after is not None:
        rows = rows.where(R.seq < after if newest_first else R.seq > after)
    rows = rows.order_by(R.seq.desc() if newest_first else R.seq).limit(limit)
    return [read(row, content) for row, content in session.execute(rows)]


def conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for name in ("actor", "kind", "subject", "business_key"):
        if value := getattr(wanted, name):
            yield getattr(R, name) == value
    if wanted.since is not None:
        yield R.at >= wanted.since
    if wanted.until is not None:
        yield R.at < wanted.until


def read(row: tables.Record | Row[Any], content: str | None) -> Record:
    return Record(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        on_behalf_of=row.on_behalf_of,
        kind=row.kind,
        subject=row.subject,
        business_key=row.business_key,
        reason=row.reason,
        request=row.request,
        data=msgspec.json.decode(row.data),
        digest=row.digest,
        values=None if content is None else msgspec.json.decode(content),
    )
