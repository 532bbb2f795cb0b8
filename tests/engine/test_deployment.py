"""Deployment: all files or none, a new version only for what changed, instances stay on theirs."""

import pytest

from engine.engine import Engine
from engine.errors import DeploymentRefused
from engine.store import definitions, instances, work_items
from tests.engine.diagrams import DECISION, NUMBER, call, chain, decide, diagram, form, user_task

TASK = diagram("task-process", chain(user_task()))
CHANGED = diagram("task-process", chain(user_task("other", "Do something else")))


def sentences(engine: Engine, files: dict[str, bytes]) -> list[str]:
    return [f"{name}: {problem}" for name, problem in engine.check(files)]


def test_a_deployment_says_what_it_made(engine: Engine) -> None:
    files = {"task.bpmn": TASK, "need.form": form("need", NUMBER), "tables.dmn": DECISION}
    deployment = engine.deploy(files, actor="olli", note="first")
    assert {(d.kind, d.key, d.file) for d in deployment.definitions} == {
        ("process", "task-process:1", "task.bpmn"),
        ("form", "need:1", "need.form"),
        ("decision", "segment:1", "tables.dmn"),
    }
    (row,) = definitions.latest(engine.database, "process")
    assert (row.version, row.deployed_by, row.note, row.deployed_at) == (1, "olli", "first", engine.clock.now())
    assert definitions.content(engine.database, "task-process:1") == TASK
    assert definitions.form_schema(engine.database, "need:1")["id"] == "need"


def test_an_unchanged_file_makes_no_new_version(engine: Engine) -> None:
    engine.deploy({"task.bpmn": TASK}, actor="olli")
    again = engine.deploy({"renamed.bpmn": TASK}, actor="olli")
    assert (again.id, again.definitions) == (None, ())
    assert [definition.key for definition in again.unchanged] == ["task-process:1"]
    assert len(definitions.versions(engine.database, "process", "task-process")) == 1


def test_going_back_to_older_content_is_a_new_version(engine: Engine) -> None:
    for content in (TASK, CHANGED, TASK):
        engine.deploy({"task.bpmn": content}, actor="olli")
    rows = definitions.versions(engine.database, "process", "task-process")
    assert [row.key for row in rows] == ["task-process:3", "task-process:2", "task-process:1"]
    assert rows[0].checksum == rows[2].checksum


def test_a_running_instance_stays_on_its_version_and_the_next_gets_the_new_one(engine: Engine) -> None:
    engine.deploy({"task.bpmn": TASK}, actor="olli")
    old = engine.start("task-process", actor="anna")
    engine.deploy({"task.bpmn": CHANGED}, actor="olli")
    new = engine.start("task-process", actor="anna")
    chosen = engine.start("task-process", actor="anna", version=1)
    items = {item.instance_id: item.element_id for item in work_items.page(engine.database, scope="all").items}
    assert items == {old: "task", new: "other", chosen: "task"}
    for item in work_items.page(engine.database, scope="all").items:
        engine.complete(item.instance_id, item.key, actor="anna")
    assert {row.status for row in instances.page(engine.database).items} == {"completed"}


def test_every_problem_of_every_file_is_named_and_nothing_is_deployed(engine: Engine) -> None:
    files = {
        "good.bpmn": TASK,
        "broken.bpmn": b"<definitions",
        "calls.bpmn": diagram(
            "calls", chain(call("call", "nowhere"), user_task(form="no-form"), decide("d", "no", "r"))
        ),
        "bad.form": b"{",
        "bad.dmn": b"<definitions/>",
        "notes.txt": b"hello",
    }
    with pytest.raises(DeploymentRefused) as refused:
        engine.deploy(files, actor="olli")
    found = refused.value.problems
    assert {name for name, _ in found} == files.keys() - {"good.bpmn"}
    by_element = {problem.element: problem.sentence for name, problem in found if name == "calls.bpmn"}
    assert by_element == {
        "call": "The process nowhere is neither deployed nor among these files.",
        "task": "The form no-form is neither deployed nor among these files.",
        "d": "The decision no is neither deployed nor among these files.",
    }
    assert definitions.latest(engine.database, "process") == ()


def test_what_is_referred_to_may_be_in_the_same_deployment_or_deployed_before(engine: Engine) -> None:
    caller = {"calls.bpmn": diagram("calls", chain(call("call", "task-process")))}
    (sentence,) = sentences(engine, caller)
    assert sentence == (
        "calls.bpmn: line 4, call: The process task-process is neither deployed nor among these files. "
        "Deploy the process together with this file, or mend its id."
    )
    assert sentences(engine, caller | {"task.bpmn": TASK}) == []
    engine.deploy({"task.bpmn": TASK}, actor="olli")
    assert sentences(engine, caller) == []


def test_two_files_with_the_same_process_are_refused(engine: Engine) -> None:
    (sentence,) = sentences(engine, {"a.bpmn": TASK, "b.bpmn": CHANGED})
    assert sentence == (
        "b.bpmn: task-process: The process task-process is also in a.bpmn. "
        "Leave one of them out, or give it another id."
    )


