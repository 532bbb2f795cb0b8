"""Deployed processes, decisions and forms."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from engine.errors import NotDeployed
from engine.store import tables
from engine.store.database import Database
from engine.store.rows import sql_table
from engine.store.statements import Prepared

KINDS = ("process", "decision", "form")


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """One version of a process, decision or form; `deployed_at` and `deployed_by` are those of its deployment."""

    kind: str
    id: str
    version: int
    key: str
    name: str
    version_tag: str | None
    deployment: int
    file: str
    checksum: str
    deployed_at: datetime
    deployed_by: str
    note: str


D = tables.Definition
COLUMNS = (D.kind, D.id, D.version, D.key, D.name, D.version_tag, D.deployment, D.file, D.checksum)
BY = (tables.Deployment.at, tables.Deployment.actor, tables.Deployment.note)
SELECT: Select[*tuple[Any, ...]] = select(*COLUMNS, *BY).join(tables.Deployment, tables.Deployment.id == D.deployment)


#: Asked for by each start, and several times by many commands.
TABLE = sql_table(D)
LATEST_KEY = Prepared(
    select(TABLE.c.key)
    .where(TABLE.c.kind == bindparam("of_kind"), TABLE.c.id == bindparam("of_id"))
    .order_by(TABLE.c.version.desc())
    .limit(1)
)


def latest(database: Database, kind: str) -> tuple[DefinitionRow, ...]:
    """The newest version of every process, decision or form, by id."""
    with database.reading() as session:
        return latest_of(session, kind)


def versions(database: Database, kind: str, id: str) -> tuple[DefinitionRow, ...]:
    """All versions, the newest first."""
    with database.reading() as session:
        found = session.execute(SELECT.where(D.kind == kind, D.id == id).order_by(D.version.desc()))
        return tuple(DefinitionRow(*row) for row in found)


def one(database: Database, kind: str, key: str) -> DefinitionRow:
    """The definition with this key. Raises `NotDeployed`."""
    with database.reading() as session:
        found = session.execute(SELECT.where(D.kind == kind, D.key == key)).one_or_none()
        if found is None:
            raise NotDeployed(f"There is no {kind} {key}.")
        return DefinitionRow(*found)


def content(database: Database, definition_key: str, kind: str = "process") -> bytes:
    """The file that this version was deployed with. Raises `NotDeployed`."""
    with database.reading() as session:
        return content_of(session, kind, definition_key)


def form_schema(database: Database, form_key: str) -> dict[str, Any]:
    """The form-js schema of this version. Raises `NotDeployed`."""
    schema: dict[str, Any] = json.loads(content(database, form_key, "form"))
    return schema


def latest_of(session: Session, kind: str, ids: Collection[str] | None = None) -> tuple[DefinitionRow, ...]:
    """The newest version of each of `ids`, or of all."""
    newest = select(D.kind, D.id, func.max(D.version).label("version")).where(D.kind == kind)
    if ids is not None:
        newest = newest.where(D.id.in_(ids))
    of = newest.group_by(D.kind, D.id).subquery()
    here = and_(D.kind == of.c.kind, D.id == of.c.id, D.version == of.c.version)
    return tuple(DefinitionRow(*row) for row in session.execute(SELECT.join(of, here).order_by(D.id)))


def content_of(session: Session, kind: str, key: str) -> bytes:
    """The file's content. Raises `NotDeployed`."""
    found = session.execute(
        select(tables.File.content).join(D, D.checksum == tables.File.checksum).where(D.kind == kind, D.key == key)
    ).scalar_one_or_none()
    if found is None:
        raise NotDeployed(f"There is no {kind} {key}.")
    return found


def of_keys(session: Session, keys: Collection[tuple[str, str]]) -> tuple[DefinitionRow, ...]:
    """The definitions with these kinds and keys."""
    found = session.execute(SELECT.where(tuple_(D.kind, D.key).in_(sorted(keys))).order_by(D.kind, D.key))
    return tuple(DefinitionRow(*row) for row in found)


def key_of(session: Session, kind: str, id: str, version: int | None = None) -> str | None:
    """The key of this version, or of the latest one."""
    if version is None:
        found = LATEST_KEY.rows(session.connection(), {"of_kind": kind, "of_id": id})
        return found[0][0] if found else None
    wanted = select(D.key).where(D.kind == kind, D.id == id, D.version == version)
    return session.execute(wanted).scalar_one_or_none()


def key_with_tag(session: Session, kind: str, id: str, tag: str) -> str | None:
    """The key of the newest version with this version tag."""
    wanted = select(D.key).where(D.kind == kind, D.id == id, D.version_tag == tag)
    return session.execute(wanted.order_by(D.version.desc()).limit(1)).scalar_one_or_none()


def key_beside(session: Session, kind: str, id: str, caller: str, caller_kind: str = "process") -> str | None:
    """The key of what was deployed together with `caller`."""
    together = select(D.deployment).where(D.kind == caller_kind, D.key == caller).scalar_subquery()
    deployed = tables.Deployed
    wanted = select(deployed.key).where(deployed.deployment == together, deployed.kind == kind, deployed.id == id)
    return session.execute(wanted).scalar_one_or_none()


def tagged(session: Session, wanted: Collection[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Those of the (kind, id, version tag) that are deployed."""
    if not wanted:
        return set()
    found = session.execute(select(D.kind, D.id, D.version_tag).where(tuple_(D.kind, D.id, D.version_tag).in_(wanted)))
    return {(kind, id, str(tag)) for kind, id, tag in found}
