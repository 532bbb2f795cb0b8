"""Rows go in by INSERTs of many rows or by COPY, and a failure is told in the same way by all."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from engine.errors import Refused
from engine.store import Database, tables
from engine.store.migrate import migrate
from engine.store.rows import BLOCKS, insert_rows

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def requests(count: int, command: str = "start") -> list[dict[str, object]]:
    return [{"id": f"r{number}", "command": command, "answer": "", "at": NOW} for number in range(count)]


@pytest.mark.parametrize("count", [1, 2, 12, 13, BLOCKS[-1], sum(BLOCKS) + 1])
def test_any_number_of_rows_is_kept_as_it_was_given(database: Database, count: int) -> None:
    given = requests(count)
    with database.writing() as session:
        insert_rows(session, tables.Request, given)
    with database.reading() as session:
        request = tables.Request
        found = session.execute(select(request.id, request.command, request.answer, request.at)).mappings().all()
    assert sorted(map(str, map(dict, found))) == sorted(map(str, given))


@pytest.mark.parametrize("count", [1, 200])
def test_whoever_listens_to_the_statements_hears_of_one(database: Database, count: int) -> None:
    heard: list[str] = []

    def statement(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        heard.append(sql)

    event.listen(database.engine, "before_cursor_execute", statement)
    with database.writing() as session:
        insert_rows(session, tables.Request, requests(count))
    event.remove(database.engine, "before_cursor_execute", statement)
    assert len(heard) == 1


def test_the_hour_that_comes_twice_in_autumn_is_two_moments_in_the_same_rows(database: Database) -> None:
    office = ZoneInfo("Europe/Helsinki")
    twice = [datetime(2026, 10, 25, 3, 30, tzinfo=office, fold=fold) for fold in (0, 1)]
    with database.writing() as session:
        insert_rows(session, tables.Request, [one | {"at": at} for one, at in zip(requests(2), twice, strict=True)])
    with database.reading() as session:
        found = session.scalars(select(tables.Request.at).order_by(tables.Request.id)).all()
    assert found == [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]


@pytest.mark.parametrize("count", [1, 200])
def test_a_row_that_is_there_already_leaves_nothing_of_the_others(database: Database, count: int) -> None:
    with database.writing() as session:
        insert_rows(session, tables.Request, [requests(count)[-1] | {"answer": "the first"}])
    with pytest.raises(IntegrityError), database.writing() as session:
        insert_rows(session, tables.Request, requests(count))
    with database.reading() as session:
        assert session.scalars(select(tables.Request.answer)).all() == ["the first"]


@pytest.mark.parametrize("count", [1, 200])
def test_what_the_database_cannot_keep_is_refused_with_a_sentence(postgres_database: str, count: int) -> None:
    database = Database(postgres_database)
    migrate(database)
    with pytest.raises(Refused, match="can't keep a value"), database.writing() as session:
        insert_rows(session, tables.Request, requests(count, command="a\0b"))
    with database.reading() as session:
        assert session.execute(select(tables.Request.id)).all() == []
    database.close()
