"""What is wrong with a diagram is said with the element, in a sentence, with a remedy: each rule once."""

import pytest

from engine.model.problem import Severity
from engine.reader import read_bpmn
from engine.reader.problems import PHRASES
from tests.reader.drawings import END, START, flow, found, sketch, straight

_MESSAGE = '<message id="m" name="paid"/>'
_TIMER = '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition>'
_PAID = '<messageEventDefinition messageRef="m"/>'
_LISTENED = '<task id="task"><extensionElements><zeebe:linkedResources/></extensionElements></task>'
_UNDO = "<compensateEventDefinition/>"
_CONDITION = (
    '<conditionalEventDefinition><condition xsi:type="tFormalExpression">x</condition></conditionalEventDefinition>'
)
_CANCEL = '<endEvent id="e"><cancelEventDefinition/></endEvent>'
_LINK = '<linkEventDefinition name="l"/>'
_OTHER = '<intermediateCatchEvent id="o"><linkEventDefinition id="k" name="other"/></intermediateCatchEvent>'
_SUB_PROCESS = '<subProcess id="task"><task id="inner"/></subProcess>'


def _task(inner: str) -> str:
    return f'<task id="task">{inner}</task>'


def _catch(definition: str) -> str:
    return f'<intermediateCatchEvent id="task">{definition}</intermediateCatchEvent>'


def _throw(definition: str) -> str:
    return f'<intermediateThrowEvent id="task">{definition}</intermediateThrowEvent>'


def _boundary(definition: str, attributes: str = "") -> str:
    return f'<task id="task"/><boundaryEvent id="b" attachedToRef="task" {attributes}>{definition}</boundaryEvent>'


def _association(handler: str) -> str:
    return f'<association id="a" sourceRef="b" targetRef="{handler}"/>'


def _starts(definition: str, attributes: str = "") -> str:
    return f'<startEvent id="s" {attributes}>{definition}</startEvent>'


def _aside(inner: str) -> str:
    return f'<task id="task"/>{_triggered("aside", inner)}'


def _triggered(id: str, inner: str) -> str:
    return f'<subProcess id="{id}" triggeredByEvent="true">{inner}</subProcess>'


def _transaction(inner: str) -> str:
    return f'<transaction id="task">{inner}</transaction>'


def _into(id: str) -> str:
    return f'<intermediateCatchEvent id="{id}">{_LINK}</intermediateCatchEvent>'


