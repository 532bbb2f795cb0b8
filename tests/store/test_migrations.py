"""The migrations make the very tables that the program works with."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Integer, MetaData, inspect, text
from sqlalchemy import Table as SqlTable
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import Column

from engine.store import Database, facts, instances, people, work_items
from engine.store.migrate import Schema, migrate, pending
from engine.store.tables import Table
from tests.store.releases import fill, upgraded_to

ADD_A_TABLE = '''"""A table of an application."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("customers", sa.Column("id", sa.Integer(), primary_key=True))
'''

BREAK = '''"""Half of a migration."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE TABLE half (id INTEGER)")
    op.execute("INSERT INTO nowhere VALUES (1)")
'''


@pytest.fixture
def application(tmp_path: Path) -> Schema:
    metadata = MetaData()
    SqlTable("customers", metadata, Column("id", Integer, primary_key=True))
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "0001_customers.py").write_text(ADD_A_TABLE)
    return Schema("register", metadata, versions)


def compared(name: str | None, kind: str, _parents: Any) -> bool:
    """All but Alembic's own tables and the partitions of the facts."""
    return not (kind == "table" and ("schema_version" in str(name) or re.fullmatch(r"facts_\d+", str(name))))


def of_the_facts_number(difference: Any) -> bool:
    """On PostgreSQL each partition has this constraint, where SQLite has it for all facts."""
    return difference[0] == "add_constraint" and difference[1].table.name == "facts"


def test_migrations_make_the_tables_that_the_models_describe(database: Database) -> None:
    with database.reading() as session:
        context = MigrationContext.configure(
            session.connection(),
            opts={"include_name": compared},
        )
        found = compare_metadata(context, Table.metadata)
        on_postgresql = database.dialect == "postgresql"
        assert [one for one in found if not (on_postgresql and of_the_facts_number(one))] == []


def test_a_database_says_what_it_lacks_until_it_is_migrated(empty: Database, application: Schema) -> None:
    assert pending(empty, [application]) == ("engine", "register")
    migrate(empty)
    assert pending(empty, [application]) == ("register",)
    migrate(empty, [application])
    assert pending(empty, [application]) == ()


def test_an_application_brings_tables_of_its_own_and_may_go_again(empty: Database, application: Schema) -> None:
    migrate(empty, [application])
    migrate(empty)
    with empty.reading() as session:
        assert {"customers", "facts"} <= set(inspect(session.connection()).get_table_names())


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate(database)
    assert pending(database) == ()


def test_a_migration_that_fails_half_way_leaves_nothing_behind(database: Database, application: Schema) -> None:
    migrate(database, [application])
    (application.versions / "0002_half.py").write_text(BREAK)
    with pytest.raises(SQLAlchemyError):
        migrate(database, [application])
    with database.reading() as session:
        assert "half" not in inspect(session.connection()).get_table_names()
        assert session.execute(text("SELECT version_num FROM schema_version_register")).scalar() == "0001"


def test_the_first_release_comes_up_to_this_one_with_everything_that_it_had(empty: Database) -> None:
    upgraded_to(empty, "0001")
    fill(empty)
    migrate(empty)
    assert pending(empty) == ()
    (mine,) = work_items.page(empty, account="anna").items
    assert (mine.instance_id, mine.key) == ("i1", 3)
    for account, groups in (("bo", ["b"]), ("anna", [])):  # who may take it is found by group and by name
        (offered,) = work_items.page(empty, account=account, groups=groups, scope="groups").items
        assert (offered.key, offered.candidate_groups, offered.candidate_users) == (2, ("b", "a"), ("anna",))
        assert work_items.counts(empty, account, groups, now=datetime.now(UTC)).groups == 1
    assert work_items.page(empty, account="cecilia", groups=["c"], scope="groups").items == ()
    assert {row.id: row.status for row in instances.page(empty).items} == {"i1": "active", "i2": "completed"}
    with empty.reading() as session:
        found = list(facts.of_instance(session, "i2"))
    assert [fact.kind for fact in found] == ["ProcessStarted", "VariablesSet", "ElementActivated"]
    assert found[1].fields()["values"] == {"x": 1}
    person = people.get(empty, "anna")
    assert person is not None
    assert person.groups == ("a",)
