"""What the standard asks of data, each rule once: the code, and the element that the problem is shown on."""

import pytest

from tests.reader.drawings import END, START, flow, found, sketch, straight

BESIDE = """
<itemDefinition id="text" structureRef="string"/><itemDefinition id="number" structureRef="number"/>
<itemDefinition id="texts" structureRef="string" isCollection="true"/>
<message id="m" name="m" itemRef="text"/><signal id="s" name="s" structureRef="text"/>
<interface id="i" name="i"><operation id="op" name="op"><inMessageRef>m</inMessageRef></operation></interface>
<globalTask id="shared"><ioSpecification><dataInput id="theirs" itemSubjectRef="text"/>
<inputSet><dataInputRefs>theirs</dataInputRefs></inputSet><outputSet/></ioSpecification></globalTask>
<globalTask id="offered"><supportedInterfaceRef>i</supportedInterfaceRef></globalTask>
<globalTask id="bound"><supportedInterfaceRef>i</supportedInterfaceRef><ioSpecification>
<dataInput id="din" itemSubjectRef="{bound}"/><dataOutput id="dout"/>
<inputSet><dataInputRefs>din</dataInputRefs></inputSet>
<outputSet><dataOutputRefs>dout</dataOutputRefs></outputSet></ioSpecification>
<ioBinding operationRef="op" inputDataRef="din" outputDataRef="dout"/></globalTask>
"""
OBJECT = '<dataObject id="o" itemSubjectRef="{type}"/>'


def has(inside: str, sets: str = "") -> str:
    """A specification of data; the sets that are not given are empty."""
    sets += "" if "<inputSet" in sets else "<inputSet/>"
    sets += "" if "<outputSet" in sets else "<outputSet/>"
    order = sorted(sets.replace("><inputSet", ">|<inputSet").replace("><outputSet", ">|<outputSet").split("|"))
    return f"<ioSpecification>{inside}{''.join(order)}</ioSpecification>"


def task(inner: str, kind: str = "task", attributes: str = "") -> str:
    return f'<{kind} id="task" {attributes}>{inner}</{kind}>'


def data(kind: str, id: str, type: str = "") -> str:
    return f'<{kind} id="{id}" itemSubjectRef="{type}"/>' if type else f'<{kind} id="{id}"/>'


def inputs(*ids: str, more: str = "", id: str = "") -> str:
    refs = "".join(f"<dataInputRefs>{one}</dataInputRefs>" for one in ids)
    return f"<inputSet {f'id={chr(34)}{id}{chr(34)}' if id else ''}>{refs}{more}</inputSet>"


def outputs(*ids: str, more: str = "") -> str:
    return f"<outputSet>{''.join(f'<dataOutputRefs>{one}</dataOutputRefs>' for one in ids)}{more}</outputSet>"


def moves(way: str, source: str, target: str) -> str:
    return (
        f"<data{way}Association><sourceRef>{source}</sourceRef><targetRef>{target}</targetRef></data{way}Association>"
    )


def one_input(type: str = "") -> str:
    return has(data("dataInput", "a", type), inputs("a"))


def one_output(type: str = "") -> str:
    return has(data("dataOutput", "b", type), outputs("b"))


def loop(inner: str) -> str:
    return f"<multiInstanceLoopCharacteristics>{inner}</multiInstanceLoopCharacteristics>"


LOOPED = '<loopDataInputRef>a</loopDataInputRef><inputDataItem id="item" itemSubjectRef="{type}"/>'
SIGNAL = '<signalEventDefinition signalRef="s"/>'
MESSAGE = '<messageEventDefinition messageRef="m"/>'
SET = inputs("a").replace("<inputSet >", "<inputSet>")
UNLISTED = inputs("a", more="<optionalInputRefs>b</optionalInputRefs>")
ONE_SIDED = '<inputSet id="x"><outputSetRefs>y</outputSetRefs></inputSet><outputSet id="y"/>'
THROWN = '<intermediateThrowEvent id="task">{data}{set}{definitions}</intermediateThrowEvent>'
DATA = data("dataInput", "a", "number")

