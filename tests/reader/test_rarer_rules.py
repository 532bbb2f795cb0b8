"""Rules of the standard that everyday diagrams seldom touch: each says one problem, on its element."""

import pytest

from engine.reader import read_bpmn
from engine.reader.problems import PHRASES
from tests.reader.drawings import END, START, flow, found, sketch

FORMAL = 'xsi:type="tFormalExpression"'
WAY = f"{START}{{}}{END}{flow('start', 'task')}{flow('task', 'end')}"
PLAIN = WAY.format('<task id="task"/>')
SIGNAL = '<signal id="g" name="alarm"/>'
CODED = '<error id="r" name="lost" errorCode="lost"/><escalation id="l" name="late" escalationCode="late"/>'
MESSAGES = (
    '<message id="m" name="m"/><message id="n" name="n"/><interface id="i" name="i"><operation id="o" name="o">'
    "<inMessageRef>m</inMessageRef></operation></interface>"
)


def _at_boundary(definition: str, *attributes: str) -> str:
    events = (
        f'<boundaryEvent id="b{n}" attachedToRef="task" {more}>{definition}</boundaryEvent>{flow(f"b{n}", "end")}'
        for n, more in enumerate(attributes)
    )
    return PLAIN + "".join(events)


def _by_event(definition: str, attributes: str = "") -> str:
    return PLAIN + "".join(
        f'<subProcess id="h{n}" triggeredByEvent="true"><startEvent id="s{n}" {attributes}>{definition}</startEvent>'
        f'<endEvent id="e{n}"/>{flow(f"s{n}", f"e{n}")}</subProcess>'
        for n in range(2)
    )


def _link(throw: str, catch: str, more: str = "") -> str:
    thrown = f'<intermediateThrowEvent id="t"><linkEventDefinition id="lt" name="a">{throw}</linkEventDefinition>'
    caught = f'<intermediateCatchEvent id="c"><linkEventDefinition id="lc" name="a">{catch}</linkEventDefinition>'
    events = f"{thrown}</intermediateThrowEvent>{caught}</intermediateCatchEvent>"
    return f"{START}{events}{END}{flow('start', 't')}{flow('c', 'end')}{more}"


def _performed(inner: str) -> str:
    return WAY.format(f'<userTask id="task"><potentialOwner>{inner}</potentialOwner></userTask>')


def _repeated(number: str) -> str:
    loop = f"<multiInstanceLoopCharacteristics><loopCardinality {FORMAL}>{number}</loopCardinality>"
    return WAY.format(f'<task id="task">{loop}</multiInstanceLoopCharacteristics></task>')


def _two_pools(more: str) -> str:
    people = '<participant id="a" processRef="p"/><participant id="b"/>'
    apart = '<collaboration id="other"><participant id="x"/></collaboration>'
    return f'<collaboration id="k">{people}{more}</collaboration>{apart}'


def _conversation(*participants: str) -> str:
    referred = "".join(f"<participantRef>{id}</participantRef>" for id in participants)
    return f'<conversation id="v">{referred}</conversation>'


def _moved(association: str) -> str:
    data = '<dataInput id="i"/><dataOutput id="o"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet>'
    sets = f"{data}<outputSet><dataOutputRefs>o</dataOutputRefs></outputSet>"
    task = f'<task id="task"><ioSpecification>{sets}</ioSpecification>{association}</task>'
    return WAY.format(task) + '<dataObject id="d" name="d"/>'


def _correlated(property: str) -> str:
    path = f"<messagePath {FORMAL}>a</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
    properties = "".join(
        f'<correlationProperty id="{id}"><correlationPropertyRetrievalExpression messageRef="m">{path}'
        for id in ("c1", "c2")
    )
    key = '<correlationKey id="ck"><correlationPropertyRef>c1</correlationPropertyRef></correlationKey>'
    return f'<message id="m" name="m"/>{properties}<collaboration id="k">{key}</collaboration>'


BINDING = (
    '<correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="{}">'
    "<dataPath {}>a</dataPath></correlationPropertyBinding></correlationSubscription>"
)
RESOURCE = '<resource id="r" name="staff"><resourceParameter id="q" name="area" isRequired="true"/></resource>'
BOUND = "<resourceRef>r</resourceRef>" + (
    '<resourceParameterBinding parameterRef="{}"><formalExpression>1</formalExpression></resourceParameterBinding>'
)

