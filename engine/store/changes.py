"""The rows that commands change, gathered so that each table is written with as few statements as can be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Delete, bindparam, delete, update
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.audiences import remember_audiences
from engine.store.database import KNOWN, NEW
from engine.store.many import delete_many, update_many
from engine.store.rows import Row, insert_rows, sql_table
from engine.store.signals import ThrownSignal, throw
from engine.store.statements import Prepared

KEYED = (
    tables.WorkItem,
    tables.Timer,
    tables.Subscription,
    tables.SignalSubscription,
    tables.Job,
    tables.Incident,
)

#: Where a row is found, by the names of the parameters.
AT = {"at_instance": "instance_id", "at_key": "key"}


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
        self.rows: defaultdict[type[tables.Table], Rows] = defaultdict(Rows)
        self.messages: list[Row] = []
        self.signals: list[ThrownSignal] = []

    def __getitem__(self, table: type[tables.Table]) -> Rows:
        return self.rows[table]

    def new(self, table: type[tables.Table]) -> Iterator[Row]:
        return chain.from_iterable(self.rows[table].inserted.values())


def prepare(session: Session, together: Sequence[Changes]) -> None:
    """What comes before the rows of `write_changes`: who is to get the signals, and the audiences of new work."""
    for changes in together:
        for signal in changes.signals:
            throw(session, signal, actor=changes.actor, now=changes.now)
    work = [row for one in together if tables.WorkItem in one.rows for row in one.new(tables.WorkItem)]
    if work:
        remember_audiences(session, work, session.info[KNOWN], session.info[NEW])


def write_changes(session: Session, together: Sequence[Changes]) -> None:
    """Write the changes of commands to different instances; statements only for tables that something happens to."""
    touched = {table for one in together for table in one.rows}
    for table in [table for table in KEYED if table in touched]:
        here = [one for one in together if table in one.rows]
        delete_rows(session, table, [(one.instance_id, one[table].deleted) for one in here if one[table].deleted])
        for columns, found in by_columns(table, here):
            update_rows(session.connection(), table, columns, found)
        insert_rows(session, table, (row for one in here for row in one.new(table)))
    insert_rows(session, tables.Message, (message for one in together for message in one.messages))


def delete_rows(session: Session, table: type[tables.Table], keys: Sequence[tuple[str, set[int]]]) -> None:
    """Delete the rows with these keys of these instances, in one statement."""
    if len(keys) == 1 and len(keys[0][1]) == 1:
        ((instance_id, (key,)),) = keys
        delete_of(table).count(session.connection(), [{"at_instance": instance_id, "at_key": key}])
    elif len(keys) == 1:
        ((instance_id, of_one),) = keys
        parameters = {"at_instance": instance_id, "at_keys": sorted(of_one)}
        session.connection().execute(delete_several(table), parameters)
    elif keys:
        connection = session.connection()
        rows = [{"at_instance": instance_id, "at_key": key} for instance_id, of_one in keys for key in sorted(of_one)]
        if connection.dialect.name == "postgresql":
            delete_many(connection, table, AT, rows)
        else:
            delete_of(table).count(connection, rows)  # one for each, which there costs no more


def update_rows(connection: Connection, table: type[tables.Table], columns: tuple[str, ...], rows: list[Row]) -> None:
    if len(rows) > 1 and connection.dialect.name == "postgresql":
        update_many(connection, table, AT, rows)
    else:
        update_of(table, columns).count(connection, rows)


def by_columns(table: type[tables.Table], together: Iterable[Changes]) -> Iterable[tuple[tuple[str, ...], list[Row]]]:
    """Updates of the same columns together, because they are one statement."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for changes in together:
        for key, values in changes[table].updated.items():
            parameters = {"at_instance": changes.instance_id, "at_key": key, **values}
            found.setdefault(tuple(sorted(values)), []).append(parameters)
    return found.items()


@cache
def delete_of(table: type[tables.Table]) -> Prepared:
    of = sql_table(table)
    return Prepared(delete(of).where(of.c.instance_id == bindparam("at_instance"), of.c.key == bindparam("at_key")))


@cache
def delete_several(table: type[tables.Table]) -> Delete:
    of = sql_table(table)
    keys = of.c.key.in_(bindparam("at_keys", expanding=True))
    return delete(of).where(of.c.instance_id == bindparam("at_instance"), keys)


@cache
def update_of(table: type[tables.Table], columns: tuple[str, ...]) -> Prepared:
    of = sql_table(table)
    here = (of.c.instance_id == bindparam("at_instance")) & (of.c.key == bindparam("at_key"))
    return Prepared(update(of).where(here).values({name: bindparam(name) for name in columns}))
