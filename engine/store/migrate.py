"""Bringing a database to the tables of this release, the engine's own and those of process applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text

from engine.store.database import Database
from engine.store.tables import Table

ENVIRONMENT = Path(__file__).parent / "migrations"
LOCK = 7_065_811  # any number, the same on every node


@dataclass(frozen=True)
class Schema:
    """Tables that are migrated together. Each counts its own versions, so that applications come and go."""

    name: str
    metadata: MetaData
    versions: Path

    @property
    def version_table(self) -> str:
        return f"schema_version_{self.name}"


ENGINE = Schema("engine", Table.metadata, ENVIRONMENT / "versions")


def migrate(database: Database, applications: Iterable[Schema] = ()) -> None:
    """Bring every schema to its newest version, in one transaction: all of it or nothing."""
    with database.writing() as session:
        upgrade(session.connection(), applications)


def upgrade(connection: Connection, applications: Iterable[Schema]) -> None:
    """Bring every schema to its newest version, in the transaction that is open."""
    if connection.dialect.name == "postgresql":
        # Two nodes that start together: the second waits, then finds nothing to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    for schema in (ENGINE, *applications):
        command.upgrade(configuration(schema, connection), "head")


def pending(database: Database, applications: Iterable[Schema] = ()) -> tuple[str, ...]:
    """The names of the schemas that are not at their newest version."""
    with database.reading() as session:
        connection = session.connection()
        return tuple(schema.name for schema in (ENGINE, *applications) if current(schema, connection) != newest(schema))


def newest(schema: Schema) -> str | None:
    return ScriptDirectory.from_config(configuration(schema)).get_current_head()


def current(schema: Schema, connection: Connection) -> str | None:
    if not inspect(connection).has_table(schema.version_table):
        return None
    # The name comes from the program, never from outside.
    found = connection.execute(text(f"SELECT version_num FROM {schema.version_table}")).scalar()  # noqa: S608
    return str(found) if found else None


def configuration(schema: Schema, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", escaped(ENVIRONMENT))
    config.set_main_option("version_locations", escaped(schema.versions))
    config.set_main_option("path_separator", "newline")
    config.attributes["schema"] = schema
    config.attributes["connection"] = connection
    return config


def escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
