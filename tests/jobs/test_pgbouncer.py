"""Behind PgBouncer in transaction mode everything works: each transaction may get another connection."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from engine.bootstrap import Program, open_program
from engine.engine import Engine
from engine.history import Filters, facts, verify_all
from engine.store import Database, instances, jobs, nodes, work_items
from engine.store.migrate import migrate
from engine.testing import FakeClock
from tests.engine.diagrams import chain, diagram, job, timer, user_task
from tests.jobs.test_queue import rows, settings, worker
from tests.pgbouncer import NoPgBouncer, pgbouncer
from tests.serving import wait_until

FILES = {"a.bpmn": diagram("busy", chain(user_task(), timer("wait", "PT1H"), job("note", "outside")))}
CUSTOMERS, JOBS = 16, 6


@pytest.fixture
def url(migrated_postgres: str) -> Iterator[str]:
    try:
        with pgbouncer(migrated_postgres) as found:
            yield found
    except NoPgBouncer as reason:
        pytest.skip(str(reason))


def test_commands_of_many_at_once_are_each_done_once(url: str) -> None:
    clock = FakeClock()
    database = Database(url, connections=8, prepared=False)
    migrate(database)
    engine = Engine(database, clock)
    engine.deploy(FILES, actor="olli")

    def through(number: int) -> None:
        for _ in range(2):
            id = engine.start("busy", actor="anna", business_key=str(number), request_id=f"start-{number}")
        (key,) = instances.state(engine.database, id).waits
        engine.complete(id, key, actor="anna")

    with ThreadPoolExecutor(8) as people:
        list(people.map(through, range(CUSTOMERS)))
        clock.advance(timedelta(hours=1))
        assert sum(people.map(lambda _: engine.fire_due(), range(4))) == CUSTOMERS
    while fetched := engine.fetch_jobs("robot", ["outside"], limit=10):
        for one in fetched:
            engine.complete_job(one.instance_id, one.key, lock=one.lock)

    ended = instances.page(engine.database, status="completed", limit=100).items
    assert sorted(int(one.business_key) for one in ended) == list(range(CUSTOMERS))
    assert work_items.page(engine.database, scope="all").items == ()
    assert all(found.equal for found in verify_all(engine.database))
    engine.database.close()


def test_a_worker_finds_its_jobs(url: str) -> None:
    office: Program = open_program(replace(settings(url), database_prepared="no"))
    office.migrate()
    office.deploy()
    with office.database.writing() as session:
        session.execute(text("CREATE TABLE done (instance_id TEXT)"))
        session.execute(text("CREATE TABLE begun (pid INT)"))
    ids = [office.engine.start("errand", {"stuck": False}, actor="anna") for _ in range(JOBS)]

    with worker(url, POLKU_DATABASE_PREPARED="no") as process:
        wait_until(lambda: len(rows(office, "done")) == JOBS, "all jobs to be done")
        later = office.engine.start("errand", {"stuck": False}, actor="anna")
        wait_until(lambda: later in rows(office, "done"), "a job that came while the worker ran")
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=60)

    assert process.returncode == 0, told
    assert "error" not in told.lower(), told
    assert sorted(rows(office, "done")) == sorted([*ids, later])
    assert len(facts(office.database, Filters(kind="JobCompleted"), limit=100).items) == 2 * (JOBS + 1)
    assert nodes.nodes(office.database) == ()
    assert jobs.lost_tries(office.database, office.engine.now(), 1) == ()
    office.database.close()
