"""The path shows on each diagram where an instance has been, where it is and where it stopped."""

import pytest

from engine.errors import NotFound
from engine.history import called, path
from engine.store import instances
from tests.engine.diagrams import HEAD, chain, diagram, job
from tests.history.conftest import Past


def test_the_path_counts_what_was_visited_and_shows_what_is_alive(past: Past) -> None:
    found = path(past.database, past.first)

    assert found.definition == "path:1"
    assert found.visited == {"start": 1, "meet": 1, "serve": 1}
    assert found.flows == {"start-meet": 1, "meet-serve": 1}
    assert found.active == {"serve"}
    assert found.failed == frozenset()


def test_the_tree_of_processes_says_who_called_whom(past: Past) -> None:
    root, service = called(past.database, past.first)

    assert (root.key, root.process_id, root.name, root.parent, root.active) == (1, "path", "The path", 0, True)
    assert (service.process_id, service.name, service.parent, service.active) == ("service", "The service", 1, True)
    assert path(past.database, past.first, service.key).active == {"give"}


def test_a_called_process_that_has_ended_keeps_its_path(past: Past) -> None:
    past.complete(past.first, "bo")

    _, service = called(past.database, past.first)
    found = path(past.database, past.first, service.key)

    assert not service.active
    assert found.visited == {"start": 1, "give": 1, "end": 1}
    assert found.active == frozenset()
    assert path(past.database, past.first).active == {"follow"}


def test_nothing_of_an_ended_instance_is_active(past: Past) -> None:
    past.engine.operations.cancel(past.first, "ended", actor="admin")

    assert path(past.database, past.first).active == frozenset()
    assert not any(process.active for process in called(past.database, past.first))


def test_an_incident_shows_where_it_stopped(past: Past) -> None:
    past.engine.deploy({"errand.bpmn": diagram("errand", chain(job()))}, actor="owner")
    instance_id = past.engine.start("errand", {}, actor="anna")
    (key,) = instances.state(past.database, instance_id).waits
    past.engine.fail_job(instance_id, key, "The register is gone.", retries=0)

    found = path(past.database, instance_id)

    assert found.failed == {"work"}


def test_the_items_of_a_multi_instance_are_one_visit(past: Past) -> None:
    many = (
        '<process id="many" isExecutable="true"><startEvent id="start"/><userTask id="each">'
        "<multiInstanceLoopCharacteristics><extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=[1, 2, 3]" inputElement="item"/>'
        '</extensionElements></multiInstanceLoopCharacteristics></userTask><endEvent id="end"/>'
        '<sequenceFlow id="a" sourceRef="start" targetRef="each"/>'
        '<sequenceFlow id="b" sourceRef="each" targetRef="end"/></process>'
    )
    past.engine.deploy({"many.bpmn": f"{HEAD}{many}</definitions>".encode()}, actor="owner")
    instance_id = past.engine.start("many", {}, actor="anna")

    assert path(past.database, instance_id).visited == {"start": 1, "each": 1}


def test_a_process_or_instance_that_is_not_there_is_said_to_be_so(past: Past) -> None:
    with pytest.raises(NotFound, match="There is no process 99 in the instance"):
        path(past.database, past.first, 99)
    with pytest.raises(NotFound):
        path(past.database, "nothing")
    with pytest.raises(NotFound):
        called(past.database, "nothing")
