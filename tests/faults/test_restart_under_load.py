"""The database server is restarted while people, the clock and workers are busy: nothing is lost or doubled."""

import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import text

import tests.faults.errands.handlers  # noqa: F401  registers what jobs do
from engine.bootstrap import due_next
from engine.engine import Engine
from engine.errors import Unavailable
from engine.history import Filters, facts
from engine.jobs.clock import OfficeClock
from engine.jobs.heartbeat import Heartbeat
from engine.jobs.run import Jobs
from engine.ports import SystemClock
from engine.store import instances
from engine.testing import assert_sound, engine_on
from tests.engine.diagrams import chain, diagram, job, timer, user_task
from tests.postgres import NoPostgres, OwnServer, new_database, own_server
from tests.serving import wait_until

PEOPLE, EACH, RESTARTS = 4, 10, 2
FILES = {"a.bpmn": diagram("busy", chain(user_task(), timer("wait", "PT0.1S"), job("note", "write-errand-note")))}
KINDS = ("ProcessStarted", "WorkItemCompleted", "TimerFired", "JobCompleted")


def patiently(engine: Engine, number: int, refused: list[str]) -> None:
    """Start and complete, sending each request again until it is answered."""
    pause = threading.Event()
    for turn in range(EACH):
        name = f"{number}-{turn}"
        id, key = "", 0
        while not id or key >= 0:
            try:
                id = engine.start("busy", actor="anna", business_key=name, request_id=f"start-{name}")
                key = key or next(iter(instances.state(engine.database, id).waits))
                engine.complete(id, key, actor="anna", request_id=f"complete-{name}")
                key = -1
            except Unavailable as told:
                refused.append(str(told))
                pause.wait(0.05)


@pytest.fixture
def server() -> Iterator[OwnServer]:
    try:
        with own_server() as found:
            yield found
    except NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.fixture
def engine(server: OwnServer) -> Iterator[Engine]:
    """With its clock, two workers and its heartbeat running."""
    with new_database(server.url) as url:
        engine = engine_on(url, SystemClock())
        engine.jobs = Jobs(engine.database, engine.clock, node="one")
        engine.deploy(FILES, actor="olli")
        with engine.database.writing() as session:
            session.execute(text("CREATE TABLE errand_notes (instance_id TEXT)"))
        heartbeat = Heartbeat(engine.database, engine.clock, "one", ("clock", "jobs"))
        clock = OfficeClock(engine, partial(due_next, engine.database), workers=2)
        heartbeat.start()
        clock.start()
        yield engine
        clock.stop()
        heartbeat.stop()
        engine.database.close()


def test_a_server_restarted_under_load_loses_and_doubles_nothing(server: OwnServer, engine: Engine) -> None:
    refused: list[str] = []
    people = [threading.Thread(target=patiently, args=(engine, number, refused)) for number in range(PEOPLE)]
    for person in people:
        person.start()
    for _ in range(RESTARTS):
        before = len(refused)
        server.stop()
        wait_until(lambda before=before: len(refused) > before, "somebody to be told that the database is away")
        server.start()
    for person in people:
        person.join()
    wait_until(lambda: completed(engine) == PEOPLE * EACH, "clock and workers to come back and do what is left")

    ids = [one.id for one in instances.page(engine.database, limit=1000).items]
    assert len(ids) == PEOPLE * EACH
    assert all("database" in sentence for sentence in refused)
    for kind in KINDS:
        counted = Counter(one.instance_id for one in facts(engine.database, Filters(kind=kind), limit=1000).items)
        assert counted == dict.fromkeys(ids, 1), kind
    with engine.database.reading() as session:
        notes = session.execute(text("SELECT instance_id FROM errand_notes")).scalars().all()
    assert sorted(notes) == sorted(ids)
    for id in ids:
        assert_sound(engine, id)


def completed(engine: Engine) -> int:
    return len(instances.page(engine.database, status="completed", limit=1000).items)
