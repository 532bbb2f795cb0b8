"""An engine on each database, and the process that carries its commands out until it is killed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import text

from engine.engine import Engine
from engine.testing import engine_on
from tests.faults import victim
from tests.faults.killing import FILES, Killer


@pytest.fixture
def killed_engine(database_url: str) -> Iterator[Engine]:
    """The office that goes on after each kill: what the program sees that is started again."""
    engine = engine_on(database_url)
    engine.deploy(FILES, actor="olli")
    with engine.database.writing() as session:
        session.execute(text("CREATE TABLE errand_notes (instance_id TEXT)"))
    yield engine
    engine.database.close()


@pytest.fixture(scope="package")
def victim_process() -> Iterator["subprocess.Popen[str]"]:
    """The victim, which is started once and killed as a copy of itself."""
    arguments = [sys.executable, "-m", victim.__name__]
    root = Path(__file__).parents[2]
    with subprocess.Popen(arguments, stdin=PIPE, stdout=PIPE, text=True, cwd=root) as started:
        yield started
        assert started.stdin is not None
        started.stdin.close()


@pytest.fixture
def killer(killed_engine: Engine, victim_process: "subprocess.Popen[str]") -> Killer:
    return Killer(victim_process, killed_engine.database.url.render_as_string(hide_password=False))
