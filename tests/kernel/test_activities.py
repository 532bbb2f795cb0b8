"""Activities: jobs, decisions, scripts, calls, many instances of one, and the variables that go in and out."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.errors import NotFound
from engine.kernel.commands import (
    AssignWorkItem,
    CancelInstance,
    CompleteJob,
    CompleteWorkItem,
    FailJob,
    ResolveIncident,
    SetVariables,
    ThrowJobError,
)
from engine.kernel.facts import (
    DecisionEvaluated,
    ExpressionWarned,
    WorkItemAssigned,
    WorkItemCancelled,
    WorkItemCreated,
)
from engine.kernel.state import Job, WorkItem
from engine.model.elements import (
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    EndEvent,
    ScriptTask,
    ServiceTask,
    SubProcess,
    UserTask,
)
from engine.model.extensions import (
    Assignment,
    CalledDecision,
    CalledElement,
    JobDefinition,
    MultiInstance,
    RoutingNeed,
)
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, error, feel, maps, sketch

JOB = JobDefinition(feel('"post"'), feel("3"), {"to": "archive"})


def the_job(run: Run) -> int:
    (key,) = (key for key, wait in run.state.waits.items() if isinstance(wait, Job))
    return key


def test_a_service_task_waits_for_its_handler_and_takes_over_what_it_gives() -> None:
    play = Simulation([sketch("s -> a -> e", a=a(ServiceTask, job=JOB))])
    run = play.start("p")
    play.do(run, CompleteJob(the_job(run), {"number": 7}))
    assert run.variables() == {"number": 7}
    assert run.state.status == "completed"


def test_a_job_out_of_retries_is_an_incident_and_a_retry_completes_it() -> None:
    play = Simulation([sketch("s -> a -> e", a=a(ServiceTask, job=JOB))])
    run = play.start("p")
    job = the_job(run)
    play.do(run, FailJob(job, "The archive is closed.", 2))
    assert not run.state.incidents
    play.do(run, FailJob(job, "The archive is closed.", 0))
    ((key, incident),) = run.state.incidents.items()
    assert incident.sentence == "The archive is closed."
    play.do(run, ResolveIncident(key, retries=1))
    assert run.state.waits[job] == Job(incident.owner, "post", 1)
    play.do(run, CompleteJob(job))
    assert run.state.status == "completed"


def test_an_error_of_a_handler_goes_to_the_event_that_catches_it_with_its_variables() -> None:
    catches = a(BoundaryEvent, attached_to="a", definition=error("CLOSED"))
    play = Simulation([sketch("s -> a -> e; catches -> b", a=a(ServiceTask, job=JOB), catches=catches)])
    run = play.start("p")
    play.do(run, ThrowJobError(the_job(run), "CLOSED", "Come back tomorrow.", {"opens": "9:00"}))
    assert run.completed() == ["s", "catches", "b", "p"]
    assert run.variables() == {"opens": "9:00"}


def test_an_error_of_a_handler_that_nothing_catches_is_an_incident() -> None:
    play = Simulation([sketch("s -> a -> e", a=a(ServiceTask, job=JOB))])
    run = play.start("p")
    play.do(run, ThrowJobError(the_job(run), "CLOSED"))
    (incident,) = run.state.incidents.values()
    assert "CLOSED, which no event of the diagram catches" in incident.sentence


def test_a_script_sets_its_result_variable() -> None:
    run = Simulation([sketch("s -> a", a=a(ScriptTask, script=feel("n * 2"), result_variable="m"))]).start(
        "p", {"n": 21}
    )
    assert run.variables() == {"n": 21, "m": 42}


def test_an_expression_that_makes_no_sense_gives_null_and_the_history_says_why() -> None:
    task = a(ScriptTask, script=feel('"a" * 2'), result_variable="m")
    run = Simulation([sketch("s -> a -> e", a=task)]).start("p")
    assert run.variables() == {"m": None}
    (fact,) = (fact for fact in run.facts if isinstance(fact, ExpressionWarned))
    assert (fact.what, fact.text) == ("script of a", '"a" * 2')
    assert fact.warnings


@dataclass(frozen=True)
class Outcome:
    value: Any
    rules: tuple[tuple[str, ...], ...] = (("segments", "rule 2", "small"),)
    warnings: tuple[str, ...] = ()
    inputs: dict[str, Any] = field(default_factory=dict)


def test_a_decision_leaves_in_history_which_rules_fired_and_why() -> None:
    task = a(BusinessRuleTask, decision=CalledDecision(feel('"segment"'), "segment"))
    decide = {"segment": lambda variables, now: Outcome("local", inputs={"size": variables["size"]})}
    run = Simulation([sketch("s -> d -> e", d=task)], decide).start("p", {"size": 3})
    assert run.variables()["segment"] == "local"
    (fact,) = (fact for fact in run.facts if isinstance(fact, DecisionEvaluated))
    assert fact.inputs == {"size": 3}
    assert fact.rules == (("segments", "rule 2", "small"),)


def test_a_decision_that_is_not_deployed_is_an_incident() -> None:
    task = a(BusinessRuleTask, decision=CalledDecision(feel('"segment"'), "segment"))
    (incident,) = Simulation([sketch("s -> d", d=task)]).start("p").state.incidents.values()
    assert "No decision segment is deployed" in incident.sentence


def test_a_work_item_says_who_when_and_what_it_needs() -> None:
    task = a(
        UserTask,
        name="Assess the need",
        form_id="assessment",
        assignment=Assignment(
            candidate_groups=feel('"experts, managers"'), due_date=feel('now() + duration("P3D")'), priority=feel("80")
        ),
        routing=RoutingNeed(skills=feel('["recruitment"]'), continuity=feel("expert"), due_working_days=feel("5")),
    )
    run = Simulation([sketch("s -> a", a=task)]).start("p", {"expert": "anna"})
    (item,) = (fact for fact in run.facts if isinstance(fact, WorkItemCreated))
    assert (item.name, item.form, item.priority) == ("Assess the need", "assessment:1", 80)
    assert item.candidate_groups == ("experts", "managers")
    assert item.due is not None
    assert item.due.isoformat() == "2026-01-08T08:00:00+00:00"
    assert (item.skills, item.continuity, item.due_working_days) == (("recruitment",), "anna", 5)


def test_a_work_item_is_due_when_the_office_closes_after_so_many_working_days() -> None:
    # From Monday 5 January: Epiphany and the weekend are no working days.
    task = a(UserTask, routing=RoutingNeed(due_working_days=feel("4")))
    run = Simulation([sketch("s -> a", a=task)]).start("p")
    (item,) = (fact for fact in run.facts if isinstance(fact, WorkItemCreated))
    assert item.due is not None
    assert item.due.date().isoformat() == "2026-01-12"


def test_a_work_item_is_held_and_given_back() -> None:
    play = Simulation([sketch("s -> a", a=UserTask)])
    run = play.start("p")
    ((key, item),) = run.state.waits.items()
    play.do(run, AssignWorkItem(key, "anna", "knows the customer"))
    assert run.state.waits[key] == WorkItem(item.owner, "anna")
    assert [fact.reason for fact in run.facts if isinstance(fact, WorkItemAssigned)] == ["knows the customer"]
    play.do(run, AssignWorkItem(key, ""))
    assert run.state.waits[key] == WorkItem(item.owner, "")


def test_completing_a_work_item_twice_is_refused() -> None:
    play = Simulation([sketch("s -> a -> b", a=UserTask, b=UserTask)])
    run = play.start("p")
    (key,) = run.state.waits
    play.do(run, CompleteWorkItem(key))
    with pytest.raises(NotFound, match="no open work item"):
        play.do(run, CompleteWorkItem(key))


CALLED = sketch("s -> c -> e", id="called", c=UserTask)


def test_a_call_runs_another_process_inside_the_same_instance() -> None:
    caller = sketch("s -> call -> e", call=a(CallActivity, called=CalledElement(feel('"called"'))))
    play = Simulation([caller, CALLED])
    run = play.start("p", {"customer": "Oy"})
    play.complete("c", {"found": 3})
    assert run.completed() == ["s", "s", "c", "e", "called", "call", "e", "p"]
    assert run.variables() == {"customer": "Oy", "found": 3}


def test_a_call_can_keep_variables_apart_and_give_back_only_what_it_maps() -> None:
    call = a(
        CallActivity,
        called=CalledElement(feel('"called"'), propagate_parent_variables=False, propagate_child_variables=False),
        inputs=maps(name="customer"),
        outputs=maps(result="found + 1"),
    )
    play = Simulation([sketch("s -> call -> e", call=call), CALLED])
    run = play.start("p", {"customer": "Oy", "secret": True})
    (called,) = (one for one in run.state.elements.values() if one.element == "called")
    assert called.variables == {"name": "Oy"}
    play.complete("c", {"found": 3})
    assert run.variables() == {"customer": "Oy", "secret": True, "result": 4}


def test_a_call_to_what_is_not_deployed_is_an_incident() -> None:
    caller = sketch("s -> call", call=a(CallActivity, called=CalledElement(feel('"nothing"'))))
    (incident,) = Simulation([caller]).start("p").state.incidents.values()
    assert incident.sentence == "No process nothing is deployed. Deploy it, then retry."


def test_a_process_that_calls_itself_for_ever_is_stopped_by_an_incident() -> None:
    run = Simulation([sketch("s -> call", call=a(CallActivity, called=CalledElement(feel('"p"'))))]).start("p")
    (incident,) = run.state.incidents.values()
    assert "seems to call itself without an end" in incident.sentence


def test_an_error_goes_from_the_called_process_to_the_caller() -> None:
    failing = sketch("s -> e", id="called", e=a(EndEvent, definition=error("NO")))
    caller = sketch(
        "s -> call -> e; no -> b",
        call=a(CallActivity, called=CalledElement(feel('"called"'))),
        no=a(BoundaryEvent, attached_to="call", definition=error("NO")),
    )
    assert Simulation([caller, failing]).start("p").completed() == ["s", "s", "e", "no", "b", "p"]


def each(sequential: bool, **more: Any) -> MultiInstance:
    return MultiInstance(
        sequential, feel("items"), "item", output_collection="results", output_element=feel("item + answer"), **more
    )


def test_parallel_items_are_all_there_at_once_and_their_outputs_keep_the_order_of_the_items() -> None:
    play = Simulation([sketch("s -> a -> e", a=a(UserTask, loop=each(False), outputs=maps(answer="value")))])
    run = play.start("p", {"items": [10, 20, 30]})
    keys = list(run.state.waits)
    assert len(keys) == 3
    for key, value in zip(reversed(keys), (3, 2, 1), strict=True):
        play.do(run, CompleteWorkItem(key, {"value": value}))
    assert run.variables()["results"] == [11, 22, 33]
    assert run.state.status == "completed"


def test_sequential_items_come_one_after_the_other() -> None:
    play = Simulation([sketch("s -> a -> e", a=a(UserTask, loop=each(True)))])
    run = play.start("p", {"items": [10, 20]})
    for value in (1, 2):
        assert len(run.state.waits) == 1
        play.complete("a", {"answer": value})
    assert run.variables()["results"] == [11, 22]
    assert run.state.status == "completed"


def test_an_empty_collection_passes_on_with_an_empty_result() -> None:
    run = Simulation([sketch("s -> a -> e", a=a(UserTask, loop=each(False)))]).start("p", {"items": []})
    assert run.variables()["results"] == []
    assert run.completed() == ["s", "a", "e", "p"]


def test_a_completion_condition_ends_the_other_items() -> None:
    loop = each(False, completion_condition=feel("numberOfCompletedInstances >= 2"))
    play = Simulation([sketch("s -> a -> e", a=a(UserTask, loop=loop))])
    run = play.start("p", {"items": [1, 2, 3, 4]})
    for _ in range(2):
        play.complete("a", {"answer": 0})
    assert run.state.status == "completed"
    assert sum(isinstance(fact, WorkItemCancelled) for fact in run.facts) == 2


def test_a_cardinality_counts_items_without_a_collection() -> None:
    loop = MultiInstance(False, cardinality=feel("n"))
    run = Simulation([sketch("s -> a -> e", a=a(ScriptTask, loop=loop, script=feel("loopCounter")))]).start(
        "p", {"n": 4}
    )
    assert run.completed().count("a") == 5  # four items and the body around them
    assert run.state.status == "completed"


def test_a_collection_that_is_no_list_is_an_incident_that_can_be_mended() -> None:
    play = Simulation([sketch("s -> a -> e", a=a(ScriptTask, loop=each(False)))])
    run = play.start("p", {"items": "three", "answer": 0})
    ((key, incident),) = run.state.incidents.items()
    assert "must be a list" in incident.sentence
    play.do(run, SetVariables({"items": [3]}))
    play.do(run, ResolveIncident(key))
    assert run.variables()["results"] == [3]


def test_a_sub_process_can_run_once_for_each_item() -> None:
    process = sketch("s -> sub -> e", sub=a(SubProcess, loop=each(False)), inside={"sub": "s1 -> b -> e1"}, b=UserTask)
    play = Simulation([process])
    run = play.start("p", {"items": [1, 2]})
    play.complete("b", {"answer": 5})
    play.complete("b", {"answer": 6})
    assert run.state.status == "completed"


def test_cancelling_ends_all_that_is_alive_and_says_why() -> None:
    caller = sketch("s -> call", call=a(CallActivity, called=CalledElement(feel('"called"'))))
    play = Simulation([caller, CALLED])
    run = play.start("p", {"kept": 1})
    play.do(run, CancelInstance("the customer moved away"))
    assert run.state.status == "terminated"
    assert not run.state.waits
    assert list(run.state.elements) == [1]
    assert run.variables() == {"kept": 1}


def test_inputs_are_local_and_outputs_reach_the_process_along_dotted_paths() -> None:
    task = a(UserTask, inputs=maps(local="customer.name"), outputs=maps(**{"customer.answer": "given"}))
    play = Simulation([sketch("s -> a -> e", a=task)])
    run = play.start("p", {"customer": {"name": "Oy"}})
    play.complete("a", {"given": "yes"})
    assert run.variables() == {"customer": {"name": "Oy", "answer": "yes"}}
