"""Problems that need more than one element to show: choices, expressions, pools, what stands beside the process."""

import re
from pathlib import Path

import pytest

from engine.reader import read_bpmn
from engine.reader.problems import PHRASES
from tests.reader.drawings import END, START, flow, found, sketch

_TYPED = (
    '<sequenceFlow id="f" sourceRef="task" targetRef="end"><conditionExpression {}>x</conditionExpression>'
    "</sequenceFlow>"
)
_TASK = f'{START}<task id="task"/>{END}{flow("start", "task")}'
_MESSAGE = '<message id="m" name="paid"/>'
_CATCH = '<intermediateCatchEvent id="{}"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
_WAY = f"{START}{{}}{END}{flow('start', 'task')}{flow('task', 'end')}"


def _extended(tag: str, inner: str, parts: str = "") -> str:
    return _WAY.format(f'<{tag} id="task"><extensionElements>{inner}</extensionElements>{parts}</{tag}>')


_DECISION = '<zeebe:calledDecision decisionId="d" resultVariable="r"/>'
_SCRIPT = '<zeebe:script expression="=1" resultVariable="r"/>'
_JOB = '<zeebe:taskDefinition type="j"/>'
_HEADER = _JOB + '<zeebe:taskHeaders><zeebe:header key="{}" value="{}"/></zeebe:taskHeaders>'
_LOOP = (
    '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=a"/>'
    '</extensionElements><loopCardinality xsi:type="tFormalExpression">2</loopCardinality>'
    "</multiInstanceLoopCharacteristics>"
)
_CYCLE = (
    '<intermediateCatchEvent id="task"><timerEventDefinition><timeCycle xsi:type="tFormalExpression">R/P1D</timeCycle>'
    "</timerEventDefinition></intermediateCatchEvent>"
)
_REFERENCE = '<dataObjectReference id="r" name="{}" dataObjectRef="d"/>'
_THROWN_SIGNAL = '<intermediateThrowEvent id="task"><signalEventDefinition signalRef="g"/></intermediateThrowEvent>'
_END = '<endEvent id="e">{}</endEvent>'
_DISORDER = '<task id="task"><incoming>start-task</incoming><documentation/></task>'
_CHOICE = f'{START}<exclusiveGateway id="g" {{}}/>{END}<endEvent id="other"/>{flow("start", "g")}'
_OTHERWISE = flow("g", "end", "a") + flow("g", "other")
_EVENT_GATEWAY = f'{START}<eventBasedGateway id="g"/>{_CATCH.format("c")}{END}{flow("start", "g")}{flow("c", "end")}'

