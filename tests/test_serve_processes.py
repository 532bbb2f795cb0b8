"""Several server processes on one port: one that dies is replaced, and none outlives the first."""

from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from engine.history.replay import verify_all
from engine.store import work_items
from tests.benchmarks.http import SECRET, furnished
from tests.serving import Browser, Gone, Server, answers, serving, wait_until
from tests.test_cli import run

TASKS = 60


def children(server: Server) -> list[psutil.Process]:
    """The processes that serve; multiprocessing has one more that looks after its resources."""
    found = psutil.Process(server.process.pid).children()
    return [child for child in found if alive(child) and "spawn_main" in " ".join(child.cmdline())]


@pytest.fixture
def settings(database_url: str) -> dict[str, str]:
    return {"POLKU_DATABASE_URL": database_url, "POLKU_PROCESSES": "tests.no_application", "POLKU_LOG_LEVEL": "error"}


def test_a_server_that_dies_is_replaced_and_all_end_with_the_first(settings: dict[str, str]) -> None:
    with serving("--processes", "2", **settings) as server:
        wait_until(lambda: len(children(server)) == 2, "both processes")
        victim, other = children(server)
        victim.kill()
        wait_until(lambda: len({*children(server)} - {victim}) == 2, "another process in its place")
        wait_until(lambda: answers(server.address), "an answer")
        both = children(server)
        assert other in both
        counts = folder_of(server)

        server.kill()
        wait_until(lambda: not any(alive(child) for child in both), "the others to end by themselves")
        assert not counts.exists()


def alive(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def test_a_database_in_memory_is_served_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLKU_DATABASE_URL", "sqlite://")
    result = run("serve", "--port", "0", "--processes", "2")
    assert result.exit_code == 1
    assert "in memory is there for one process only" in result.output


def test_processes_share_a_database_and_do_each_task_once(settings: dict[str, str]) -> None:
    """More connections at a time than processes, so that each process has several tasks to complete at once."""
    office = furnished(settings["POLKU_DATABASE_URL"])
    office.prepare(TASKS)
    with serving("--processes", "2", **settings, POLKU_SECRET_KEY=SECRET) as server:
        wait_until(lambda: len(up(server)) == 2, "both processes")
        office.complete(server.address, TASKS, pace=0)  # raises where one is not answered with 200
        assert server.end() == 0
    database = office.program.database
    assert work_items.page(database, scope="all", state="completed", limit=1000).next is None
    assert len(work_items.page(database, scope="all", state="completed", limit=1000).items) == TASKS
    assert all(found.equal for found in verify_all(database))
    office.program.close()


def test_each_scrape_has_what_all_processes_counted_also_of_one_that_died(settings: dict[str, str]) -> None:
    with serving("--processes", "2", **settings) as server:
        wait_until(lambda: len(up(server)) == 2, "both processes")
        ask(server, 30)

        assert {counted(server, SIGNED_IN) for _ in range(8)} == {30}
        assert counted(server, 'polku_request_seconds_count{method="GET",route="auth.sign_in"}') == 30
        first = up(server)
        assert set(first) == {'{process="1"}', '{process="2"}'}
        assert all(scraped(server)[f"process_resident_memory_bytes{one}"] > 0 for one in first)
        wait_until(lambda: counted(server, 'polku_database_connections{state="idle"}') >= 2, "a connection of each")

        psutil.Process(int(first['{process="2"}'])).kill()
        wait_until(lambda: len(up(server)) == 2 and up(server) != first, "another process in its place")
        wait_until(lambda: {*up(server).values()} <= {child.pid for child in children(server)}, "only living ones")

        assert {counted(server, SIGNED_IN) for _ in range(8)} == {30}
        ask(server, 10)
        assert {counted(server, SIGNED_IN) for _ in range(8)} == {40}
        counts = folder_of(server)
        assert server.end() == 0
    assert not counts.exists()


SIGNED_IN = 'polku_requests_total{route="auth.sign_in",status="200"}'


def ask(server: Server, times: int) -> None:
    """Each time over a connection of its own, which the system gives to any of the processes."""
    for _ in range(times):
        Browser(server.address).get("/sign-in")


def scraped(server: Server) -> dict[str, float]:
    """What any of the processes tells; nothing while the system gives the connection to one that has just died."""
    try:
        text = Browser(server.address).get("/metrics")
    except Gone:
        return {}
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def counted(server: Server, name: str) -> float:
    return scraped(server).get(name, 0)


def up(server: Server) -> dict[str, float]:
    """The process ids by their labels."""
    name = "polku_server_process_id"
    return {key.removeprefix(name): value for key, value in scraped(server).items() if key.startswith(name)}


def folder_of(server: Server) -> Path:
    """Where they count; each has a file open there."""
    opened = [Path(file.path) for child in children(server) for file in child.open_files()]
    (found,) = {path.parent for path in opened if path.parent.name.startswith("polku-metrics-")}
    return found
