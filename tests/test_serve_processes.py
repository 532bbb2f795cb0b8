"""Several server processes on one port: one that dies is replaced, and none outlives the first."""

from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from tests.serving import Server, answers, serving, wait_until
from tests.test_cli import run


def children(server: Server) -> list[psutil.Process]:
    """The processes that serve; multiprocessing has one more that looks after its resources."""
    found = psutil.Process(server.process.pid).children()
    return [child for child in found if alive(child) and "spawn_main" in " ".join(child.cmdline())]


def test_a_server_that_dies_is_replaced_and_all_end_with_the_first(postgres_database: str) -> None:
    settings = {"POLKU_DATABASE_URL": postgres_database, "POLKU_PROCESSES": "tests.no_application"}
    with serving("--processes", "2", **settings, POLKU_LOG_LEVEL="error") as server:
        wait_until(lambda: len(children(server)) == 2, "both processes")
        victim, other = children(server)
        victim.kill()
        wait_until(lambda: len({*children(server)} - {victim}) == 2, "another process in its place")
        wait_until(lambda: answers(server.address), "an answer")
        both = children(server)
        assert other in both

        server.kill()
        wait_until(lambda: not any(alive(child) for child in both), "the others to end by themselves")


def alive(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def test_sqlite_is_served_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLKU_DATABASE_URL", f"sqlite:///{tmp_path}/polku.db")
    result = run("serve", "--port", "0", "--processes", "2")
    assert (result.exit_code, "PostgreSQL" in result.output) == (1, True)
