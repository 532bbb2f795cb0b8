"""Many rows of PostgreSQL are changed and deleted by one statement, few and many alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.store import Database, tables
from engine.store.many import FEW, delete_many, update_many
from engine.store.rows import insert_rows

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
TOKEN = tables.Token


@pytest.fixture
def database(migrated_postgres: str) -> Any:
    found = Database(migrated_postgres)
    yield found
    found.close()


def tokens(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"t{number}", "hash": f"h{number}", "account": "anna", "note": 'a "note", {or} two',
            "created_by": "anna", "roles": [], "created_at": NOW, "expires_at": NOW, "revoked_at": NOW,
        }
        for number in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, FEW, FEW + 1, 40])
def test_each_row_gets_its_own_values(database: Database, count: int) -> None:
    new = [
        {
            "at_id": f"t{number}", "roles": ['"', f"r{number}"], "note": f"{{{number}}}, \\",
            "expires_at": NOW + timedelta(days=number), "revoked_at": None,
        }
        for number in range(count)
    ]  # fmt: skip
    with database.writing() as session:
        insert_rows(session, TOKEN, tokens(count + 1))
        changed = update_many(session.connection(), TOKEN, {"at_id": "id"}, new)
    assert changed.rowcount == count
    with database.reading() as session:
        wanted = select(TOKEN.id, TOKEN.roles, TOKEN.note, TOKEN.expires_at, TOKEN.revoked_at)
        found = {row.id: tuple(row) for row in session.execute(wanted)}
    for row in new:
        assert found[row["at_id"]] == tuple(row.values())
    assert found[f"t{count}"][1] == []


@pytest.mark.parametrize("count", [1, FEW, FEW + 1])
def test_only_the_rows_that_are_named_are_deleted(database: Database, count: int) -> None:
    with database.writing() as session:
        insert_rows(session, TOKEN, tokens(count + 1))
        gone = [{"at_id": f"t{number}", "at_account": "anna"} for number in range(count)]
        deleted = delete_many(session.connection(), TOKEN, {"at_id": "id", "at_account": "account"}, gone)
    assert deleted.rowcount == count
    with database.reading() as session:
        assert session.execute(select(TOKEN.id)).scalars().all() == [f"t{count}"]
