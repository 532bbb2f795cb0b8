"""What every test can ask for: a PostgreSQL server, an empty database on it, a Chromium.

Tests stay on this machine: a connection to any other one is refused. What this machine cannot offer is left
out, and the end of the run says what and why.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import structlog
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from engine.store import Database
from engine.store.migrate import migrate
from tests import chromium as browser_on_this_machine
from tests.postgres import GIVEN_URL, NoPostgres, new_database, postgres_server

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", ""}  # noqa: S104  compared, not bound


def refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: a test that reaches for another machine fails, wherever in the code it happens."""
    if event != "socket.connect" or not isinstance(address := arguments[1], tuple):
        return
    if address[0] not in ALLOWED_HOSTS:
        raise ConnectionRefusedError(f"A test reached for {address[0]}:{address[1]}. Tests stay on this machine.")


ALLOWED_HOSTS = LOOPBACK | {urlsplit(os.environ.get(GIVEN_URL, "")).hostname}
sys.addaudithook(refuse_the_network)

# No deadline: a shared machine is slow at times. On CI the same examples each time: red then means the change.
settings.register_profile("polku", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("polku")

# Into pytest's own log, shown where a test fails. Left alone, structlog draws every traceback in colours, slowly.
structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer(key_order=["event"])],
    logger_factory=structlog.stdlib.LoggerFactory(),
)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server's maintenance database, as an SQLAlchemy URL; tables go to `postgres_database`."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres_server(careless=True))
        except NoPostgres as reason:
            pytest.skip(str(reason))
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own, as an SQLAlchemy URL."""
    with new_database(postgres_url) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> Iterator[str]:
    """A database with the engine's tables, made once."""
    with new_database(postgres_url) as url:
        database = Database(url)
        migrate(database)
        database.close()
        yield url


@pytest.fixture
def migrated_postgres(postgres_url: str, postgres_template: str) -> Iterator[str]:
    """The same as `postgres_database` with the engine's tables, in a fraction of the time."""
    with new_database(postgres_url, postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite in memory", "sqlite file", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind without a row, as an SQLAlchemy URL: what asks for it promises the same on all of them.

    Engines that are opened on it find the tables there, or make them.
    """
    match request.param:
        case "sqlite in memory":
            return "sqlite://"
        case "sqlite file":
            return f"sqlite:///{tmp_path}/polku.db"
    found: str = request.getfixturevalue("migrated_postgres")
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database in a file, and one on a server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/polku.db"
    url: str = request.getfixturevalue("migrated_postgres")
    return url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running headless Chromium; each test opens its own context in it."""
    executable = browser_on_this_machine.find_chromium()
    if executable is None:
        pytest.skip(browser_on_this_machine.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(browser_on_this_machine.ARGUMENTS))
        yield browser
        browser.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    terminalreporter.section("left out")
    if not reasons:
        terminalreporter.line("Nothing: every test that was asked for was run.")
    for reason, number in reasons.most_common():
        terminalreporter.line(f"{number} {'test' if number == 1 else 'tests'}: {reason}")
