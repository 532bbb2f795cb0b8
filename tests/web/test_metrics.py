"""What whoever watches can see: true numbers, cheap, and not for everybody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from engine.store import nodes
from engine.store.gauges import waiting
from engine.store.nodes import NodeRow
from engine.testing import engine_on
from tests.engine.diagrams import chain, diagram, job, timer, user_task
from tests.engine.test_indexes import asked, scans
from tests.web.conftest import Office
from web.app import create_app

FILES = {
    "a.bpmn": diagram("asking", chain(user_task())),
    "b.bpmn": diagram("errand", chain(job())),
    "c.bpmn": diagram("patient", chain(timer())),
}


def shown(app: Flask, **headers: str) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers={name.title(): value for name, value in headers.items()})
    assert answer.status_code == 200
    lines = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_what_waits_is_counted(office: Office) -> None:
    engine = office.program.engine
    engine.deploy(FILES, actor="otso")
    for process in ("asking", "errand", "errand", "patient"):
        engine.start(process, actor="aino")
    office.clock.advance(timedelta(days=400))
    (job,) = engine.fetch_jobs("robot", ["work"], limit=1)
    engine.fail_job(job.instance_id, job.key, "no", retries=0)

    found = shown(office.app)

    assert found["polku_work_items_open"] == found["polku_work_items_unassigned"] == 1
    assert (found["polku_timers_armed"], found["polku_timers_late"]) == (1, 1)
    assert (found['polku_jobs{state="due"}'], found['polku_jobs{state="failed"}']) == (1, 1)
    assert found["polku_incidents"] == 1
    assert found['polku_command_seconds_count{command="StartProcess"}'] == 4


def test_requests_are_counted_with_their_times(office: Office) -> None:
    office.visitor("aino").get("/inbox")
    office.visitor().get("/nowhere")

    found = shown(office.app)

    assert found['polku_requests_total{route="inbox.page",status="200"}'] == 1
    assert found['polku_requests_total{route="none",status="404"}'] == 1
    assert found['polku_request_seconds_count{method="GET",route="inbox.page"}'] == 1


def test_processes_that_are_alive_are_counted(office: Office) -> None:
    now = office.clock.now()
    nodes.beat(office.program.database, NodeRow("a", ("web", "clock"), "m", 1, "1", now, now), now)

    found = shown(office.app)

    assert (found['polku_processes_up{part="web"}'], found['polku_processes_up{part="jobs"}']) == (1, 0)


def test_the_room_that_the_database_takes_is_told(office: Office) -> None:
    found = shown(office.app)
    assert found["polku_database_bytes"] > found["polku_database_free_bytes"] >= 0


def test_on_postgresql_each_table_tells_of_its_dead_rows(office: Office, migrated_postgres: str) -> None:
    engine = engine_on(migrated_postgres, office.clock)
    found = shown(create_app(engine, office.program.settings))
    assert found['polku_table_rows{state="dead",table="facts_1"}'] == 0
    assert found['polku_table_bytes{table="instances"}'] > 0
    engine.database.close()


def test_the_database_is_asked_once_in_ten_seconds(office: Office) -> None:
    shown(office.app)
    statements: list[str] = []

    def ask(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(office.program.database.engine, "before_cursor_execute", ask)
    shown(office.app)
    assert statements == []
    office.clock.advance(timedelta(seconds=10))
    shown(office.app)
    assert statements != []


def test_no_count_goes_through_a_table_that_grows() -> None:
    engine = engine_on("sqlite://")
    engine.deploy(FILES, actor="otso")
    with asked(engine.database) as questions:
        waiting(engine.database, engine.clock.now())
    assert [step for step in scans(engine.database, questions) if not step.startswith(("SCAN anon", "SCAN jobs"))] == []


@pytest.mark.parametrize(
    ("changes", "address", "sent", "status"),
    [
        ({}, "127.0.0.1", "", 200),
        ({}, "192.0.2.1", "", 403),
        ({"public_url": "https://polku.example"}, "127.0.0.1", "", 403),
        ({"metrics_token": "open sesame"}, "127.0.0.1", "", 401),
        ({"metrics_token": "open sesame"}, "192.0.2.1", "Bearer wrong", 401),
        ({"metrics_token": "open sesame"}, "192.0.2.1", "Bearer open sesame", 200),
    ],
)
def test_not_everybody_may_look(office: Office, changes: dict[str, str], address: str, sent: str, status: int) -> None:
    settings = replace(office.program.settings, **changes)  # type: ignore[arg-type]
    app = create_app(office.program.engine, settings)

    headers = {"Authorization": sent, "Accept": "application/json"} if sent else {"Accept": "application/json"}
    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == status