# The code, the element that it is shown on, the inside of the process, what stands beside it.
CASES = [
    ("expression-language", "f", _TASK + _TYPED.format('language="XPath" xsi:type="tFormalExpression"'), ""),
    ("expression-informal", "f", _TASK + _TYPED.format(""), ""),
    ("condition-alone", "f", _TASK + _TYPED.format('xsi:type="tFormalExpression"'), ""),
    ("multi-instance-two-numbers", "task", _WAY.format(f'<task id="task">{_LOOP}</task>'), ""),
    ("decision-without-result", "task", _extended("businessRuleTask", '<zeebe:calledDecision decisionId="d"/>'), ""),
    ("decision-and-job", "task", _extended("businessRuleTask", _DECISION + _JOB), ""),
    (
        "script-and-job",
        "task",
        _extended("scriptTask", _SCRIPT + _JOB),
        "",
    ),
    ("job-back-off", "task", _extended("serviceTask", _HEADER.format("retryBackoff", "PT1M, soon")), ""),
    ("job-back-off", "task", _extended("serviceTask", _HEADER.format("retryBackoff", "-PT1M")), ""),
    ("job-time-out", "task", _extended("serviceTask", _HEADER.format("jobTimeout", "PT0S")), ""),
    ("script-without-result", "task", _extended("scriptTask", '<zeebe:script expression="=1"/>'), ""),
    (
        "resource-unknown",
        "task",
        _WAY.format('<userTask id="task"><potentialOwner><resourceRef>r</resourceRef></potentialOwner></userTask>'),
        "",
    ),
    ("error-unknown", "e", _TASK + _END.format('<errorEventDefinition errorRef="x"/>'), ""),
    (
        "event-definition-unknown",
        "e",
        _TASK + _END.format("<eventDefinitionRef>x</eventDefinitionRef>"),
        "",
    ),
    ("message-without-name", "task", _WAY.format(_CATCH.format("task")), '<message id="m"/>'),
    (
        "timer-cycle-here",
        "task",
        _WAY.format(_CYCLE),
        "",
    ),
    ("start-missing", "p", f'<task id="task"/>{END}{flow("task", "end")}', ""),
    ("start-without-message", "s", f'{_TASK}<startEvent id="s"><messageEventDefinition/></startEvent>', ""),
    (
        "boundary-without-message",
        "b",
        f'{_TASK}<boundaryEvent id="b" attachedToRef="task"><messageEventDefinition/></boundaryEvent>',
        "",
    ),
    (
        "default-with-condition",
        "g-end",
        _CHOICE.format('default="g-end"') + _OTHERWISE,
        "",
    ),
    ("gateway-without-default", "g", _CHOICE.format("") + _OTHERWISE, ""),
    ("gateway-ambiguous", "g", _CHOICE.format("") + flow("g", "end") + flow("g", "other", "a"), ""),
    ("event-gateway-one-way", "g", _EVENT_GATEWAY + flow("g", "c"), _MESSAGE),
    ("signal-without-name", "task", _WAY.format(_THROWN_SIGNAL), '<signal id="g"/>'),
    (
        "event-gateway-mixed",
        "g",
        _EVENT_GATEWAY + flow("g", "c") + '<receiveTask id="r" messageRef="m"/>' + flow("g", "r"),
        _MESSAGE,
    ),
    (
        "event-gateway-boundary",
        "b",
        f'{_EVENT_GATEWAY}<receiveTask id="r" messageRef="m"/>{flow("g", "r")}'
        '<boundaryEvent id="b" attachedToRef="r"><errorEventDefinition/></boundaryEvent>',
        _MESSAGE,
    ),
    (
        "call-cannot-start",
        "task",
        _WAY.format('<callActivity id="task" calledElement="other"/>'),
        f'{_MESSAGE}<process id="other">'
        '<startEvent id="o"><messageEventDefinition messageRef="m"/></startEvent></process>',
    ),
    ("event-gateway-shared-target", "g", _EVENT_GATEWAY + flow("g", "c") + flow("start", "c"), _MESSAGE),
    ("intermediate-without-incoming", "c", f"{_TASK}{_CATCH.format('c')}", _MESSAGE),
    ("throw-without-message", "e", f'{_TASK}<endEvent id="e"><messageEventDefinition/></endEvent>', ""),
    ("intermediate-without-outgoing", "c", f"{START}{_CATCH.format('c')}{flow('start', 'c')}", _MESSAGE),
    (
        "data-collection",
        "d",
        f'{_TASK}<dataObject id="d" itemSubjectRef="i" isCollection="true"/>',
        '<itemDefinition id="i"/>',
    ),
    ("data-object-name", "r", f'{_TASK}<dataObject id="d" name="Memo"/>{_REFERENCE.format("Letter [sent]")}', ""),
    ("reference-wrong", "m", _TASK, '<message id="m" itemRef="p"/>'),
    ("reference-wrong", "x", _TASK, '<signal id="x" structureRef="nothing"/>'),
    ("reference-wrong", "d", f'{_TASK}<dataObjectReference id="d" dataObjectRef="task"/>', ""),
    ("extension-must-understand", None, _TASK, '<extension mustUnderstand="true"/>'),
    ("schema-missing-attribute", "b", f'{_TASK}<boundaryEvent id="b"/>', ""),
    ("schema-missing-element", "l", _TASK, '<correlationProperty id="l"/>'),
    ("schema-text", "task", _WAY.format('<task id="task">stray</task>'), ""),
    (
        "schema-unexpected-element",
        "task",
        _WAY.format(_DISORDER),
        "",
    ),
    ("schema", "f", _TASK + _TYPED.format('xsi:type="tNonsense"'), ""),
]