def _extended(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>"


def _listener(event: str, type: str = "tell") -> str:
    listener = f'<zeebe:executionListener eventType="{event}" type="{type}"/>'
    return f"<zeebe:executionListeners>{listener}</zeebe:executionListeners>"


def _user_task(inner: str) -> str:
    return f'<userTask id="task"><extensionElements>{inner}</extensionElements></userTask>'


# A case: the code that is expected, the element that it is shown on, and the element `task` between start and end.
TASKS = [
    ("complex-without-condition", "task", f'<complexGateway id="task"/><task id="more"/>{flow("more", "task")}'),
    ("not-executed", "task", '<transaction id="task" method="##Store"/>'),
    ("ad-hoc-empty", "task", '<adHocSubProcess id="task"/>'),
    ("ad-hoc-event", "s", '<adHocSubProcess id="task"><startEvent id="s"/><task id="t"/></adHocSubProcess>'),
    (
        "ad-hoc-output",
        "task",
        '<adHocSubProcess id="task"><extensionElements><zeebe:adHoc outputCollection="found"/></extensionElements>'
        '<task id="t"/></adHocSubProcess>',
    ),
    ("event-without-signal", "task", _catch("<signalEventDefinition/>")),
    ("signal-unknown", "task", _throw('<signalEventDefinition signalRef="x"/>')),
    ("event-without-condition", "task", _catch("<conditionalEventDefinition/>")),
    ("event-not-here", "s", _starts("<escalationEventDefinition/>") + '<task id="task"/>'),
    ("loop-without-end", "task", _task("<standardLoopCharacteristics/>")),
    ("loop-maximum", "task", _task('<standardLoopCharacteristics loopMaximum="-1"/>')),
    ("compensation-handler-with-flow", "task", '<task id="task" isForCompensation="true"/>'),
    ("compensation-handler-unused", "u", '<task id="task"/><task id="u" isForCompensation="true"/>'),
    ("compensation-without-handler", "b", _boundary(_UNDO)),
    ("compensation-without-handler", "b", _boundary(_UNDO) + '<task id="u"/>' + _association("u")),
    ("compensation-not-interrupting", "b", _boundary(_UNDO, 'cancelActivity="false"')),
    ("compensation-with-flow", "b", _boundary(_UNDO) + flow("b", "end")),
    (
        "compensation-twice",
        "c",
        _boundary(_UNDO) + f'<boundaryEvent id="c" attachedToRef="task">{_UNDO}</boundaryEvent>',
    ),
    ("compensation-of-stranger", "task", _throw('<compensateEventDefinition activityRef="end"/>')),
    (
        "compensation-of-stranger",
        "task",
        _throw('<compensateEventDefinition activityRef="i"/>')
        + _SUB_PROCESS.replace("task", "s").replace("inner", "i"),
    ),
    ("compensation-without-effect", "task", _throw('<compensateEventDefinition activityRef="t"/>') + '<task id="t"/>'),
    ("compensation-of-process", "s", _aside(_starts(_UNDO))),
    ("cancel-outside-transaction", "b", _boundary("<cancelEventDefinition/>")),
    ("cancel-outside-transaction", "e", f'<task id="task"/>{_CANCEL}'),
    ("cancel-outside-transaction", "e", f'<subProcess id="task"><task id="i"/>{_CANCEL}</subProcess>'),
    ("cancel-while-undoing", "e", _transaction(f'<subProcess id="u" isForCompensation="true">{_CANCEL}</subProcess>')),
    ("cancel-while-undoing", "e", _transaction(_triggered("u", _starts(_UNDO) + _CANCEL))),
    ("cancel-uncaught", "task", _transaction(f'<subProcess id="i">{_CANCEL}</subProcess>')),
    ("cancel-uncaught", "task", _transaction(f'<startEvent id="s"/>{_CANCEL}')),
    ("quantity-impossible", "task", '<task id="task" startQuantity="0"/>'),
    ("quantity-impossible", "task", '<task id="task" completionQuantity="-1"/>'),
    ("quantity-impossible", "task", '<task id="task" completionQuantity="1001"/>'),
    ("quantity-impossible", "task", f'<task id="task" startQuantity="{"9" * 5000}"/>'),
    (
        "not-executed",
        "task",
        _user_task("<zeebe:taskListeners/>"),
    ),
    ("extension-unknown", "task", _user_task("<zeebe:magic/>")),
    ("listener-not-here", "task", _user_task(_listener("middle"))),
    ("listener-not-here", "task", f'<exclusiveGateway id="task">{_extended(_listener("end"))}</exclusiveGateway>'),
    ("listener-not-here", "task", f'<complexGateway id="task">{_extended(_listener("start"))}</complexGateway>'),
    ("listener-not-here", "task", _throw(_extended(_listener("end")) + _LINK) + _into("task2")),
    ("listener-not-here", "b", _boundary(_extended(_listener("start")) + _TIMER)),
    ("job-without-type", "task", _user_task(_listener("start", ""))),
    ("extension-of-camunda-7", "task", '<userTask id="task" camunda:assignee="x"/>'),
    ("element-unknown", "task", _task("<sorcery/>")),
    (
        "event-not-here",
        "task",
        _throw("<terminateEventDefinition/>"),
    ),
    ("event-multiple", "task", _throw(_LINK + _PAID)),
    ("event-parallel-multiple", "b", _boundary(_TIMER + "<errorEventDefinition/>", 'parallelMultiple="true"')),
    ("expression-syntax", "task", _user_task('<zeebe:assignmentDefinition assignee="=a +"/>')),
    ("expression-empty", "task", _user_task('<zeebe:assignmentDefinition assignee="="/>')),
    (
        "timer-without-time",
        "task",
        _catch("<timerEventDefinition/>"),
    ),
    (
        "timer-value",
        "task",
        _catch(_TIMER.replace("PT1H", "soon")),
    ),
    (
        "timer-value",
        "task",
        _catch(_TIMER.replace("PT1H", "P1Y2D")),
    ),
    (
        "timer-several-times",
        "task",
        '<intermediateCatchEvent id="task"><timerEventDefinition><timeDate>2026-01-01</timeDate>'
        "<timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>",
    ),
    ("catch-without-trigger", "task", '<intermediateCatchEvent id="task"/>'),
    ("catch-without-message", "task", _catch("<messageEventDefinition/>")),
    ("message-unknown", "task", _catch(_PAID)),
    ("receive-without-message", "task", '<receiveTask id="task"/>'),
    ("send-without-message", "task", '<sendTask id="task"/>'),
    ("service-without-job", "task", '<serviceTask id="task"/>'),
    (
        "job-without-type",
        "task",
        _user_task("<zeebe:taskDefinition/>").replace("userTask", "serviceTask"),
    ),
    ("user-task-without-people", "task", '<userTask id="task"/>'),
    ("form-without-id", "task", _user_task('<zeebe:formDefinition formKey="embedded"/>')),
    ("mapping-without-target", "task", _user_task('<zeebe:ioMapping><zeebe:input source="=a"/></zeebe:ioMapping>')),
    ("call-without-process", "task", '<callActivity id="task"/>'),
    ("decision-not-named", "task", '<businessRuleTask id="task"/>'),
    ("script-language", "task", '<scriptTask id="task"><script>x = 1</script></scriptTask>'),
    ("multi-instance-without-number", "task", _task("<multiInstanceLoopCharacteristics/>")),
    (
        "boundary-unattached",
        "b",
        _boundary(_TIMER).replace('attachedToRef="task"', 'attachedToRef="start"'),
    ),
    ("boundary-without-trigger", "b", _boundary("")),
    ("boundary-without-outgoing", "b", _boundary(_TIMER)),
    (
        "boundary-with-incoming",
        "b",
        _boundary(_TIMER) + flow("start", "b"),
    ),
    (
        "must-interrupt",
        "b",
        _boundary("<errorEventDefinition/>", 'cancelActivity="false"'),
    ),
    ("must-interrupt", "s", _aside(_starts("<errorEventDefinition/>", 'isInterrupting="false"'))),
    ("link-without-name", "task", _throw('<linkEventDefinition name=""/>')),
    ("link-without-catch", "task", _throw(_LINK)),
    ("link-without-catch", "task", f'{_throw(_LINK)}<subProcess id="sub">{_into("i")}</subProcess>'),
    ("link-caught-twice", "i", f"{_throw(_LINK)}{_into('i')}{_into('j')}"),
    ("link-without-throw", "i", f'<task id="task"/>{_into("i")}'),
    ("link-with-flow", "task", f"{_throw(_LINK)}{_into('i')}"),
    ("link-with-flow", "i", f'<task id="task"/>{_into("i")}{flow("task", "i")}'),
    ("link-names-differ", "task", _throw(_LINK.replace("/>", "><target>k</target></linkEventDefinition>")) + _OTHER),
    ("escalation-unknown", "task", _throw('<escalationEventDefinition escalationRef="x"/>')),
    ("escalation-without-code", "task", _throw("<escalationEventDefinition/>")),
    ("event-not-here", "s", '<startEvent id="s"><errorEventDefinition/></startEvent><task id="task"/>'),
    (
        "event-sub-process-with-flow",
        "task",
        f'<subProcess id="task" triggeredByEvent="true">{_starts(_TIMER)}</subProcess>',
    ),
    ("event-sub-process-starts", "aside", _aside("")),
    ("event-sub-process-starts", "aside", _aside(_starts(_TIMER) + _starts(_TIMER).replace('"s"', '"t"'))),
    ("event-sub-process-without-trigger", "s", _aside(_starts(""))),
    ("flow-to-nowhere", "task-gone", f'<task id="task"/>{flow("task", "gone")}'),
    (
        "flow-across-border",
        "start-inner",
        _SUB_PROCESS + flow("start", "inner"),
    ),
    ("flow-list-differs", "task", _task("<incoming>other</incoming>")),
    ("flow-not-listed", "start", _task("<incoming>start-task</incoming>")),
    ("gateway-without-effect", "g", '<task id="task"/><parallelGateway id="g"/>'),
    ("default-not-outgoing", "task", '<task id="task" default="start-task"/>'),
    ("default-without-effect", "task", '<parallelGateway id="task" default="task-end"/>'),
    ("condition-not-here", "task-more", f'<parallelGateway id="task"/><task id="more"/>{flow("task", "more", "x")}'),
    ("gateway-ambiguous", "task", f'<exclusiveGateway id="task"/><task id="more"/>{flow("task", "more")}'),
    ("gateway-without-effect", "task", '<exclusiveGateway id="task"/>'),
    ("gateway-direction", "task", '<exclusiveGateway id="task" gatewayDirection="Diverging"/>'),
    ("inclusive-unconditional", "task", f'<inclusiveGateway id="task"/><task id="more"/>{flow("task", "more", "x")}'),
    ("event-gateway-target", "task", '<eventBasedGateway id="task"/>'),
    ("start-several", "p", '<startEvent id="second"/><task id="task"/>'),
    ("start-with-incoming", "start", f'<task id="task"/>{flow("task", "start")}'),
    ("start-trigger-inside", "s", f'<subProcess id="task"><startEvent id="s">{_TIMER}</startEvent></subProcess>'),
    ("end-with-outgoing", "end", f'<task id="task"/>{flow("end", "task")}'),
    ("error-without-code", "e", '<task id="task"/><endEvent id="e"><errorEventDefinition/></endEvent>'),
    ("unreachable", "alone", '<task id="task"/><task id="alone"/>'),
    ("path-without-end", "alone", '<task id="task"/><task id="alone"/>'),
    ("id-twice", "task", '<task id="task"/><task id="task"/>'),
    ("id-missing", None, '<task id="task"/><task name="nameless"/>'),
    ("schema-unknown-attribute", "task", '<task id="task" colour="red"/>'),
    ("schema-value", "task", '<task id="task" startQuantity="some"/>'),
]


@pytest.mark.parametrize(("code", "element", "task"), TASKS, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(TASKS)])
def test_a_problem_is_said_on_its_element(code: str, element: str | None, task: str) -> None:
    reading = straight(task)

    (problem, *_) = [problem for problem in reading.problems if problem.code == code]
    assert problem.element == element
    assert problem.line is not None
    assert problem.severity is PHRASES[code].severity


