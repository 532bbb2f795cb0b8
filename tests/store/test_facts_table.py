"""The history only grows, whoever asks."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from engine.store import Database, tables

FACT = {
    "instance_id": "a",
    "number": 1,
    "at": datetime(2026, 1, 5, tzinfo=UTC),
    "actor": "system",
    "kind": "ProcessStarted",
    "definition": "p:1",
    "process_id": "p",
    "process": 1,
    "business_key": "",
    "element_id": "p",
    "data": "{}",
}
TAMPERING = [
    "UPDATE facts SET actor = 'somebody else'",
    "DELETE FROM facts",
    "DELETE FROM facts WHERE number = 1",
]


@pytest.fixture
def history(database: Database) -> Database:
    with database.writing() as session:
        session.execute(insert(tables.Fact).values(FACT))
    return database


def actors(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.execute(text("SELECT actor FROM facts")).scalars())


@pytest.mark.parametrize("statement", TAMPERING)
def test_facts_cannot_be_changed_or_deleted(history: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="never changed or deleted"), history.writing() as session:
        session.execute(text(statement))
    assert actors(history) == ["system"]


def test_facts_cannot_be_replaced_or_truncated(history: Database) -> None:
    if history.dialect == "sqlite":
        statement = "INSERT OR REPLACE INTO facts SELECT seq, instance_id, number, at, 'x', kind, definition, process_id, process, business_key, element_id, data, digest, request, leads FROM facts"  # noqa: E501
    else:
        statement = "TRUNCATE facts"
    with pytest.raises(DBAPIError, match="never changed or deleted"), history.writing() as session:
        session.execute(text(statement))
    assert actors(history) == ["system"]


def test_an_instance_has_each_number_once(history: Database) -> None:
    with pytest.raises(DBAPIError), history.writing() as session:
        session.execute(insert(tables.Fact).values(FACT))
    assert actors(history) == ["system"]