def test_warnings_refuse_only_in_strict_mode(engine: Engine) -> None:
    draft = TASK.replace(b'isExecutable="true"', b'isExecutable="false"')
    assert engine.check({"a.bpmn": draft}) == []
    assert engine.check({"a.bpmn": draft}, strict=True) != []
    with pytest.raises(DeploymentRefused):
        engine.deploy({"a.bpmn": draft}, actor="olli", strict=True)
    assert engine.deploy({"a.bpmn": draft}, actor="olli").definitions


def test_a_call_is_bound_to_the_latest_version(engine: Engine) -> None:
    engine.deploy({"a.bpmn": diagram("calls", chain(call("call", "task-process"))), "b.bpmn": TASK}, actor="olli")
    engine.deploy({"b.bpmn": CHANGED}, actor="olli")
    engine.start("calls", actor="anna")
    (item,) = work_items.page(engine.database, scope="all").items
    assert (item.definition, item.process_id, item.element_id) == ("task-process:2", "task-process", "other")


def test_a_call_can_be_bound_to_its_own_deployment(engine: Engine) -> None:
    caller = {"a.bpmn": diagram("calls", chain(call("call", "task-process", "deployment")))}
    assert "bound to the same deployment, but is not part of it" in sentences(engine, caller)[0]
    engine.deploy(caller | {"b.bpmn": TASK}, actor="olli")
    engine.deploy({"b.bpmn": CHANGED}, actor="olli")
    engine.start("calls", actor="anna")
    (item,) = work_items.page(engine.database, scope="all").items
    assert item.definition == "task-process:1"


def test_a_file_bound_to_its_deployment_becomes_new_with_what_it_calls(engine: Engine) -> None:
    caller = {"a.bpmn": diagram("calls", chain(call("call", "task-process", "deployment")))}
    engine.deploy(caller | {"b.bpmn": TASK}, actor="olli")
    again = engine.deploy(caller | {"b.bpmn": CHANGED}, actor="olli")
    assert {definition.key for definition in again.definitions} == {"calls:2", "task-process:2"}
    third = engine.deploy({"a.bpmn": caller["a.bpmn"] + b"\n", "b.bpmn": CHANGED}, actor="olli")
    assert ([d.key for d in third.definitions], [d.key for d in third.unchanged]) == (["calls:3"], ["task-process:2"])
    engine.start("calls", actor="anna")
    (item,) = work_items.page(engine.database, scope="all").items
    assert item.definition == "task-process:2"


def test_a_call_can_be_bound_to_a_version_tag(engine: Engine) -> None:
    caller = {"a.bpmn": diagram("calls", chain(call("call", "task-process", "versionTag", "good")))}
    tagged = diagram("task-process", chain(user_task()), tag="good")
    assert "with the version tag good is deployed" in sentences(engine, caller)[0]
    engine.deploy(caller | {"b.bpmn": tagged}, actor="olli")
    engine.deploy({"b.bpmn": CHANGED}, actor="olli")
    engine.start("calls", actor="anna")
    (item,) = work_items.page(engine.database, scope="all").items
    assert item.definition == "task-process:1"


def test_a_decision_is_evaluated_in_its_latest_version(engine: Engine) -> None:
    files = {"a.bpmn": diagram("decides", chain(decide("d", "segment", "found"))), "t.dmn": DECISION}
    engine.deploy(files, actor="olli")
    large = engine.start("decides", {"staff": 300}, actor="anna")
    engine.deploy({"t.dmn": DECISION.replace(b"250", b"500")}, actor="olli")
    local = engine.start("decides", {"staff": 300}, actor="anna")
    assert instances.variables(engine.database, large)["found"] == "large"
    assert instances.variables(engine.database, local)["found"] == "local"


def test_what_another_node_has_deployed_meanwhile_is_the_latest_version_at_once(engine: Engine) -> None:
    steps = (user_task("first"), decide("d", "segment", "found"), user_task("last"))
    engine.deploy({"a.bpmn": diagram("decides", chain(*steps)), "t.dmn": DECISION}, actor="olli")
    instance_ids = [engine.start("decides", {"staff": 300}, actor="anna") for _ in range(2)]
    items = {item.instance_id: item.key for item in work_items.page(engine.database, scope="all").items}

    engine.complete(instance_ids[0], items[instance_ids[0]], actor="anna")
    Engine(engine.database, engine.clock).deploy({"t.dmn": DECISION.replace(b"250", b"500")}, actor="olli")
    engine.complete(instance_ids[1], items[instance_ids[1]], actor="anna")

    found = [instances.variables(engine.database, instance_id)["found"] for instance_id in instance_ids]
    assert found == ["large", "local"]


def test_a_process_whose_own_file_has_errors_is_not_said_to_be_missing_as_well(engine: Engine) -> None:
    caller = diagram("caller", chain(call("go", "broken")))
    broken = diagram("broken", chain('<receiveTask id="wait"/>'))

    found = engine.check({"caller.bpmn": caller, "broken.bpmn": broken})

    assert [(name, problem.element) for name, problem in found] == [("broken.bpmn", "wait")]
