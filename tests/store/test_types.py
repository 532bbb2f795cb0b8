"""Times and JSON come back as they went in."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from engine.store import Database, tables

HELSINKI_SUMMER = timezone(timedelta(hours=3))


def test_times_are_kept_in_utc(database: Database) -> None:
    with database.writing() as session:
        row = {"id": "r", "command": "c", "answer": "", "at": datetime(2026, 6, 1, 12, 0, 0, 5, HELSINKI_SUMMER)}
        session.execute(insert(tables.Request).values(row))
    with database.reading() as session:
        found = session.execute(select(tables.Request.at)).scalar_one()
    assert found == datetime(2026, 6, 1, 9, 0, 0, 5, UTC)
    assert found.tzinfo is UTC


def test_times_without_a_zone_are_refused(database: Database) -> None:
    naive = datetime(2026, 6, 1)  # noqa: DTZ001  the point of the test
    with pytest.raises(StatementError, match="has no time zone"), database.writing() as session:
        session.execute(insert(tables.Request).values(id="r", command="c", answer="", at=naive))


def test_numbers_in_json_keep_their_digits(database: Database) -> None:
    now = datetime(2026, 1, 5, tzinfo=UTC)
    variables = {"sum": Decimal("0.1"), "count": 3, "text": "ä\x00", "list": [None, True]}
    with database.writing() as session:
        session.execute(
            insert(tables.Message).values(
                name="m",
                correlation_key="",
                variables=variables,
                published_at=now,
                published_by="a",
                expires_at=now,
                open=True,
            )
        )
    with database.reading() as session:
        assert session.execute(select(tables.Message.variables)).scalar_one() == variables