def test_what_an_event_or_a_link_starts_is_reached() -> None:
    aside = (
        f'<subProcess id="aside" triggeredByEvent="true">{_starts(_TIMER)}<task id="a"/>{flow("s", "a")}</subProcess>'
    )
    link = f"{_throw(_LINK)}{_into('i')}{flow('i', 'end')}"

    assert found(sketch(f"{START}{link}{END}{flow('start', 'task')}{aside}")) == {"end-missing": "aside"}


def test_what_cannot_begin_by_itself_starts_no_process() -> None:
    assert "start-impossible" in found(sketch(_aside(_starts(_TIMER)).replace('<task id="task"/>', "")))


def test_a_message_that_starts_an_event_sub_process_needs_a_correlation_key() -> None:
    assert found(straight(_aside(_starts(_PAID)), _MESSAGE))["message-without-correlation"] == "s"


def test_several_none_flows_and_a_loose_process_cannot_start() -> None:
    assert found(sketch("")) == {"start-impossible": "p"}


def test_a_waiting_message_without_a_correlation_key_is_a_warning() -> None:
    assert found(straight(_catch(_PAID), _MESSAGE)) == {"message-without-correlation": "task"}


def test_a_message_start_event_needs_no_correlation_key_but_in_strict_mode_an_operation() -> None:
    start = '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>'

    assert found(sketch(f"{start}{END}{flow('start', 'end')}", _MESSAGE)) == {"message-without-operation": "start"}

    operation = (
        '<interface id="i" name="i"><operation id="o" name="o"><inMessageRef>m</inMessageRef></operation></interface>'
    )
    served = start.replace('"m"/>', '"m"><operationRef>o</operationRef></messageEventDefinition>')
    assert found(sketch(f"{served}{END}{flow('start', 'end')}", _MESSAGE + operation)) == {}