# The code, the element that it is shown on, the inside of the process, what stands beside it.
CASES = [
    ("caught-twice", "b0", _at_boundary('<errorEventDefinition errorRef="r"/>', "", ""), CODED),
    ("caught-twice", "b0", _at_boundary("<errorEventDefinition/>", "", ""), CODED),
    ("caught-twice", "s0", _by_event('<escalationEventDefinition escalationRef="l"/>'), CODED),
    ("interrupted-twice", "b0", _at_boundary('<signalEventDefinition signalRef="g"/>', "", ""), SIGNAL),
    (
        "flow-not-immediate",
        "p",
        PLAIN.replace('id="start-task"', 'id="start-task" isImmediate="false"'),
        "",
    ),
    (
        "compensation-not-interrupting",
        "s0",
        _by_event("<compensateEventDefinition/>", 'isInterrupting="false"'),
        "",
    ),
    ("link-end-wrong", "t", _link("<source>lc</source>", ""), ""),
    ("link-end-unnamed", "t", _link("", "<source>lt</source>"), ""),
    ("reference-wrong", "t", _link("<target>gone</target>", "<source>lt</source>"), ""),
    (
        "operation-of-other-message",
        "task",
        WAY.format('<sendTask id="task" messageRef="n" operationRef="o"/>'),
        MESSAGES,
    ),
    (
        "operation-of-other-message",
        "t",
        PLAIN.replace(END, "")
        + '<endEvent id="end"/><startEvent id="t"><messageEventDefinition messageRef="n"><operationRef>o</operationRef>'
        f"</messageEventDefinition></startEvent>{flow('t', 'task')}",
        MESSAGES,
    ),
    (
        "data-of-operation-unused",
        "task",
        WAY.format(
            '<serviceTask id="task" operationRef="o"><ioSpecification><dataOutput id="x"/><inputSet/><outputSet>'
            "<dataOutputRefs>x</dataOutputRefs></outputSet><outputSet/></ioSpecification></serviceTask>"
        ),
        MESSAGES,
    ),
    (
        "data-of-message-several",
        "task",
        WAY.format(
            '<sendTask id="task" operationRef="o"><ioSpecification><dataInput id="x"/><inputSet><dataInputRefs>x'
            "</dataInputRefs></inputSet><inputSet/><outputSet/></ioSpecification></sendTask>"
        ),
        MESSAGES,
    ),
    (
        "formal-expression-missing",
        "task",
        _performed("<resourceAssignmentExpression><expression>the boss</expression></resourceAssignmentExpression>"),
        "",
    ),
    ("formal-expression-missing", "cs", PLAIN + BINDING.format("c1", ""), _correlated("c1")),
    ("correlation-property-elsewhere", "cs", PLAIN + BINDING.format("c2", FORMAL), _correlated("c2")),
    ("resource-parameter-missing", "task", _performed("<resourceRef>r</resourceRef>"), RESOURCE),
    (
        "resource-parameter-elsewhere",
        "task",
        _performed(BOUND.format("z")),
        RESOURCE + '<resource id="y" name="y"><resourceParameter id="z" name="z"/></resource>',
    ),
    ("implementation-unknown", "task", WAY.format('<userTask id="task" implementation="by hand"/>'), ""),
    ("implementation-unknown", "task", WAY.format('<userTask id="task" implementation="##Soap"/>'), ""),
    ("loop-cardinality", "task", _repeated('"many"'), ""),
    ("loop-cardinality", "task", _repeated("-1"), ""),
    ("loop-cardinality", "task", _repeated("2.5"), ""),
    ("loop-cardinality", "task", _repeated("true"), ""),
    (
        "ad-hoc-triggered",
        "task",
        PLAIN.replace(
            '<task id="task"/>', '<adHocSubProcess id="task" triggeredByEvent="true"><task id="x"/></adHocSubProcess>'
        ),
        "",
    ),
    (
        "lane-elsewhere",
        "l",
        f'<laneSet id="ls"><lane id="l" name="l"><flowNodeRef>far</flowNodeRef></lane></laneSet>{PLAIN}',
        '<process id="q"><task id="far"/></process>',
    ),
    ("conversation-alone", "v", PLAIN, _two_pools(_conversation("a"))),
    ("conversation-stranger", "v", PLAIN, _two_pools(_conversation("a", "x"))),
    (
        "conversation-link-end",
        "w",
        PLAIN,
        _two_pools(_conversation("a", "b") + '<conversationLink id="w" sourceRef="a" targetRef="b"/>'),
    ),
    (
        "data-association-end",
        "task",
        _moved("<dataInputAssociation><sourceRef>d</sourceRef><targetRef>o</targetRef></dataInputAssociation>"),
        "",
    ),
    (
        "data-association-end",
        "task",
        _moved("<dataOutputAssociation><sourceRef>i</sourceRef><targetRef>d</targetRef></dataOutputAssociation>"),
        "",
    ),
    (
        "data-association-empty",
        "task",
        _moved("<dataInputAssociation><targetRef>i</targetRef></dataInputAssociation>"),
        "",
    ),
    ("import-type", None, PLAIN, '<import importType="schema" location="a.xsd" namespace="urn:a"/>'),
    ("reference-wrong", "m", PLAIN, '<message xmlns:other="urn:other" id="m" name="m" itemRef="other:item"/>'),
    (
        "extension-of-other-engine",
        "task",
        WAY.format('<userTask xmlns:f="http://flowable.org/bpmn" id="task" f:assignee="kermit"/>'),
        "",
    ),
    ("data-reference-of-nothing", "r", f'{PLAIN}<dataObjectReference id="r" name="memo"/>', ""),
]


