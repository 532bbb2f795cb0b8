"""Records: what people do and read outside of instances, kept as facts are. Nothing here changes or deletes one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from engine.proof.entry import seal
from engine.store import asking, tables
from engine.store.rows import sql_table

R, V = tables.Record, tables.RecordValues
INSERT, INSERT_VALUES = insert(sql_table(R)).returning(sql_table(R).c.seq), insert(sql_table(V))
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
    content = _encode(dict(values)) if values else b""
    salt, digest = seal(content)
    row = {
        "at": now,
        "actor": actor,
        "on_behalf_of": on_behalf_of,
        "kind": kind,
        "subject": subject,
        "business_key": business_key,
        "reason": reason,
        "request": request or asking.request(),
        "data": _encode(dict(data or {})).decode(),
        "digest": digest,
    }
    seq: int = session.connection().execute(INSERT, row).scalar_one()
    if values:
        session.connection().execute(INSERT_VALUES, {"seq": seq, "salt": salt, "content": content.decode()})
    return seq


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


def read(row: tables.Record, content: str | None) -> Record:
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
