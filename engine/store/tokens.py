"""Bearer tokens: made once, kept as a hash, found by it, revoked."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select, tuple_, update
from sqlalchemy.orm import Session

from engine.errors import AlreadyDone, NotFound
from engine.store import tables
from engine.store.database import Database
from engine.store.paging import Page, from_text, page_of, within
from engine.store.records import record
from engine.store.rows import sql_table

K, P, T = tables.Token, tables.Person, tables.Trait
PREFIX = "polku"


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token without its secret. `account` is a person's, or names an outside worker."""

    id: str
    account: str
    roles: tuple[str, ...]
    note: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token stands for: an outside worker, or a person with the roles and state of their account now."""

    token: TokenRow
    is_person: bool
    active: bool
    person_roles: frozenset[str]


COLUMNS = tuple(getattr(K, name) for name in TokenRow.__slots__)


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make(
    database: Database,
    account: str,
    roles: Collection[str],
    *,
    note: str,
    expires_at: datetime,
    by: str,
    now: datetime,
) -> tuple[TokenRow, str]:
    """A new token and its text, which is kept nowhere: who loses it needs a new one."""
    id = secrets.token_hex(4)
    text = f"{PREFIX}_{id}_{secrets.token_urlsafe(32)}"
    row = TokenRow(id, account, tuple(sorted(roles)), note, now, by, expires_at, None)
    values = {name: getattr(row, name) for name in TokenRow.__slots__}
    values |= {"roles": list(row.roles), "hash": hashed(text)}
    with database.writing() as session:
        session.connection().execute(sql_table(K).insert(), values)
        data = {"account": account, "roles": row.roles, "expires": expires_at.isoformat()}
        record(session, "TokenMade", f"token:{id}", actor=by, now=now, reason=note, data=data)
    return row, text


def find(database: Database, hash: str) -> Bearer | None:
    """Whom the token with this hash stands for, in one statement; None when there is no such token."""
    wanted = (
        select(*COLUMNS, P.account.label("person"), P.active, T.name.label("role"))
        .outerjoin(P, P.account == K.account)
        .outerjoin(T, and_(T.account == P.account, T.kind == "role"))
        .where(K.hash == hash)
    )
    with database.reading() as session:
        found = session.execute(wanted).all()
    if not found:
        return None
    first = found[0]
    roles = frozenset(row.role for row in found if row.role is not None)
    return Bearer(row_of(first), first.person is not None, bool(first.active), roles)


def tokens(database: Database, account: str | None = None) -> tuple[TokenRow, ...]:
    """Those of an account, or all; by account."""
    wanted = select(*COLUMNS).order_by(K.account, K.id)
    if account is not None:
        wanted = wanted.where(K.account == account)
    with database.reading() as session:
        return tuple(row_of(row) for row in session.execute(wanted))


def page(database: Database, *, after: str | None = None, limit: int = 50) -> Page[TokenRow]:
    """A page of all tokens, by account. Raises `Invalid`."""
    position = (K.account, K.id)
    wanted = select(*COLUMNS).order_by(*position).limit(within(limit) + 1)
    if after is not None:
        wanted = wanted.where(tuple_(*position) > from_text(after, str, str))
    with database.reading() as session:
        found = [row_of(row) for row in session.execute(wanted)]
    return page_of(found, limit, lambda row: (row.account, row.id))


def revoke(database: Database, id: str, now: datetime, *, by: str) -> TokenRow:
    """The token opens nothing any more. Raises `NotFound` and `AlreadyDone`."""
    with database.writing() as session:
        row = one(session, id)
        if row.revoked_at is not None:
            raise AlreadyDone(f"The token {id} was revoked before, on {row.revoked_at:%Y-%m-%d}.")
        session.connection().execute(update(K).where(K.id == id).values(revoked_at=now))
        record(session, "TokenRevoked", f"token:{id}", actor=by, now=now, data={"account": row.account})
    return row


def one(session: Session, id: str) -> TokenRow:
    found = session.execute(select(*COLUMNS).where(K.id == id)).one_or_none()
    if found is None:
        raise NotFound(f"There is no token {id}. See them with polku token list.")
    return row_of(found)


def row_of(row: object) -> TokenRow:
    values = {name: getattr(row, name) for name in TokenRow.__slots__}
    return TokenRow(**values | {"roles": tuple(values["roles"])})
