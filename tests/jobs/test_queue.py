"""The queue tells workers of jobs in the transaction that writes them, and a worker that dies loses nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.bootstrap import Program, open_program
from engine.engine import Engine
from engine.errors import Refused
from engine.history import Filters, facts, verify_all
from engine.jobs import queue
from engine.jobs.queue import Queue, prepare, queue_name
from engine.settings import Settings
from engine.store import Database, instances, nodes
from engine.store.announcing import DueJob
from engine.testing import engine_on
from tests.engine.diagrams import chain, diagram, job
from tests.serving import wait_until

ROOT = Path(__file__).parents[2]
HANDLERS = ("tests.jobs.errands",)
MANY = 20


@pytest.fixture
def engine(migrated_postgres: str) -> Iterator[Engine]:
    engine = engine_on(migrated_postgres)
    prepare(engine.database)
    engine.database.announce = Queue(lambda: {"work": None}).announce
    files = {"a.bpmn": diagram("errand", chain(job())), "b.bpmn": diagram("foreign", chain(job(type="elsewhere")))}
    engine.deploy(files, actor="owner")
    yield engine
    engine.database.close()


def entries(database: Database) -> list[Any]:
    with database.reading() as session:
        found = session.execute(text("SELECT queue_name, args, status FROM procrastinate_jobs ORDER BY id")).all()
    return [(row.queue_name, row.args, row.status) for row in found]


def test_a_job_is_told_of_in_the_transaction_that_writes_it(engine: Engine) -> None:
    with suppress(ZeroDivisionError), engine.database.writing() as session:
        assert engine.database.announce is not None
        engine.database.announce(session, [DueJob("none", 1, "work")])
        raise ZeroDivisionError
    assert entries(engine.database) == []

    id = engine.start("errand", actor="anna")
    (key,) = instances.state(engine.database, id).waits

    assert entries(engine.database) == [("work", {"instance_id": id, "key": key}, "todo")]


def test_a_job_that_nobody_here_can_do_waits_for_a_worker_from_outside(engine: Engine) -> None:
    engine.start("foreign", actor="anna")

    assert entries(engine.database) == []
    assert len(engine.fetch_jobs("robot", ["elsewhere"])) == 1


def test_a_failed_job_is_told_of_again_for_its_next_try(engine: Engine) -> None:
    id = engine.start("errand", actor="anna")
    (key,) = instances.state(engine.database, id).waits
    engine.fail_job(id, key, "no", retries=1, retry_at=engine.clock.now() + timedelta(hours=1))
    engine.fail_job(id, key, "no", retries=0)
    assert len(entries(engine.database)) == 2

    engine.operations.retry(id, next(iter(instances.state(engine.database, id).incidents)), "mended", actor="anna")
    assert len(entries(engine.database)) == 3


@pytest.mark.parametrize("type", ["x" * 41, "mit Lücke", "ä", "a" * 3000])
def test_any_type_of_job_has_a_queue_whose_name_fits(engine: Engine, type: str) -> None:
    name = queue_name(type)
    assert len(f"procrastinate_queue_v1#{name}".encode()) <= 63
    assert name != queue_name(f"{type}b")
    with engine.database.writing() as session:
        Queue(lambda: {type: None}).announce(session, [DueJob("i", 1, type)])
    assert [found[0] for found in entries(engine.database)] == [name]


def test_preparing_again_changes_nothing_and_a_newer_version_is_applied(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(engine.database)
    newer = queue.migrations() | {"99.00.00_01_more.sql": "CREATE TABLE procrastinate_more (id int)"}
    monkeypatch.setattr(queue, "migrations", lambda: newer)
    prepare(engine.database)
    prepare(engine.database)

    with engine.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM procrastinate_more")).scalar_one() == 0


def test_sqlite_has_no_queue_and_the_sentence_says_what_to_do() -> None:
    with pytest.raises(Refused, match="POLKU_JOB_RUNNER"):
        prepare(Database("sqlite://"))


def settings(url: str) -> Settings:
    return replace(Settings(), database_url=url, processes=HANDLERS, job_runner="workers")


@pytest.fixture
def office(migrated_postgres: str) -> Iterator[Program]:
    program = open_program(settings(migrated_postgres))
    program.migrate()
    program.deploy()
    with program.database.writing() as session:
        session.execute(text("CREATE TABLE done (instance_id TEXT)"))
        session.execute(text("CREATE TABLE begun (pid INT)"))
    yield program
    program.database.close()


@contextmanager
def worker(url: str, **more: str) -> Iterator["subprocess.Popen[str]"]:
    ours = more | {"POLKU_DATABASE_URL": url, "POLKU_PROCESSES": ",".join(HANDLERS), "POLKU_JOB_RUNNER": "workers"}
    command = [sys.executable, "-c", "from engine.cli import main; main()", "worker", "--threads", "4"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | ours, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def rows(program: Program, table: str) -> list[Any]:
    with program.database.reading() as session:
        return list(session.execute(text(f"SELECT * FROM {table}")).scalars())  # noqa: S608  a name of the test's own


def test_workers_do_each_job_once_and_one_that_is_killed_gives_its_jobs_back(office: Program) -> None:
    url, engine = office.database.url.render_as_string(hide_password=False), office.engine
    stuck = engine.start("errand", {"stuck": True}, actor="anna")
    with worker(url) as first:
        wait_until(lambda: rows(office, "begun"), "the worker to begin")
        first.send_signal(signal.SIGKILL)
        first.wait()
    (dead,) = nodes.nodes(office.database)
    assert dead.parts == ("jobs",)

    engine.operations.set_variables(stuck, {"stuck": False}, "mended", actor="anna")
    with office.database.writing() as session:  # as if a minute had passed since
        session.execute(text("UPDATE nodes SET seen_at = seen_at - interval '1 minute'"))
    nodes.beat(office.database, replace(dead, id="other"), dead.seen_at)
    ids = [engine.start("errand", {"stuck": False}, actor="anna") for _ in range(MANY)]
    with worker(url) as second:
        wait_until(lambda: len(rows(office, "done")) == MANY + 1, "all jobs to be done")
        second.send_signal(signal.SIGTERM)
        told, _ = second.communicate(timeout=30)

    assert second.returncode == 0, told
    assert "has stopped" in told
    assert sorted(rows(office, "done")) == sorted([stuck, *ids])
    assert len(facts(office.database, Filters(kind="JobCompleted"), limit=100).items) == 2 * (MANY + 1)
    (lost,) = facts(office.database, Filters(kind="JobFailed")).items
    assert lost.instance_id == stuck, "the worker's death has used up a try"
    assert all(found.equal for found in verify_all(office.database))
    assert [node.id for node in nodes.nodes(office.database)] == ["other", dead.id]
