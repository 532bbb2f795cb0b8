"""The rows that one command changes, gathered so that each table is written with as few statements as can be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Update, bindparam, delete, insert, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.signals import ThrownSignal, throw

Row = dict[str, Any]

# Work items before their candidates, which refer to them.
KEYED = (
    tables.WorkItem,
    tables.Candidate,
    tables.Timer,
    tables.Subscription,
    tables.SignalSubscription,
    tables.Job,
    tables.Incident,
)


@dataclass
class Rows:
    """What happens to the rows of one table, by their key inside the instance. What comes and goes is not written."""

    inserted: dict[int, list[Row]] = field(default_factory=dict)
    updated: dict[int, Row] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)

    def insert(self, key: int, *rows: Row) -> None:
        if rows:
            self.inserted.setdefault(key, []).extend(rows)

    def update(self, key: int, **values: Any) -> None:
        if key in self.inserted:
            for row in self.inserted[key]:
                row.update(values)
        elif key not in self.deleted:
            self.updated.setdefault(key, {}).update(values)

    def delete(self, key: int) -> None:
        self.updated.pop(key, None)
        if self.inserted.pop(key, None) is None:
            self.deleted.add(key)


class Changes:
    """The changes of one command to one instance.

    `retry_at` is when a job that failed in this command may be tried again.
    """

    def __init__(
        self, instance_id: str, business_key: str, actor: str, now: datetime, retry_at: datetime | None = None
    ) -> None:
        self.instance_id = instance_id
        self.business_key = business_key
        self.actor = actor
        self.now = now
        self.retry_at = retry_at or now
        self.rows: dict[type[tables.Table], Rows] = {table: Rows() for table in KEYED}
        self.messages: list[Row] = []
        self.signals: list[ThrownSignal] = []

    def __getitem__(self, table: type[tables.Table]) -> Rows:
        return self.rows[table]

    def write(self, session: Session) -> None:
        """Write everything; statements only for tables that something happens to."""
        for signal in self.signals:
            throw(session, signal, actor=self.actor, now=self.now)
        for table, rows in self.rows.items():
            of = sql_table(table)
            if rows.deleted:
                session.execute(
                    delete(of).where(of.c.instance_id == self.instance_id, of.c.key.in_(sorted(rows.deleted)))
                )
            for columns, found in by_columns(rows.updated):
                where = [{"at_instance": self.instance_id, "at_key": key, **values} for key, values in found]
                session.connection().execute(update_of(table, columns), where)
            if rows.inserted:
                insert_rows(session, table, (row for key in rows.inserted for row in rows.inserted[key]))
        insert_rows(session, tables.Message, self.messages)


def insert_rows(session: Session, table: type[tables.Table], rows: Iterable[Row]) -> None:
    """Insert any number of rows, in one statement."""
    listed = list(rows)
    if listed:
        session.connection().execute(insert_of(table), listed)


def by_columns(updated: dict[int, Row]) -> Iterable[tuple[tuple[str, ...], list[tuple[int, Row]]]]:
    """Updates of the same columns together, because they are one statement."""
    found: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
    for key, values in updated.items():
        found.setdefault(tuple(sorted(values)), []).append((key, values))
    return found.items()


def sql_table(table: type[tables.Table]) -> SqlTable:
    return cast(SqlTable, table.__table__)  # all mapped classes here are plain tables


@cache
def insert_of(table: type[tables.Table]) -> Insert:
    return insert(sql_table(table))


@cache
def update_of(table: type[tables.Table], columns: tuple[str, ...]) -> Update:
    of = sql_table(table)
    here = (of.c.instance_id == bindparam("at_instance")) & (of.c.key == bindparam("at_key"))
    return update(of).where(here).values({name: bindparam(name) for name in columns})
