"""Each route of the API that changes something takes an Idempotency-Key: sent twice, it gives the first answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine.history import Filters, facts
from engine.store import incidents, work_items
from tests.engine.diagrams import chain, diagram, user_task
from tests.engine.test_conditional_starts import process
from tests.web.api.conftest import NewProgram, Program
from tests.web.conftest import Office

Asked = tuple[str, str, Any]  # who asks for which path with which body
NEWER = {"files": {"newer.bpmn": diagram("newer", chain(user_task())).decode()}}
ROBOT = "job-worker"


def item(office: Office, command: str, body: Any) -> Asked:
    office.program.engine.start("asking", actor="meri")
    (found,) = work_items.page(office.program.database, scope="all", process_id="asking").items
    if command != "claim":
        office.program.engine.assign(found.instance_id, found.key, "aino", actor="aino")
    return "aino", f"/work-items/{found.instance_id}/{found.key}/{command}", body


def instance(office: Office, command: str, body: Any) -> Asked:
    return "meri", f"/instances/{office.program.engine.start('asking', actor='meri')}/{command}", body


def job(office: Office, command: str, **body: Any) -> Asked:
    office.program.engine.start("errand", actor="meri")
    (found,) = office.program.engine.fetch_jobs("robot", ["work"])
    return "robot", f"/jobs/{found.instance_id}/{found.key}/{command}", {"lock": found.lock, **body}


def jobs(office: Office) -> Asked:
    for _ in range(2):
        office.program.engine.start("errand", actor="meri")
    return "robot", "/jobs/fetch", {"types": ["work"], "limit": 1}


def incident(office: Office) -> Asked:
    _, path, body = job(office, "")
    _, _, id, key, _ = path.split("/")
    office.program.engine.fail_job(id, int(key), "no", retries=0, lock=body["lock"])
    (found,) = incidents.page(office.program.database).items
    return "meri", f"/incidents/{found.instance_id}/{found.key}/retry", {"reason": "mended"}


def conditions(office: Office) -> Asked:
    office.program.engine.deploy({"hot.bpmn": process("hot", "=temperature &gt; 300")}, actor="otso")
    return "meri", "/conditions", {"variables": {"temperature": 301}}


def waiting(office: Office) -> Asked:
    office.program.engine.start("waiting", {"invoice": "7"}, actor="meri")
    return "aino", "/messages", {"name": "paid", "correlation_key": "7"}


ROUTES: dict[str, Callable[[Office], Asked]] = {
    "api.deploy": lambda _office: ("otso", "/deployments", NEWER),
    "api.start": lambda _office: ("aino", "/instances", {"process_id": "asking"}),
    "api.start_many": lambda _office: ("aino", "/instances/bulk", {"starts": [{"process_id": "asking"}] * 2}),
    "api.set_variables": lambda office: instance(office, "variables", {"variables": {"a": 1}, "reason": "why"}),
    "api.cancel": lambda office: instance(office, "cancel", {"reason": "why"}),
    "api.claim": lambda office: item(office, "claim", {}),
    "api.release": lambda office: item(office, "release", {}),
    "api.complete": lambda office: item(office, "complete", {"variables": {"amount": 3}}),
    "api.publish": waiting,
    "api.broadcast": lambda _office: ("meri", "/signals", {"name": "alarm"}),
    "api.evaluate_conditions": conditions,
    "api.fetch_jobs": jobs,
    "api.complete_job": lambda office: job(office, "complete"),
    "api.fail_job": lambda office: job(office, "fail", sentence="no"),
    "api.throw_job_error": lambda office: job(office, "error", code="E1"),
    "api.extend_job": lambda office: job(office, "extend", lease_seconds=600),
    "api.retry": incident,
}


def test_every_route_that_changes_something_is_in_the_table(office: Office) -> None:
    changing = {"POST", "PUT", "PATCH", "DELETE"}
    rules = office.app.url_map.iter_rules()
    found = {rule.endpoint for rule in rules if rule.endpoint.startswith("api.") and changing & (rule.methods or set())}
    assert found == ROUTES.keys()


@pytest.mark.parametrize("route", ROUTES)
def test_the_same_request_twice_gives_the_first_answer(deployed: Office, program: NewProgram, route: str) -> None:
    who, path, body = ROUTES[route](deployed)
    caller: Program = program(who, ROBOT) if who == "robot" else program(who)
    method = "PATCH" if route == "api.set_variables" else "POST"

    first = caller.ask(method, path, body, Idempotency_Key="k")
    done = count(deployed)
    deployed.clock.advance(timedelta(seconds=7))
    second = caller.ask(method, path, body, Idempotency_Key="k")

    assert first.status_code < 300, first.data
    assert (second.status_code, second.json) == (first.status_code, first.json)
    assert count(deployed) == done


def count(office: Office) -> int:
    return len(facts(office.program.database, Filters(), limit=1000).items)
