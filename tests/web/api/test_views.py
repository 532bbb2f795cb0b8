"""What programs do by the API is what the engine does: once, checked, and told in sentences."""

from typing import Any

import pytest

from engine.history import Filters, facts
from engine.testing import assert_sound
from tests.engine.diagrams import chain, diagram, joined, user_task
from tests.web.api.conftest import FILES, NewProgram
from tests.web.conftest import Office


def data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


def test_files_are_deployed_listed_and_read(office: Office, program: NewProgram) -> None:
    otso = program("otso")
    files = {name: content.decode() for name, content in FILES.items()}

    new = data(otso.post("/deployments", {"files": files, "note": "first"}), 201)

    assert {(one["kind"], one["id"], one["version"]) for one in new["definitions"]} >= {("process", "errand", 1)}
    listed = {one["id"]: one for one in data(otso.get("/definitions/process"))["items"]}
    assert (listed["errand"]["key"], listed["errand"]["deployed_by"]) == ("errand:1", "otso")
    assert otso.get("/definitions/process/errand:1/content").data == FILES["errand.bpmn"]
    assert [one["version"] for one in data(otso.get("/definitions/form/amount/versions"))["items"]] == [1]
    assert data(otso.get("/definitions/form/none/versions"), 404)["detail"] == "There is no form none."
    assert otso.get("/definitions/nothing").status_code == 404


def test_a_file_with_problems_is_refused_with_each_of_them(office: Office, program: NewProgram) -> None:
    nameless = "<extensionElements><zeebe:taskDefinition/></extensionElements>"
    tasks = "".join(f'<serviceTask id="{id}">{nameless}</serviceTask>' for id in ("one", "other"))
    broken = diagram("broken", tasks).decode()

    answer = data(program("otso").post("/deployments", {"files": {"broken.bpmn": broken}}), 422)

    assert {problem["element"] for problem in answer["problems"]} >= {"one", "other"}
    assert all(problem["sentence"] and problem["remedy"] for problem in answer["problems"])


def test_an_instance_goes_from_start_to_end(deployed: Office, program: NewProgram) -> None:
    aino, robot, meri = program("aino"), program("robot", "job-worker"), program("meri")
    id = data(aino.post("/instances", {"process_id": "asking", "business_key": "k", "variables": {"a": 1}}), 201)[
        "instance_id"
    ]
    (item,) = data(aino.get("/work-items?scope=groups&process_id=asking"))["items"]
    here = f"/work-items/{id}/{item['key']}"
    assert data(aino.get(here))["status"] == "open"
    data(aino.post(f"{here}/claim"))
    data(aino.post(f"{here}/release"))
    data(aino.post(f"{here}/claim"))
    wrong = data(aino.post(f"{here}/complete", {"variables": {"amount": 0}}), 422)
    assert list(wrong["errors"]) == ["amount"]
    data(aino.post(f"{here}/complete", {"variables": {"amount": 3}}))

    (job,) = data(robot.post("/jobs/fetch", {"types": ["work"], "lease_seconds": 60}))["jobs"]
    assert job["variables"] == {"a": 1, "amount": 3}
    there = f"/jobs/{id}/{job['key']}"
    assert "locked_until" in data(robot.post(f"{there}/extend", {"lock": job["lock"], "lease_seconds": 600}))
    data(robot.post(f"{there}/complete", {"lock": job["lock"], "variables": {"done": True}}))

    assert data(meri.get(f"/instances/{id}"))["status"] == "completed"
    assert data(meri.get(f"/instances/{id}/variables"))["variables"] == {"a": 1, "amount": 3, "done": True}
    told = data(meri.get(f"/instances/{id}/facts?limit=1000"))["items"]
    assert [fact["number"] for fact in told] == list(range(1, len(told) + 1))
    assert {"aino", "robot"} <= {fact["actor"] for fact in told}
    assert_sound(deployed.program.engine, id)


def test_the_same_request_twice_does_it_once_and_gets_the_same_answer(deployed: Office, program: NewProgram) -> None:
    aino, eero = program("aino"), program("eero")
    asked = {"process_id": "asking"}

    first = data(aino.post("/instances", asked, Idempotency_Key="one"), 201)
    assert data(aino.post("/instances", asked, Idempotency_Key="one"), 201) == first
    assert data(eero.post("/instances", asked, Idempotency_Key="one"), 201) != first
    (item, _) = data(aino.get("/work-items?scope=groups&process_id=asking"))["items"]
    complete = f"/work-items/{item['instance_id']}/{item['key']}/complete"
    for _ in range(2):
        data(aino.post(complete, {"variables": {"amount": 1}}, Idempotency_Key="two"))

    again = data(eero.post(complete, {"variables": {"amount": 1}}, Idempotency_Key="three"), 409)
    assert "was completed by aino" in again["detail"]
    other = data(aino.post("/instances", {"process_id": "errand"}, Idempotency_Key="one"), 409)
    assert "key of its own" in other["detail"]
    assert data(aino.post("/instances", asked, Idempotency_Key="x" * 201), 422)["errors"]