def test_all_problems_are_said_at_once_in_the_order_of_the_file() -> None:
    reading = straight(
        f'\n{_LISTENED}\n<callActivity id="call"/>\n<userTask id="u" default="nothing"/>\n'
        f"{flow('task', 'call')}{flow('call', 'u', '= 1 +')}\n{flow('u', 'gone')}"
    )

    codes = [problem.code for problem in reading.problems if problem.severity is Severity.ERROR]
    assert codes == [
        "not-executed",
        "call-without-process",
        "default-not-outgoing",
        "expression-syntax",
        "flow-to-nowhere",
    ]
    assert reading.processes == ()
    assert reading.has_errors


def test_a_syntax_error_names_the_place_in_the_attribute() -> None:
    (problem,) = (
        problem
        for problem in straight(_user_task('<zeebe:assignmentDefinition assignee="= a ) b"/>')).problems
        if problem.code == "expression-syntax"
    )

    assert problem.params["position"] == "5"
    assert "the attribute “assignee”" in problem.sentence
    assert "(at character 5 of “= a ) b”)" in problem.sentence


def test_what_is_not_executed_hides_no_problem_behind_it_and_makes_no_new_one() -> None:
    reading = straight(f'{_LISTENED}<serviceTask id="s"/>{flow("task", "s")}{flow("s", "end")}')

    assert found(reading) == {"not-executed": "task", "service-without-job": "s"}


