"""Several server processes on one port: one that dies is replaced, and none outlives the first."""

from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from tests.serving import Browser, Gone, Server, answers, serving, wait_until
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
        counts = folder_of(server)

        server.kill()
        wait_until(lambda: not any(alive(child) for child in both), "the others to end by themselves")
        assert not counts.exists()


def alive(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def test_sqlite_is_served_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLKU_DATABASE_URL", f"sqlite:///{tmp_path}/polku.db")
    result = run("serve", "--port", "0", "--processes", "2")
    assert (result.exit_code, "PostgreSQL" in result.output) == (1, True)


def test_each_scrape_has_what_all_processes_counted_also_of_one_that_died(postgres_database: str) -> None:
    settings = {"POLKU_DATABASE_URL": postgres_database, "POLKU_PROCESSES": "tests.no_application"}
    with serving("--processes", "2", **settings, POLKU_LOG_LEVEL="error") as server:
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