def test_many_are_started_at_once_and_each_fails_alone(deployed: Office, program: NewProgram) -> None:
    client = program("shop", "client")
    asked = {"starts": [{"process_id": "errand"}, {"process_id": "nothing"}, {"process_id": "asking", "version": 1}]}

    first = data(client.post("/instances/bulk", asked, Idempotency_Key="b"), 201)["started"]
    again = data(client.post("/instances/bulk", asked, Idempotency_Key="b"), 201)["started"]

    assert [bool(one["instance_id"]) for one in first] == [True, False, True]
    assert "nothing is not deployed" in first[1]["problem"]
    assert again == first


def test_lists_are_paged_to_their_end(deployed: Office, program: NewProgram) -> None:
    meri = program("meri")
    data(meri.post("/instances/bulk", {"starts": [{"process_id": "errand"}] * 5}), 201)
    seen, more = [], "&process_id=errand"
    while more:
        page = data(meri.get(f"/instances?limit=2{more}"))
        seen += [one["id"] for one in page["items"]]
        more = f"&process_id=errand&after={page['next']}" if page["next"] else ""

    assert len(seen) == len(set(seen)) == 5
    assert data(meri.get("/instances?limit=0"), 422)["errors"]["limit"]
    assert data(meri.get("/instances?after=nonsense"), 422)["errors"]["after"]


def test_a_message_reaches_who_waits_once(deployed: Office, program: NewProgram) -> None:
    client = program("shop", "client")
    id = data(client.post("/instances", {"process_id": "waiting", "variables": {"invoice": "7"}}), 201)["instance_id"]
    paid = {"name": "paid", "correlation_key": "7", "variables": {"sum": 5}}

    first = data(client.post("/messages", paid, Idempotency_Key="m"), 202)
    assert data(client.post("/messages", paid, Idempotency_Key="m"), 202) == first

    assert data(client.get(f"/instances/{id}/variables"))["variables"]["sum"] == 5
    received = facts(deployed.program.database, Filters(instance_id=id, kind="MessageReceived")).items
    assert [fact.actor for fact in received] == ["system"]


def test_a_job_fails_as_the_worker_says_and_its_incident_is_retried(deployed: Office, program: NewProgram) -> None:
    robot, meri = program("robot", "job-worker"), program("meri")
    id = data(meri.post("/instances", {"process_id": "errand"}), 201)["instance_id"]
    (job,) = data(robot.post("/jobs/fetch", {"types": ["work"]}))["jobs"]
    there = f"/jobs/{id}/{job['key']}"

    data(robot.post(f"{there}/fail", {"lock": job["lock"], "sentence": "No such customer.", "retries": 0}))
    (incident,) = data(meri.get("/incidents?process_id=errand"))["items"]
    assert data(meri.get(f"/incidents?element_id={incident['element_id']}&text={id}"))["items"] == [incident]
    assert data(meri.get("/incidents?text=nothing%20says%20so"))["items"] == []
    assert incident["sentence"] == "No such customer."
    why = {"retries": 2, "reason": "The customer is there now."}
    data(meri.post(f"/incidents/{id}/{incident['key']}/retry", why))

    (again,) = data(robot.post("/jobs/fetch", {"types": ["work"]}))["jobs"]
    assert (again["key"], again["retries"]) == (job["key"], 2)
    late = data(robot.post(f"{there}/complete", {"lock": job["lock"]}), 409)
    assert "not yours any more" in late["detail"]
    data(robot.post(f"{there}/error", {"lock": again["lock"], "code": "NO"}))
    assert_sound(deployed.program.engine, id)


def test_a_manager_changes_variables_and_cancels(deployed: Office, program: NewProgram) -> None:
    meri = program("meri")
    id = data(meri.post("/instances", {"process_id": "errand"}), 201)["instance_id"]

    given = {"variables": {"a": {"b": [1, None]}}, "reason": "Asked for."}
    data(meri.ask("PATCH", f"/instances/{id}/variables", given))
    assert data(meri.get(f"/instances/{id}/variables"))["variables"] == {"a": {"b": [1, None]}}
    data(meri.post(f"/instances/{id}/cancel", {"reason": "by mistake"}))
    assert data(meri.get(f"/instances/{id}"))["status"] == "terminated"
    assert "detail" in data(meri.post(f"/instances/{id}/cancel", {"reason": "again"}), 409)