@pytest.mark.parametrize(("code", "element", "inside", "beside"), CASES, ids=[code for code, *_ in CASES])
def test_a_problem_is_said_on_its_element(code: str, element: str | None, inside: str, beside: str) -> None:
    problems = {problem.code: problem for problem in sketch(inside, beside).problems}

    assert code in problems
    assert problems[code].element == element
    assert problems[code].severity is PHRASES[code].severity


def test_a_process_that_starts_but_does_not_end_is_a_warning() -> None:
    assert found(sketch(f'{START}<task id="task"/>{flow("start", "task")}')) == {"end-missing": "p"}


def test_of_a_stretch_that_cannot_be_reached_only_the_beginning_is_named() -> None:
    stretch = f'<task id="a"/><task id="b"/>{flow("a", "b")}{flow("b", "end")}'
    circle = f'<task id="c"/><task id="d"/>{flow("c", "d")}{flow("d", "c")}'

    problems = sketch(f"{START}{END}{flow('start', 'end')}{stretch}{circle}").problems

    assert [(problem.code, problem.element) for problem in problems] == [("unreachable", "a"), ("unreachable", "c")]


def test_the_expression_language_of_the_file_is_doubted_where_feel_is_not_marked() -> None:
    process = f'<process id="p" isExecutable="true">{_TASK}{_TYPED.format("")}</process>'
    content = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" '
        f'expressionLanguage="http://www.w3.org/1999/XPath">{process}</definitions>'
    )

    assert found(read_bpmn(content.encode()))["expression-language-assumed"] == "f"
    assert "expression-language-assumed" not in found(read_bpmn(content.replace(">x<", ">=x<").encode()))


def _collaboration(flow_ends: str, attributes: str = "") -> dict[str, str | None]:
    content = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
        f'<collaboration id="c"><participant id="office" processRef="p"/><participant id="customer"/>'
        f'<messageFlow id="asks" {flow_ends}/></collaboration>'
        f'<process id="p" isExecutable="true" {attributes}>{_TASK}{flow("task", "end")}</process></definitions>'
    )
    return found(read_bpmn(content.encode()))


def test_a_message_flow_connects_different_pools() -> None:
    assert _collaboration('sourceRef="customer" targetRef="task"') == {}
    assert _collaboration('sourceRef="office" targetRef="task"') == {"message-flow-within-pool": "asks"}


@pytest.mark.parametrize("end", ["start", "end"])
def test_a_message_flow_leads_to_what_can_receive(end: str) -> None:
    assert _collaboration(f'sourceRef="customer" targetRef="{end}"') == {"message-flow-end": "asks"}


def test_a_message_flow_connects_what_can_send_and_receive() -> None:
    assert _collaboration('sourceRef="c" targetRef="task"') == {"reference-wrong": "asks"}
    assert _collaboration('sourceRef="customer" targetRef="task" messageRef="office"') == {"reference-wrong": "asks"}


@pytest.mark.parametrize(("number", "wrong"), [("0", True), ("1", False), ("2", False)])
def test_a_pool_stands_for_a_possible_number_of_participants(number: str, wrong: bool) -> None:
    several = f'<participant id="office" processRef="p"><participantMultiplicity maximum="{number}"/></participant>'
    content = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
        f'<collaboration id="c">{several}</collaboration>'
        f'<process id="p" isExecutable="true">{_TASK}{flow("task", "end")}</process></definitions>'
    )
    assert ("participant-number" in found(read_bpmn(content.encode()))) is wrong


def test_the_name_of_a_data_object_may_have_its_state_in_brackets() -> None:
    data = f'<dataObject id="d" name="Memo"/>{_REFERENCE.format("Memo [sent]")}'

    assert found(sketch(f"{_TASK}{flow('task', 'end')}{data}")) == {}


def test_a_public_process_is_not_executable() -> None:
    assert _collaboration('sourceRef="customer" targetRef="task"', 'processType="Public"') == {"process-public": "p"}


def test_every_problem_that_can_be_said_has_a_test() -> None:
    tests = "".join(file.read_text() for file in Path(__file__).parent.glob("test_*.py"))

    assert [code for code in PHRASES if not re.search(rf'"{code}"', tests)] == []
