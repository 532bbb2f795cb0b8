"""What each tiny diagram means: one construct, one model element."""

import pytest

from engine.model import elements as model
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    ConditionalEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
    EventDefinition,
    LinkEventDefinition,
    MessageEventDefinition,
    MultipleEventDefinition,
    SignalEventDefinition,
    TerminateEventDefinition,
    TimerEventDefinition,
    TimerKind,
)
from engine.model.extensions import MultiInstance, StandardLoop
from tests.reader.drawings import DIAGRAMS, drawing, drawings


@pytest.mark.parametrize("name", sorted(file.stem for file in DIAGRAMS.glob("*.bpmn")))
def test_every_tiny_diagram_can_be_deployed(name: str) -> None:
    assert drawings(name)[0].id == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("none-task", model.Task),
        ("manual-task", model.ManualTask),
        ("user-task", model.UserTask),
        ("script-task", model.ScriptTask),
        ("service-task", model.ServiceTask),
        ("business-rule-task", model.BusinessRuleTask),
        ("send-task", model.SendTask),
        ("receive-task", model.ReceiveTask),
        ("sub-process", model.SubProcess),
        ("standard-loop-sub-process", model.SubProcess),
        ("transaction", model.Transaction),
        ("ad-hoc", model.AdHocSubProcess),
        ("call-activity", model.CallActivity),
        ("message-catch", model.IntermediateCatchEvent),
        ("none-throw", model.IntermediateThrowEvent),
    ],
)
def test_an_element_is_read_as_its_kind_between_its_flows(name: str, kind: type[model.Element]) -> None:
    element = drawing(name).elements["task"]

    assert type(element) is kind
    assert (element.scope, element.incoming, element.outgoing) == (name, ("start-task",), ("task-end",))


@pytest.mark.parametrize(
    ("name", "element", "definition"),
    [
        ("none-start", "start", type(None)),
        ("message-start", "start", MessageEventDefinition),
        ("timer-start-cycle", "start", TimerEventDefinition),
        ("terminate-end", "terminate", TerminateEventDefinition),
        ("error-end", "error", ErrorEventDefinition),
        ("message-end", "end", MessageEventDefinition),
        ("timer-catch", "task", TimerEventDefinition),
        ("message-throw", "task", MessageEventDefinition),
        ("boundary-error", "boundary", ErrorEventDefinition),
        ("boundary-error-catch-all", "boundary", ErrorEventDefinition),
        ("link", "out", LinkEventDefinition),
        ("link", "into", LinkEventDefinition),
        ("escalation-throw", "escalate", EscalationEventDefinition),
        ("escalation-end", "escalate", EscalationEventDefinition),
        ("escalation-end", "boundary", EscalationEventDefinition),
        ("signal-catch", "task", SignalEventDefinition),
        ("signal-throw", "task", SignalEventDefinition),
        ("signal-start", "start", SignalEventDefinition),
        ("signal-end", "end", SignalEventDefinition),
        ("boundary-signal", "boundary", SignalEventDefinition),
        ("conditional-catch", "task", ConditionalEventDefinition),
        ("boundary-conditional", "boundary", ConditionalEventDefinition),
        ("compensation-throw", "undo", CompensateEventDefinition),
        ("compensation-end", "undo", CompensateEventDefinition),
        ("transaction-cancel", "stop", CancelEventDefinition),
        ("transaction-cancel", "boundary", CancelEventDefinition),
        ("event-sub-process-signal", "begin", SignalEventDefinition),
        ("event-sub-process-conditional", "begin", ConditionalEventDefinition),
        ("event-sub-process-compensation", "begin", CompensateEventDefinition),
        ("event-sub-process-multiple", "begin", MultipleEventDefinition),
        ("event-sub-process-message", "begin", MessageEventDefinition),
        ("event-sub-process-timer", "begin", TimerEventDefinition),
        ("event-sub-process-error", "begin", ErrorEventDefinition),
        ("event-sub-process-escalation", "begin", EscalationEventDefinition),
    ],
)
def test_an_event_has_its_definition(name: str, element: str, definition: type[EventDefinition]) -> None:
    event = drawing(name).elements[element]

    assert isinstance(event, model.Event)
    assert type(event.definition) is definition


def test_a_user_task_has_assignment_schedule_form_and_routing() -> None:
    task = drawing("user-task").elements["task"]

    assert isinstance(task, model.UserTask)
    assert task.assignment.assignee is not None
    assert task.assignment.assignee.text == "expert"
    assert task.assignment.candidate_groups is not None
    assert task.assignment.candidate_groups.text == '["advisers", "managers"]'
    assert task.assignment.candidate_users is not None
    assert task.assignment.candidate_users.text == "substitutes"
    assert task.assignment.due_date is not None
    assert task.assignment.due_date.text == 'now() + duration("P7D")'
    assert task.assignment.priority is not None
    assert task.assignment.priority.text == "70"
    assert task.form_id == "assessment"
    assert task.routing.continuity is not None
    assert task.routing.due_working_days is not None
    assert task.routing.due_working_days.text == "5"


