"""Rows go into PostgreSQL by INSERT or COPY, and a failure is told in the same way by both."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine.errors import Refused
from engine.store import Database, tables
from engine.store.migrate import migrate
from engine.store.rows import insert_rows

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture
def database(postgres_database: str) -> Database:
    found = Database(postgres_database)
    migrate(found)
    return found


def requests(count: int, command: str = "start") -> list[dict[str, object]]:
    return [{"id": f"r{number}", "command": command, "answer": "", "at": NOW} for number in range(count)]


@pytest.mark.parametrize("count", [1, 2, 12, 13, 200])
def test_any_number_of_rows_is_kept_as_it_was_given(database: Database, count: int) -> None:
    given = requests(count)
    with database.writing() as session:
        insert_rows(session, tables.Request, given)
    with database.reading() as session:
        request = tables.Request
        found = session.execute(select(request.id, request.command, request.answer, request.at)).mappings().all()
    assert sorted(map(str, map(dict, found))) == sorted(map(str, given))
    database.close()


@pytest.mark.parametrize("count", [1, 200])
def test_what_the_database_cannot_keep_is_refused_with_a_sentence(database: Database, count: int) -> None:
    with pytest.raises(Refused, match="can't keep a value"), database.writing() as session:
        insert_rows(session, tables.Request, requests(count, command="a\0b"))
    with database.reading() as session:
        assert session.execute(select(tables.Request.id)).all() == []
    database.close()
