"""Statements that go to the driver as they are: their values, who hears of them, and how they fail."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.store import Database, tables
from engine.store.rows import sql_table
from engine.store.statements import Prepared

R = sql_table(tables.Request)
HELSINKI = datetime(2026, 11, 2, 8, tzinfo=timezone(timedelta(hours=2)))
ADD = Prepared(insert(R).values({name: bindparam(name) for name in ("id", "command", "answer", "at")}))
RENAME = Prepared(update(R).where(R.c.id == bindparam("of")).values(answer=bindparam("new"), at=bindparam("then")))
READ = Prepared(select(R.c.at, R.c.answer).where(R.c.id == bindparam("of")))


def asked(id: str) -> dict[str, Any]:
    return {"id": id, "command": "start", "answer": "", "at": HELSINKI}


def test_values_come_back_as_they_would_from_any_other_statement(database: Database) -> None:
    with database.writing() as session:
        assert ADD.count(session.connection(), [asked("a"), asked("b"), asked("c")]) == 3
        changed = {"of": "a", "new": "100 % ok", "then": HELSINKI + timedelta(days=1)}
        assert RENAME.count(session.connection(), [changed]) == 1
    with database.reading() as session:
        ours = [tuple(row) for id in "abz" for row in READ.rows(session.connection(), {"of": id})]
        theirs = session.execute(select(R.c.at, R.c.answer).where(R.c.id.in_(["a", "b"])).order_by(R.c.id)).all()
    assert ours == [tuple(row) for row in theirs]
    assert ours == [(HELSINKI + timedelta(days=1), "100 % ok"), (HELSINKI, "")]


def test_whoever_listens_to_statements_hears_of_these(database: Database) -> None:
    heard: list[tuple[str, bool]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, _values: Any, _context: Any, many: bool) -> None:
        heard.append((statement.split()[0], many))

    event.listen(database.engine, "before_cursor_execute", hear)
    with database.writing() as session:
        ADD.count(session.connection(), [asked("a")])
        ADD.count(session.connection(), [asked("b"), asked("c")])
        READ.rows(session.connection(), {"of": "a"})
    assert heard == [("INSERT", False), ("INSERT", True), ("SELECT", False)]


def test_what_the_database_cannot_keep_is_refused_and_nothing_is_kept(database: Database) -> None:
    with database.writing() as session:
        ADD.count(session.connection(), [asked("there")])
    with pytest.raises(IntegrityError), database.writing() as session:
        ADD.count(session.connection(), [asked("kept?"), asked("there")])
    with database.reading() as session:
        assert not READ.rows(session.connection(), {"of": "kept?"})
