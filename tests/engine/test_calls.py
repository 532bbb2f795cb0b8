"""Calls between files: what can't be called is refused when it is deployed; global tasks are called like processes."""

from engine.engine import Engine
from engine.store import definitions, instances, work_items
from tests.engine.diagrams import call, chain, diagram, user_task

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:polku:tests">'
AWAITED = (
    f'{HEAD}<message id="m" name="ordered"/><process id="awaited" isExecutable="true">'
    '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="end"/>'
    '<sequenceFlow id="f" sourceRef="start" targetRef="end"/></process></definitions>'
).encode()
SHARED = f'{HEAD}<globalUserTask id="approve" name="Approve the offer"/></definitions>'.encode()
CALLS_AWAITED = diagram("calls", chain(call("call", "awaited")))
CALLS_SHARED = diagram("calls", chain(call("call", "approve")))


def errors(engine: Engine, files: dict[str, bytes]) -> list[tuple[str, str | None]]:
    return [(name, problem.element) for name, problem in engine.check(files) if problem.code == "target-cannot-start"]


def test_a_call_of_a_process_in_another_file_that_only_a_message_starts_is_refused(engine: Engine) -> None:
    assert errors(engine, {"calls.bpmn": CALLS_AWAITED, "awaited.bpmn": AWAITED}) == [("calls.bpmn", "call")]


def test_a_call_of_a_deployed_process_that_only_a_message_starts_is_refused(engine: Engine) -> None:
    engine.deploy({"awaited.bpmn": AWAITED}, actor="olli")

    assert errors(engine, {"calls.bpmn": CALLS_AWAITED}) == [("calls.bpmn", "call")]


def test_what_can_be_called_is_not_doubted(engine: Engine) -> None:
    called = diagram("awaited", chain(user_task()))

    assert errors(engine, {"calls.bpmn": CALLS_AWAITED, "awaited.bpmn": called}) == []


def test_a_global_task_is_deployed_once_and_called_from_another_file(engine: Engine) -> None:
    engine.deploy({"shared.bpmn": SHARED}, actor="olli")
    engine.deploy({"calls.bpmn": CALLS_SHARED}, actor="olli")
    engine.start("calls", actor="anna")

    (item,) = work_items.page(engine.database, scope="all").items
    assert (item.element_id, item.name) == ("approve-task", "Approve the offer")
    engine.complete(item.instance_id, item.key, actor="anna")

    assert {row.status for row in instances.page(engine.database).items} == {"completed"}
    assert definitions.content(engine.database, "approve:1") == SHARED