@pytest.mark.parametrize(
    ("code", "element", "inside", "beside"), CASES, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(CASES)]
)
def test_a_problem_is_said_on_its_element(code: str, element: str | None, inside: str, beside: str) -> None:
    problems = {problem.code: problem for problem in reversed(sketch(inside, beside).problems)}

    assert code in problems
    assert problems[code].element == element
    assert problems[code].severity is PHRASES[code].severity


RIGHT = [
    (_at_boundary('<errorEventDefinition errorRef="r"/>', ""), CODED),
    (_at_boundary('<signalEventDefinition signalRef="g"/>', "", 'cancelActivity="false"'), SIGNAL),
    (_by_event('<escalationEventDefinition escalationRef="l"/>', 'isInterrupting="false"'), CODED),
    (_link("", ""), ""),
    (_link("<target>lc</target>", "<source>lt</source>"), ""),
    (WAY.format('<sendTask id="task" messageRef="m" operationRef="o"/>'), MESSAGES),
    (PLAIN + BINDING.format("c1", FORMAL), _correlated("c1")),
    (_performed(BOUND.format("q")), RESOURCE),
    (WAY.format('<sendTask id="task" messageRef="m" implementation="urn:example:mail"/>'), MESSAGES),
    (
        PLAIN,
        '<import importType="http://www.w3.org/2001/XMLSchema" location="a.xsd" namespace="urn:a"/>'
        '<message xmlns:other="urn:a" id="m" name="m" itemRef="other:item"/>',
    ),
    (_repeated("3"), ""),
    (_repeated("count(items)"), ""),
    (PLAIN, _two_pools(_conversation("a", "b") + '<conversationLink id="w" sourceRef="a" targetRef="v"/>')),
]


@pytest.mark.parametrize(("inside", "beside"), RIGHT)
def test_what_the_standard_allows_has_no_problem(inside: str, beside: str) -> None:
    assert found(sketch(inside, beside)) == {}


def _drawn(shapes: str) -> dict[str, str | None]:
    content = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
        ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">'
        f'<process id="p" isExecutable="true">{PLAIN}</process>'
        f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="p">{shapes}</di:BPMNPlane></di:BPMNDiagram></definitions>'
    )
    return found(read_bpmn(content.encode()))


SHAPE = '<di:BPMNShape bpmnElement="{}"><dc:Bounds x="0" y="0" width="1" height="1"/></di:BPMNShape>'
EDGE = '<di:BPMNEdge bpmnElement="{}"><dd:waypoint x="0" y="0"/><dd:waypoint x="1" y="0"/></di:BPMNEdge>'


def test_the_drawing_shows_what_is_in_the_file() -> None:
    assert _drawn(SHAPE.format("task") + EDGE.format("start-task")) == {}


@pytest.mark.parametrize("drawn", [SHAPE.format("gone"), EDGE.format("task"), SHAPE.format("start-task")])
def test_a_shape_of_nothing_is_a_warning(drawn: str) -> None:
    assert list(_drawn(drawn)) == ["shape-of-nothing"]
