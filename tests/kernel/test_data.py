"""Data objects, properties, sets and associations: which values go where, and who waits for them (BPMN 2.0.2, 10.4)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernel import facts as f
from engine.kernel.commands import CancelInstance, ResolveIncident, SetVariables
from engine.kernel.state import Inputs
from engine.simulation import Run, Simulation
from tests.reader.drawings import drawings, sketch

TYPE = '<itemDefinition id="text" structureRef="string"/>'


def staged(*names: str) -> Simulation:
    return Simulation([process for name in names for process in drawings(name)])


def played(name: str, variables: dict[str, Any] | None = None) -> Run:
    return staged(name).start(name, variables)


def drawn(inside: str) -> Simulation:
    reading = sketch(inside, TYPE)
    assert not reading.has_errors, reading.problems
    return Simulation(reading.processes)


def giving(outputs: str, association: str, sets: str) -> str:
    """A user task with these data outputs, at the beginning of a process."""
    return (
        f'<startEvent id="start"/><userTask id="task"><ioSpecification>{outputs}<inputSet/>{sets}</ioSpecification>'
        f'{association}</userTask><sequenceFlow id="f" sourceRef="start" targetRef="task"/>'
        '<dataObject id="o" name="order"/>'
    )


def output(id: str, typed: bool = True) -> str:
    type = 'itemSubjectRef="text"' if typed else ""
    return f'<dataOutput id="{id}" {type}/>'


ONE = "<outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>"
INTO_ORDER = "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>o</targetRef></dataOutputAssociation>"


@pytest.mark.parametrize("name", ["data-object", "property-of-process"])
def test_what_one_task_gives_out_another_takes_in(name: str) -> None:
    assert played(name).variables() == {"name": "Ann", "answer": "Ann!"}


def test_data_inputs_and_outputs_are_local_to_their_activity() -> None:
    variables = played("data-object").variables()

    assert not variables.keys() & {"made", "greeting", "said"}


def test_a_data_object_of_a_sub_process_is_gone_with_it() -> None:
    assert played("data-in-sub-process").variables() == {"answer": "Ann!"}


def test_a_result_with_the_name_of_a_data_object_stays_in_its_sub_process() -> None:
    stage = drawn(
        '<startEvent id="s"/><subProcess id="sub"><userTask id="task"/><dataObject id="o" name="memo"/></subProcess>'
        '<userTask id="after"/><sequenceFlow id="f" sourceRef="s" targetRef="sub"/>'
        '<sequenceFlow id="g" sourceRef="sub" targetRef="after"/>'
    )
    run = stage.start("p")

    stage.complete("task", {"memo": "inside", "other": "outside"})

    assert run.variables() == {"other": "outside"}


def test_a_property_of_an_activity_is_seen_only_there() -> None:
    stage = staged("property-of-activity")
    run = stage.start("property-of-activity")

    (task,) = [instance for instance in run.state.elements.values() if instance.element == "read"]
    assert task.variables == {"known": "Ann"}
    stage.complete("read", {"said": "Hei", "known": "changed"})

    assert run.variables() == {"name": "Ann", "answer": "Hei"}


def test_an_activity_waits_for_its_input_set_and_nobody_sees_it_before() -> None:
    stage = staged("input-set-waits")
    run = stage.start("input-set-waits")

    assert [type(wait) for wait in run.state.waits.values()].count(Inputs) == 1
    assert [fact.missing for fact in run.facts if isinstance(fact, f.InputsAwaited)] == [("offer",)]
    assert "read" not in {fact.element for fact in run.facts if isinstance(fact, f.WorkItemCreated)}

    stage.complete("write", {"text": "Cheap"})

    assert "read" in {fact.element for fact in run.facts if isinstance(fact, f.WorkItemCreated)}
    assert {"text": "Cheap"} in [instance.variables for instance in run.state.elements.values()]


def test_somebody_who_sets_the_variable_releases_what_waits_for_it() -> None:
    stage = staged("input-set-waits")
    run = stage.start("input-set-waits")

    stage.do(run, SetVariables({"other": 1}))
    assert any(isinstance(wait, Inputs) for wait in run.state.waits.values())
    stage.do(run, SetVariables({"offer": "by telephone"}))

    assert not any(isinstance(wait, Inputs) for wait in run.state.waits.values())


def test_a_cancelled_instance_waits_for_no_data() -> None:
    stage = staged("input-set-waits")
    run = stage.start("input-set-waits")

    stage.do(run, CancelInstance("over"))

    assert [fact for fact in run.facts if isinstance(fact, f.InputsWithdrawn)]
    assert not run.state.waits
    assert not run.state.conditions


def test_null_is_a_value_that_has_come() -> None:
    stage = staged("input-set-waits")
    run = stage.start("input-set-waits")

    stage.complete("write", {"text": None})

    assert not any(isinstance(wait, Inputs) for wait in run.state.waits.values())


def test_the_first_input_set_that_is_there_is_taken_and_decides_which_output_set_is() -> None:
    stage = staged("input-sets")
    run = stage.start("input-sets", {"number": "+358"})
    stage.complete("ask", {"asked": "+358 9"})
    assert [fact.input_set for fact in run.facts if isinstance(fact, f.InputSetChosen)] == ["by-mail"]

    stage.complete("task", {"called": "yes"})

    (incident,) = run.state.incidents.values()
    assert "gave nothing for its data output sent" in incident.sentence


def test_an_optional_input_is_not_waited_for_and_an_optional_output_need_not_be_given() -> None:
    stage = staged("optional-data")
    run = stage.start("optional-data")

    stage.complete("task")

    assert run.state.status == "completed"
    assert run.variables() == {"answer": "none"}


def test_an_assignment_sets_a_member_and_keeps_the_others() -> None:
    run = played("data-association-assignment", {"city": "Lahti", "customer": {"name": "Oy"}})

    assert run.variables()["customer"] == {"name": "Oy", "address": {"city": "Lahti"}, "visits": 2}


def test_a_transformation_makes_one_value_of_several() -> None:
    assert played("data-association-transformation").variables() == {"net": 100, "tax": 24, "total": 124}


def test_a_loop_takes_its_items_from_a_data_input_and_collects_a_data_output() -> None:
    assert played("data-of-loop").variables() == {"names": ["Ann", "Bo"], "greetings": ["Hello Ann", "Hello Bo"]}


def test_a_sub_process_repeats_over_a_data_object() -> None:
    run = played("data-of-sub-process-loop", {"names": ["Ann", "Bo"]})

    assert run.variables() == {"names": ["Ann", "Bo"], "greetings": ["Hello Ann", "Hello Bo"]}


def test_loop_data_that_is_no_list_stops_with_a_sentence() -> None:
    run = played("data-of-sub-process-loop", {"names": "Ann"})

    (incident,) = run.state.incidents.values()
    assert incident.sentence == "The collection of sub (names) must be a list, but is 'Ann'."


def test_a_message_fills_the_data_output_and_a_data_input_is_what_a_message_carries() -> None:
    stage = staged("data-of-events")
    run = stage.start("data-of-events", {"key": "7"})

    stage.publish("ordered", "7", {"order": "ink"})

    assert run.variables() == {"key": "7", "our order": "ink"}
    (thrown,) = [fact for fact in run.facts if isinstance(fact, f.MessageThrown)]
    assert thrown.variables == {"confirmed": "ink"}


@pytest.mark.parametrize(
    ("carried", "received"),
    [({"order": "ink", "by": "Oy"}, "ink"), ({"whatever": "ink"}, "ink"), ({"a": 1, "b": 2}, {"a": 1, "b": 2})],
)
def test_one_data_output_takes_its_name_or_else_the_whole_message(carried: dict[str, Any], received: Any) -> None:
    stage = staged("data-of-events")
    run = stage.start("data-of-events", {"key": "7"})

    stage.publish("ordered", "7", carried)

    assert run.variables()["our order"] == received


def test_what_is_called_gets_the_data_inputs_in_their_order_and_gives_back_the_outputs() -> None:
    assert played("data-of-call").variables() == {"name": "Ann", "answer": "Hello Ann"}


def test_a_reference_sets_the_state_and_who_reads_another_state_waits() -> None:
    stage = staged("data-object-state")
    run = stage.start("data-object-state")

    stage.complete("draft", {"text": "Dear"})
    assert run.state.elements[1].states == {"letter": "drafted"}
    with pytest.raises(Exception, match="Nothing waits at publish"):
        stage.complete("publish")
    stage.complete("approve", {"text": "Dear all"})

    assert run.state.elements[1].states == {"letter": "approved"}
    stage.complete("publish")
    assert run.state.status == "completed"


def test_a_typed_output_that_is_not_given_is_an_incident_that_a_value_mends() -> None:
    stage = drawn(giving(output("out"), INTO_ORDER, ONE))
    run = stage.start("p")

    stage.complete("task", {"note": "x"})
    ((key, incident),) = run.state.incidents.items()
    assert incident.sentence.startswith("task is done, but gave nothing for its data output out.")
    stage.do(run, SetVariables({"out": "ink"}, incident.owner))
    stage.do(run, ResolveIncident(key))

    assert run.state.status == "completed"
    assert run.variables() == {"note": "x", "order": "ink"}


def test_a_document_that_is_only_drawn_counts_as_written_by_who_has_done_it() -> None:
    stage = drawn(giving(output("out", typed=False), INTO_ORDER, ONE))
    run = stage.start("p")

    stage.complete("task")

    assert run.state.status == "completed"
    assert run.variables() == {"order": None}


def test_a_document_that_is_only_drawn_keeps_the_value_that_a_variable_of_its_name_has() -> None:
    stage = drawn(giving(output("out", typed=False), INTO_ORDER, ONE))
    run = stage.start("p")

    stage.complete("task", {"order": "ink"})

    assert run.variables() == {"order": "ink"}


names = st.sampled_from(["offer", "other", "text"])


@given(st.lists(st.dictionaries(names, st.one_of(st.none(), st.integers(), st.text(max_size=5))), max_size=5))
def test_whatever_is_set_while_it_waits_it_begins_exactly_when_its_data_is_there(given: list[dict[str, Any]]) -> None:
    stage = staged("input-set-waits")
    run = stage.start("input-set-waits")

    for values in given:
        stage.do(run, SetVariables(values))
        waiting = any(isinstance(wait, Inputs) for wait in run.state.waits.values())
        assert waiting == ("offer" not in run.variables())