def test_the_sentence_is_made_of_code_and_parameters() -> None:
    for code, _, task in TASKS:
        for problem in straight(task).problems:
            phrase = PHRASES[problem.code]
            assert problem.sentence.lower() == phrase.sentence.format_map(problem.params).lower(), code
            assert problem.remedy == phrase.remedy.format_map(problem.params)


def test_every_sentence_and_remedy_ends() -> None:
    for phrase in PHRASES.values():
        assert phrase.sentence.endswith((".", "{message}")), phrase.code
        assert phrase.remedy.endswith((".", "{remedy}")), phrase.code


def test_a_process_that_is_not_executable_is_read_with_a_warning_when_it_is_alone() -> None:
    content = f'<process id="p">{START}{END}{flow("start", "end")}</process>'
    reading = read_bpmn(_definitions(content))

    assert found(reading) == {"process-not-executable": "p"}
    assert [process.id for process in reading.processes] == ["p"]


def test_a_drawing_beside_an_executable_process_is_left_alone() -> None:
    drawn = '<process id="drawn"><complexGateway id="g"/></process>'
    executed = f'<process id="p" isExecutable="true">{START}{END}{flow("start", "end")}</process>'
    reading = read_bpmn(_definitions(drawn + executed))

    assert reading.problems == ()
    assert [process.id for process in reading.processes] == ["p"]


@pytest.mark.parametrize(("marked", "read"), [("", ["p", "drawn"]), ('isExecutable="false"', ["p"])])
def test_a_process_that_is_called_is_read_unless_it_is_said_not_to_be_executable(marked: str, read: list[str]) -> None:
    drawn = f'<process id="drawn" {marked}>{START}{END}{flow("start", "end")}</process>'
    call = '<callActivity id="call" calledElement="drawn"/><startEvent id="s"/><endEvent id="e"/>'
    executed = f'<process id="p" isExecutable="true">{call}{flow("s", "call")}{flow("call", "e")}</process>'
    reading = read_bpmn(_definitions(drawn + executed))

    assert reading.problems == ()
    assert [process.id for process in reading.processes] == read


def _definitions(content: str) -> bytes:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{content}</definitions>'
    ).encode()
