"""Diagrams for the tests: the tiny ones of tests/diagrams, and sketches written in the test itself."""

from pathlib import Path

from engine.model.process import Process
from engine.reader import Reading, read_bpmn

DIAGRAMS = Path(__file__).parent.parent / "diagrams"

_FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:polku="http://polku.fi/schema/bpmn/1.0"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="http://polku.fi/diagrams">
{beside}
<process id="p" isExecutable="true">
{inside}
</process>
</definitions>"""

_TINY = {"user-task-without-people", "end-missing", "message-without-operation", "receive-instantiates-after-start"}


def drawing(name: str) -> Process:
    """The process of a tiny diagram."""
    (process,) = drawings(name)
    return process


def drawings(name: str) -> tuple[Process, ...]:
    """The processes of a tiny diagram: it has no errors, and no warnings but of what is tiny or said twice."""
    reading = read_bpmn((DIAGRAMS / f"{name}.bpmn").read_bytes(), f"{name}.bpmn")
    assert {problem.code for problem in reading.problems} <= _TINY
    return reading.processes


def sketch(inside: str, beside: str = "") -> Reading:
    """Read a process with these elements, beside these root elements."""
    return read_bpmn(_FRAME.format(inside=inside, beside=beside).encode())


def straight(task: str, beside: str = "") -> Reading:
    """Read a process of a start event, this element (with the id `task`) and an end event."""
    return sketch(f"{START}{task}{END}{flow('start', 'task')}{flow('task', 'end')}", beside)


def flow(source: str, target: str, condition: str = "") -> str:
    """A sequence flow called `source-target`."""
    expression = f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>'
    inner = expression if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def found(reading: Reading) -> dict[str, str | None]:
    """The codes of the problems, each with the element it is shown on."""
    return {problem.code: problem.element for problem in reading.problems}


START = '<startEvent id="start"/>'
END = '<endEvent id="end"/>'
