"""Starting instances and completing work items: once, by whom it may be, with right answers."""

import pytest

from engine.engine import Engine
from engine.errors import AlreadyDone, Invalid, NotDeployed, NotFound, Refused
from engine.store import instances, work_items
from engine.testing import FakeClock
from tests.engine.diagrams import NUMBER, TEXT, chain, diagram, form, user_task

TASK = {"task.bpmn": diagram("task-process", chain(user_task(groups="experts")))}
WITH_FORM = {
    "form.form": form("need", NUMBER, TEXT),
    "task.bpmn": diagram("task-process", chain(user_task(name="Assess the need", form="need"))),
}


def only_item(engine: Engine) -> work_items.WorkItemRow:
    (item,) = work_items.page(engine.database, scope="all").items
    return item


def test_a_started_process_waits_at_its_user_task(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", {"a": 1}, actor="anna", business_key="1234567-1")
    instance = instances.one(engine.database, instance_id)
    assert (instance.process_id, instance.version, instance.definition) == ("task-process", 1, "task-process:1")
    assert (instance.status, instance.business_key, instance.started_by) == ("active", "1234567-1", "anna")
    assert (instance.started_at, instance.ended_at) == (clock.now(), None)
    assert instances.variables(engine.database, instance_id) == {"a": 1}
    assert [element.element_id for element in instances.active_elements(engine.database, instance_id)] == ["task"]
    item = only_item(engine)
    assert (item.instance_id, item.element_id, item.name) == (instance_id, "task", "Do it")
    assert (item.candidate_groups, item.business_key, item.status) == (("experts",), "1234567-1", "open")


def test_completing_the_last_task_completes_the_instance(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", actor="anna")
    engine.complete(instance_id, only_item(engine).key, {"b": [1, None]}, actor="berit")
    instance = instances.one(engine.database, instance_id)
    assert (instance.status, instance.ended_at) == ("completed", clock.now())
    assert instances.variables(engine.database, instance_id) == {"b": [1, None]}
    (item,) = work_items.page(engine.database, scope="all", state="completed").items
    assert (item.completed_by, item.completed_at) == ("berit", clock.now())
    assert work_items.page(engine.database, scope="all").items == ()


def test_who_comes_second_hears_who_was_first_and_when(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", actor="anna")
    key = only_item(engine).key
    engine.complete(instance_id, key, actor="berit")
    with pytest.raises(AlreadyDone, match=r"Do it was completed by berit on 2026-01-05 at 10:00\."):
        engine.complete(instance_id, key, actor="carl")


def test_a_withdrawn_task_says_so(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", actor="anna")
    key = only_item(engine).key
    engine.operations.cancel(instance_id, "opened by mistake", actor="anna")
    assert instances.one(engine.database, instance_id).status == "terminated"
    with pytest.raises(AlreadyDone, match=r"Do it was withdrawn on 2026-01-05 at 10:00"):
        engine.complete(instance_id, key, actor="berit")


def test_the_same_request_twice_is_carried_out_once(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    first = engine.start("task-process", actor="anna", request_id="r1")
    assert engine.start("task-process", actor="anna", request_id="r1") == first
    assert len(instances.page(engine.database).items) == 1
    key = only_item(engine).key
    engine.complete(first, key, actor="anna", request_id="r2")
    engine.complete(first, key, actor="anna", request_id="r2")
    assert instances.one(engine.database, first).status == "completed"


def test_a_request_key_is_for_one_command(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", actor="anna", request_id="r1")
    with pytest.raises(Refused, match="The request r1 was for something else"):
        engine.complete(instance_id, only_item(engine).key, actor="anna", request_id="r1")
    assert only_item(engine).status == "open"


def test_a_refused_request_may_be_sent_again(engine: Engine) -> None:
    with pytest.raises(NotDeployed, match="The process task-process is not deployed"):
        engine.start("task-process", actor="anna", request_id="r1")
    engine.deploy(TASK, actor="olli")
    assert engine.start("task-process", actor="anna", request_id="r1")


def test_unknown_things_are_named(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", actor="anna")
    with pytest.raises(NotFound, match="There is no instance nowhere"):
        engine.complete("nowhere", 1, actor="anna")
    with pytest.raises(NotFound, match="There is no work item 99"):
        engine.complete(instance_id, 99, actor="anna")
    with pytest.raises(NotDeployed, match="task-process, version 7, is not deployed"):
        engine.start("task-process", actor="anna", version=7)


def test_only_the_holder_completes(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", actor="anna")
    key = only_item(engine).key
    engine.assign(instance_id, key, "berit", actor="berit")
    with pytest.raises(Refused, match="Do it is held by berit, who got it on 2026-01-05 at 10:00"):
        engine.complete(instance_id, key, actor="carl")
    engine.complete(instance_id, key, actor="berit")


def test_a_claimed_task_is_not_claimed_again_unless_taken_over(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", actor="anna")
    key = only_item(engine).key
    engine.assign(instance_id, key, "berit", actor="berit", reason="knows the customer")
    engine.assign(instance_id, key, "berit", actor="berit")
    with pytest.raises(AlreadyDone, match="held by berit"):
        engine.assign(instance_id, key, "carl", actor="carl")
    with pytest.raises(AlreadyDone, match="held by berit"):
        engine.release(instance_id, key, actor="carl")
    assert (only_item(engine).assignee, only_item(engine).reason) == ("berit", "knows the customer")
    engine.assign(instance_id, key, "carl", actor="manager", take_over=True)
    engine.assign(instance_id, key, "dora", actor="carl")
    engine.release(instance_id, key, actor="dora")
    assert (only_item(engine).assignee, only_item(engine).assigned_at) == ("", None)


def test_wrong_answers_are_named_by_field_and_nothing_is_saved(engine: Engine) -> None:
    engine.deploy(WITH_FORM, actor="olli")
    instance_id = engine.start("task-process", actor="anna")
    item = only_item(engine)
    assert item.form == "need:1"
    with pytest.raises(Invalid) as wrong:
        engine.complete(instance_id, item.key, {"amount": "many", "other": 1}, actor="anna")
    assert set(wrong.value.errors) == {"amount", "other"}
    assert wrong.value.errors["amount"] == "Amount: the answer must be a number."
    with pytest.raises(Invalid, match="Amount: an answer is needed"):
        engine.complete(instance_id, item.key, {}, actor="anna")
    assert instances.variables(engine.database, instance_id) == {}
    engine.complete(instance_id, item.key, {"amount": 3, "note": "ok"}, actor="anna")
    assert instances.variables(engine.database, instance_id) == {"amount": 3, "note": "ok"}


def test_variables_keep_their_types(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    given = {"date": {"@": "2026-02-03"}, "length": {"@": "P1D"}, "price": 12.35, "odd": {"@": {"@": 1}}}
    instance_id = engine.start("task-process", given, actor="anna")
    assert instances.variables(engine.database, instance_id) == given
    with pytest.raises(Invalid, match="when: "):
        engine.start("task-process", {"when": {"@": "soon"}}, actor="anna")


def test_variables_can_be_set_until_the_instance_ends(engine: Engine) -> None:
    engine.deploy(TASK, actor="olli")
    instance_id = engine.start("task-process", actor="anna")
    engine.operations.set_variables(instance_id, {"a": 2}, "mended", actor="admin")
    assert instances.variables(engine.database, instance_id) == {"a": 2}
    engine.operations.cancel(instance_id, "enough", actor="admin")
    with pytest.raises(Refused, match="nothing in it can be changed"):
        engine.operations.set_variables(instance_id, {"a": 3}, "mended", actor="admin")