def test_the_lane_gives_the_candidate_group_of_a_task_that_names_none() -> None:
    task = drawing("lanes").elements["task"]

    assert isinstance(task, model.UserTask)
    assert task.assignment.candidate_groups is not None
    assert task.assignment.candidate_groups.text == '["advisers"]'


def test_the_standards_resource_roles_assign_a_task() -> None:
    task = drawing("resource-roles").elements["task"]

    assert isinstance(task, model.UserTask)
    assert task.assignment.assignee is not None
    assert task.assignment.assignee.text == "expert"
    assert task.assignment.candidate_groups is not None
    assert task.assignment.candidate_groups.text == '["advisers", "managers"]'


@pytest.mark.parametrize("name", ["script-task", "script-task-standard"])
def test_a_script_is_feel_with_a_result_variable(name: str) -> None:
    task = drawing(name).elements["task"]

    assert isinstance(task, model.ScriptTask)
    assert task.script is not None
    assert (task.script.text, task.result_variable) == ("price * 2", "total")


def test_a_service_task_has_a_job_with_headers() -> None:
    task = drawing("service-task").elements["task"]

    assert isinstance(task, model.ServiceTask)
    assert task.job is not None
    assert (task.job.type.text, task.job.retries.text) == ('"send-invoice"', "2")
    assert task.job.headers == {"template": "invoice"}


def test_mappings_keep_expressions_numbers_and_paths() -> None:
    task = drawing("input-output-mapping").elements["task"]

    assert [(mapping.source.text, mapping.target) for mapping in task.inputs] == [
        ("customer.name", "name"),
        ("5", "copies"),
    ]
    assert [(mapping.source.text, mapping.target) for mapping in task.outputs] == [("answer", "result.answer")]


def test_conditions_and_the_default_flow_are_kept() -> None:
    process = drawing("exclusive-gateway")
    condition = process.flows["decide-large"].condition

    assert condition is not None
    assert condition.text == "amount > 100"
    assert process.flows["decide-small"].condition is None
    assert process.elements["decide"].default == "decide-small"


def test_the_elements_of_a_sub_process_have_it_as_their_scope() -> None:
    process = drawing("sub-process-nested")

    assert process.elements["inner"].scope == "middle"
    assert process.elements["middle"].scope == "outer"
    assert process.elements["outer"].scope == "sub-process-nested"


def test_a_multi_instance_activity_has_its_collections() -> None:
    task = drawing("sequential-multi-instance").elements["task"]

    assert isinstance(task, model.Activity)
    assert isinstance(task.loop, MultiInstance)
    assert task.loop.sequential
    assert task.loop.collection is not None
    assert task.loop.collection.text == "items"
    assert (task.loop.element_variable, task.loop.output_collection) == ("item", "results")
    assert task.loop.output_element is not None
    assert task.loop.output_element.text == "result"


def test_a_standard_loop_has_its_condition_and_its_maximum() -> None:
    before = drawing("standard-loop-test-before").elements["task"]
    maximum = drawing("standard-loop-maximum").elements["task"]

    assert isinstance(before, model.Activity)
    assert isinstance(before.loop, StandardLoop)
    assert before.loop.test_before
    assert before.loop.condition is not None
    assert before.loop.condition.text == "rounds < 3"
    assert isinstance(maximum, model.Activity)
    assert isinstance(maximum.loop, StandardLoop)
    assert maximum.loop.maximum is not None
    assert (maximum.loop.test_before, maximum.loop.condition, maximum.loop.maximum.text) == (False, None, "2")


def test_an_activity_says_how_many_tokens_it_takes_and_gives() -> None:
    both = drawing("start-quantity").elements["both"]
    task = drawing("completion-quantity").elements["task"]

    assert isinstance(both, model.Activity)
    assert isinstance(task, model.Activity)
    assert (both.start_quantity, both.completion_quantity) == (2, 1)
    assert (task.start_quantity, task.completion_quantity) == (1, 2)


