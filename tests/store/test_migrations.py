"""The migrations make the very tables that the program works with."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Integer, MetaData, inspect, text
from sqlalchemy import Table as SqlTable
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import Column

from engine.store import Database
from engine.store.migrate import Schema, migrate, pending
from engine.store.tables import Table

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


def test_migrations_make_the_tables_that_the_models_describe(database: Database) -> None:
    with database.reading() as session:
        context = MigrationContext.configure(
            session.connection(),
            opts={"include_name": lambda name, kind, _: not (kind == "table" and "schema_version" in name)},
        )
        assert compare_metadata(context, Table.metadata) == []


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