def test_only_a_manager_sees_everybodys_work(deployed: Office, program: NewProgram) -> None:
    assert data(program("aino").get("/work-items?scope=all"), 422)["errors"]["scope"]
    assert "items" in data(program("meri").get("/work-items?scope=all"))


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/instances", {}, "process_id"),
        ("/instances", {"process_id": "errand", "variables": 5}, "variables"),
        ("/instances", {"process_id": "errand", "colour": "red"}, "colour"),
        ("/instances", [1], "body"),
        ("/messages", {"name": ""}, "name"),
        ("/signals", {"name": "x", "variables": []}, "variables"),
    ],
)
def test_nonsense_is_answered_with_a_sentence_for_the_field(
    deployed: Office, program: NewProgram, path: str, body: Any, field: str
) -> None:
    answer = program("shop", "client").post(path, body)

    assert answer.mimetype == "application/problem+json"
    assert data(answer, 422)["errors"][field]


def test_what_is_no_json_and_what_is_nowhere_is_told_too(deployed: Office, program: NewProgram) -> None:
    client = program("shop", "client")
    headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json"}

    broken = client.client.post("/api/v1/instances", data=b"{", headers=headers)
    nowhere = client.get("/nowhere")
    unknown = client.get("/instances/none")

    assert (broken.status_code, broken.mimetype) == (400, "application/problem+json")
    assert (nowhere.status_code, nowhere.mimetype) == (404, "application/problem+json")
    assert data(unknown, 404)["detail"] == "There is no instance none."
    assert client.ask("DELETE", "/instances").status_code == 405


def test_a_signal_is_thrown(deployed: Office, program: NewProgram) -> None:
    assert data(program("shop", "client").post("/signals", {"name": "closing"}), 202) == {}


def test_saying_what_is_so_begins_a_process_once(deployed: Office, program: NewProgram) -> None:
    condition = '<condition xsi:type="tFormalExpression">=temperature &gt; 300</condition>'
    start = (
        f'<startEvent id="s"><conditionalEventDefinition id="d">{condition}</conditionalEventDefinition></startEvent>'
    )
    deployed.program.engine.deploy({"hot.bpmn": diagram("hot", joined([start, '<endEvent id="e"/>']))}, actor="olli")
    sensor = program("sensor", "client")

    begun = data(sensor.post("/conditions", {"variables": {"temperature": 301}, "subject": "oven 1"}))["instance_ids"]

    assert data(sensor.get(f"/instances/{begun[0]}"))["process_id"] == "hot"
    assert data(sensor.post("/conditions", {"variables": {"temperature": 301}, "subject": "oven 1"})) == {
        "instance_ids": []
    }
    assert data(sensor.post("/conditions", {}), 422)["errors"]["variables"]


def test_the_document_and_the_page_say_what_there_is(office: Office, program: NewProgram) -> None:
    spec = data(program().get("/openapi.json"))

    routes = {(rule.rule, method.lower()) for rule in office.app.url_map.iter_rules() for method in rule.methods or ()}
    assert all(path.startswith("/api/v1/") for path in spec["paths"])
    assert spec["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for path, methods in spec["paths"].items():
        plain = path.replace("{", "<").replace("}", ">").replace("<key>", "<int:key>")
        for method, told in methods.items():
            assert (plain, method) in routes
            assert told["summary"]
            assert told["security"] == [{"bearer": []}]
    page = program().get("/docs").text
    assert all(path in page for path in spec["paths"])


def test_a_request_has_a_name_in_the_answer(program: NewProgram) -> None:
    assert program("aino").get("/work-items", X_Request_ID="mine-1").headers["X-Request-ID"] == "mine-1"
    assert len(program("aino").get("/work-items", X_Request_ID='bad one"').headers["X-Request-ID"]) == 32


def test_a_long_poll_that_finds_no_free_place_is_answered_at_once(deployed: Office, program: NewProgram) -> None:
    robot = program("robot", "job-worker")
    slots = deployed.app.extensions["polku-api-waiting"]
    taken = 0
    while slots.acquire(blocking=False):
        taken += 1

    assert data(robot.post("/jobs/fetch", {"types": ["none"], "wait_seconds": 60})) == {"jobs": []}
    assert taken == deployed.program.settings.web_threads // 2


def test_two_tasks_of_one_process_can_be_told_apart(office: Office, program: NewProgram) -> None:
    office.program.engine.deploy({"two.bpmn": diagram("pair", chain(user_task("one"), user_task("two")))}, actor="otso")
    meri = program("meri")
    data(meri.post("/instances", {"process_id": "pair"}), 201)
    (first,) = data(meri.get("/work-items?scope=all&process_id=pair"))["items"]
    data(meri.post(f"/work-items/{first['instance_id']}/{first['key']}/complete"))
    (second,) = data(meri.get("/work-items?scope=all&process_id=pair"))["items"]

    assert (first["element_id"], second["element_id"]) == ("one", "two")