@pytest.mark.parametrize(
    ("name", "scope", "interrupting"),
    [
        ("event-sub-process-message", "event-sub-process-message", True),
        ("event-sub-process-timer-non-interrupting", "event-sub-process-timer-non-interrupting", False),
        ("event-sub-process-inside", "task", True),
    ],
)
def test_an_event_sub_process_waits_in_its_scope(name: str, scope: str, interrupting: bool) -> None:
    process = drawing(name)
    begin = process.elements["begin"]

    assert type(process.elements["aside"]) is model.EventSubProcess
    assert isinstance(begin, model.StartEvent)
    assert begin.interrupting is interrupting
    assert process.event_sub_processes == {scope: (begin,)}


def test_an_escalation_has_its_code() -> None:
    event = drawing("escalation-throw").elements["boundary"]

    assert isinstance(event, model.BoundaryEvent)
    assert isinstance(event.definition, EscalationEventDefinition)
    assert event.definition.escalation is not None
    assert event.definition.escalation.code is not None
    assert (event.interrupting, event.definition.escalation.code.text) == (False, '"LATE"')


@pytest.mark.parametrize(
    ("name", "element", "kinds", "parallel"),
    [
        ("multiple-catch", "task", [MessageEventDefinition, TimerEventDefinition], False),
        ("multiple-throw", "task", [MessageEventDefinition, SignalEventDefinition], False),
        ("multiple-start", "start", [MessageEventDefinition, SignalEventDefinition], False),
        ("multiple-end", "end", [SignalEventDefinition, EscalationEventDefinition], False),
        ("parallel-multiple-catch", "task", [MessageEventDefinition, SignalEventDefinition], True),
        ("boundary-parallel-multiple", "boundary", [MessageEventDefinition, TimerEventDefinition], True),
    ],
)
def test_an_event_can_have_several_definitions(name: str, element: str, kinds: list[type], parallel: bool) -> None:
    event = drawing(name).elements[element]

    assert isinstance(event, model.Event)
    assert isinstance(event.definition, MultipleEventDefinition)
    assert [type(definition) for definition in event.definition.definitions] == kinds
    assert event.definition.parallel is parallel


def test_an_association_leads_from_a_compensation_event_to_what_undoes() -> None:
    process = drawing("compensation-of-activity")
    undo, refund = process.elements["undo"], process.elements["refund"]

    assert process.handlers == {"book": "cancel-booking", "pay": "refund"}
    assert isinstance(refund, model.Activity)
    assert refund.for_compensation
    assert isinstance(undo, model.Event)
    assert undo.definition == CompensateEventDefinition("pay")


def test_a_complex_gateway_has_its_condition() -> None:
    gateway = drawing("complex-gateway").elements["enough"]

    assert isinstance(gateway, model.ComplexGateway)
    assert gateway.activation_condition is not None
    assert gateway.activation_condition.text == "activationCount >= 2"


def test_an_ad_hoc_sub_process_says_in_which_order_and_until_when() -> None:
    whole, inorder = drawing("ad-hoc").elements["task"], drawing("ad-hoc-sequential").elements["task"]
    awaits, chosen = drawing("ad-hoc-await-remaining").elements["task"], drawing("ad-hoc-chosen").elements["task"]

    assert isinstance(whole, model.AdHocSubProcess)
    assert (whole.sequential, whole.completion_condition, whole.cancel_remaining) == (False, None, True)
    assert isinstance(inorder, model.AdHocSubProcess)
    assert inorder.sequential
    assert isinstance(awaits, model.AdHocSubProcess)
    assert awaits.completion_condition is not None
    assert (awaits.completion_condition.text, awaits.cancel_remaining) == ("enough", False)
    assert isinstance(chosen, model.AdHocSubProcess)
    assert chosen.active_elements is not None
    assert chosen.active_elements.text == "chosen"


def test_a_boundary_timer_that_does_not_interrupt_says_so() -> None:
    event = drawing("boundary-timer-non-interrupting").elements["boundary"]

    assert isinstance(event, model.BoundaryEvent)
    assert (event.attached_to, event.interrupting) == ("task", False)
    assert isinstance(event.definition, TimerEventDefinition)
    assert (event.definition.kind, event.definition.value.text) == (TimerKind.DURATION, '"P3D"')


@pytest.mark.parametrize("name", ["call-activity", "call-activity-standard"])
def test_a_call_activity_names_the_process(name: str) -> None:
    task = drawing(name).elements["task"]

    assert isinstance(task, model.CallActivity)
    assert task.called.process_id.text == '"user-task-plain"'
    assert task.called.propagate_child_variables is (name == "call-activity-standard")


def test_what_only_describes_has_no_effect_and_is_no_problem() -> None:
    process = drawing("descriptive")

    assert set(process.elements) == {"start", "task", "end"}
    assert process.version_tag == "1.2"
    assert process.properties == {"owner": "services"}
    assert process.elements["task"].documentation == "Ask first."