CASES = [
    ("data-in-no-set", "task", task(has(data("dataInput", "a")))),
    ("data-in-no-set", "task", task(has(data("dataOutput", "b")))),
    ("data-set-stranger", "task", task(has("", inputs("x")))),
    ("data-set-unlisted", "task", task(has(data("dataInput", "a") + data("dataInput", "b"), UNLISTED + inputs("b")))),
    ("data-sets-one-sided", "task", task(has("", ONE_SIDED))),
    (
        "data-of-message-several",
        "task",
        task(has(data("dataInput", "a"), inputs("a") + inputs("a")), "sendTask", 'messageRef="m"'),
    ),
    ("data-of-message-type", "task", task(one_input("number"), "sendTask", 'messageRef="m"')),
    ("data-of-message-type", "task", task(one_output("number"), "receiveTask", 'messageRef="m"')),
    ("data-of-message-type", "task", task(one_input("number"), "serviceTask", 'operationRef="op"')),
    ("data-of-message-missing", "task", task(has(""), "sendTask", 'messageRef="m"')),
    ("data-of-event-number", "task", THROWN.format(data=DATA, set=SET, definitions=SIGNAL + MESSAGE)),
    ("data-of-event-type", "task", THROWN.format(data=DATA, set=SET, definitions=SIGNAL)),
    ("call-data-differs", "task", task(has(""), "callActivity", 'calledElement="shared"')),
    ("call-data-differs", "task", task(one_input("number"), "callActivity", 'calledElement="shared"')),
    ("service-without-binding", "offered", task("")),
    ("service-binding-wrong", "bound", task("")),
    ("loop-data-type", "task", task(one_input("texts") + loop(LOOPED.format(type="number")))),
    ("loop-data-type", "task", task(one_input("text") + loop(LOOPED.format(type="text")))),
    ("loop-data-elsewhere", "task", task(loop("<loopDataInputRef>o</loopDataInputRef>")) + OBJECT.format(type="texts")),
    (
        "loop-data-incomplete",
        "task",
        task(loop("<loopCardinality>2</loopCardinality>" + data("inputDataItem", "item"))),
    ),
    ("data-of-sub-process", "task", task(has("") + '<task id="t"/>', "subProcess")),
    (
        "data-wrong-way",
        "task",
        has(data("dataOutput", "z"), outputs("z")) + task(one_input() + moves("Input", "z", "a")),
    ),
    ("data-object-state", "o", task("") + '<dataObject id="o"><dataState name="new"/></dataObject>'),
    (
        "data-reference-type",
        "r",
        task("") + '<dataObject id="o"/><dataObjectReference id="r" dataObjectRef="o" itemSubjectRef="text"/>',
    ),
    ("data-types-differ", "task", task(one_input("number") + moves("Input", "o", "a")) + OBJECT.format(type="text")),
    (
        "data-out-of-reach",
        "task",
        task(one_input() + moves("Input", "o", "a")) + f'<subProcess id="sub"><task id="t"/>{OBJECT}</subProcess>',
    ),
    ("data-never-given", "task", task(one_input("text") + moves("Input", "o", "a")) + OBJECT.format(type="text")),
]


@pytest.mark.parametrize(("code", "element", "inside"), CASES)
def test_a_problem_of_data_is_said_on_its_element(code: str, element: str, inside: str) -> None:
    specified = inside.startswith("<ioSpecification")
    first, rest = inside.split("</ioSpecification>", 1) if specified else ("", inside)
    drawn = f"{START}{rest}{END}{flow('start', 'task')}{flow('task', 'end')}"
    whole = f"{first}</ioSpecification>{drawn}" if specified else drawn

    reading = sketch(whole.replace("{type}", "text"), BESIDE.format(bound="number"))

    assert found(reading)[code] == element, reading.problems


def test_data_that_fits_has_no_problem() -> None:
    fitting = task(one_input("text") + moves("Input", "o", "a")) + OBJECT.format(type="text")
    written = f'<task id="w">{one_output("text")}{moves("Output", "b", "o")}</task>{flow("w", "end")}'
    beside = (
        BESIDE.format(bound="text")
        .replace('<globalTask id="offered">', '<globalTask id="of">')
        .replace("<supportedInterfaceRef>i</supportedInterfaceRef></globalTask>", "</globalTask>")
    )

    reading = straight(f"{written}{fitting}", beside)

    assert not {code for code in found(reading) if code.startswith(("data", "loop", "service", "call"))}


def test_a_message_flow_ends_at_events_with_messages() -> None:
    pools = (
        '<collaboration id="c"><participant id="us" processRef="p"/><participant id="them"/>'
        '<messageFlow id="in" sourceRef="them" targetRef="start"/>'
        '<messageFlow id="out" sourceRef="end" targetRef="them"/></collaboration>'
    )

    reading = straight('<task id="task"/>', pools)

    assert {problem.element for problem in reading.problems if problem.code == "message-flow-end"} == {"in", "out"}


def test_an_element_stands_in_one_lane_of_a_set() -> None:
    lane = '<lane id="{id}" name="{id}"><flowNodeRef>task</flowNodeRef></lane>'
    lanes = f'<laneSet id="l">{lane.format(id="one")}{lane.format(id="other")}</laneSet>'

    assert found(sketch(f'{lanes}<task id="task"/>'))["lane-twice"] == "task"


def test_a_file_that_is_imported_is_not_read() -> None:
    imported = '<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="o.bpmn" namespace="urn:o"/>'

    assert "import-not-read" in found(straight('<task id="task"/>', imported))


FORMAL = 'xsi:type="tFormalExpression"'
COUNT = f"<loopCardinality {FORMAL}>2</loopCardinality>"
TIME = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
POOLS = '<participant id="us" processRef="p"/><participant id="twin" processRef="p"/>'


@pytest.mark.parametrize(
    ("code", "element", "inside", "beside"),
    [
        (
            "formal-expression-empty",
            "task",
            f'<task id="task">{moves("Input", "o", "o").replace("</data", f"<transformation {FORMAL}/></data")}</task>'
            '<dataObject id="o"/>',
            "",
        ),
        ("time-informal", "task", f'<intermediateCatchEvent id="task">{TIME}</intermediateCatchEvent>', ""),
        ("text-format", "task", '<task id="task"><documentation textFormat="plain">x</documentation></task>', ""),
        ("call-of-stranger", "task", '<callActivity id="task" calledElement="start"/>', ""),
        (
            "loop-event-unused",
            "task",
            f'<task id="task"><multiInstanceLoopCharacteristics oneBehaviorEventRef="e">{COUNT}'
            "</multiInstanceLoopCharacteristics></task>",
            '<signal id="s" name="s"/><signalEventDefinition id="e" signalRef="s"/>',
        ),
        ("pool-twice", "twin", '<task id="task"/>', f'<collaboration id="c">{POOLS}</collaboration>'),
    ],
)
def test_what_execution_does_not_read_is_looked_at_too(code: str, element: str, inside: str, beside: str) -> None:
    assert found(straight(inside, beside))[code] == element
