"""Audiences: the groups and people who may take a work item, each combination kept once.

An inbox asks for the open items of a few audiences, in their order, which an index answers without looking at any
other item. The number of audiences follows the diagrams, not the work.
"""

import hashlib
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, literal_column, or_, select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.insert_new import insert_new
from engine.store.statements import Prepared

A = tables.Audience
NOBODY = ""


def audience_of(groups: Iterable[str], users: Iterable[str]) -> str:
    """The name of an audience: the same groups and people, in whatever order, have the same one."""
    groups, users = sorted(set(groups)), sorted(set(users))
    if not groups and not users:
        return NOBODY
    return hashlib.sha256(msgspec.json.encode([groups, users])).hexdigest()[:32]


def remember_audiences(session: Session, items: Iterable[dict[str, Any]], known: set[str], new: set[str]) -> None:
    """Keep the audiences of new work items. `known` are in the database for certain; `new` gets those added now."""
    found = {item["audience"]: item for item in items}
    # Each is looked up by itself: all that are known, a set without end, would cost each new item more and more.
    wanted = (one for one in found if one != NOBODY and one not in known and one not in new)
    for audience in sorted(wanted):  # in one order, so that two transactions never wait for each other in a circle
        item = found[audience]
        members = {("group", name) for name in item["candidate_groups"]}
        members |= {("user", name) for name in item["candidate_users"]}
        for kind, name in sorted(members):
            insert_new(session, A, {"audience": audience, "kind": kind, "name": name})
        new.add(audience)


def audiences_of(connection: Connection, account: str, groups: Collection[str]) -> list[str]:
    """The audiences that a person of these groups belongs to."""
    return [name for (name,) in belonging(len(groups)).rows(connection, belongs(account, groups))]


def belongs(account: str, groups: Collection[str]) -> dict[str, str]:
    """The values for `names_of`, for a person of these groups."""
    return {"account": account} | {f"group_{number}": name for number, name in enumerate(groups)}


def names_of(groups: int) -> Select[Any]:
    """The audiences of a person of so many groups."""
    own = and_(A.kind == literal_column("'user'"), A.name == bindparam("account"))
    names: list[ColumnElement[str]] = [bindparam(f"group_{number}") for number in range(groups)]
    theirs = [and_(A.kind == literal_column("'group'"), A.name.in_(names))] if names else []
    return select(A.audience).distinct().where(or_(own, *theirs))


@cache
def belonging(groups: int) -> Prepared:
    return Prepared(names_of(groups))
