"""A sketched process as a BPMN file, for readers and engines that want one."""

from xml.sax.saxutils import escape, quoteattr

from engine.model.elements import Element, Gateway, SubProcess
from engine.model.process import Process

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="written" targetNamespace="urn:polku:tests">'
)


def to_bpmn(process: Process) -> bytes:
    """The process as BPMN 2.0 without a picture. Tasks, none events, gateways and sub-processes can be written."""
    names = {name: _id(name) for name in (*process.elements, *process.flows)}
    inside = _inside(process, process.id, names)
    return f'{HEAD}<process id="{process.id}" isExecutable="true">{inside}</process></definitions>'.encode()


def _id(name: str) -> str:
    return name.replace("->", "_to_")


def _inside(process: Process, scope: str, names: dict[str, str]) -> str:
    elements = [element for element in process.elements.values() if element.scope == scope]
    written = [_element(process, element, names) for element in elements]
    for flow in process.flows.values():
        if process.elements[flow.source].scope == scope:
            condition = ""
            if flow.condition is not None:
                text = escape(flow.condition.text)
                condition = f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>'
            ends = f'sourceRef="{flow.source}" targetRef="{flow.target}"'
            written.append(f'<sequenceFlow id="{names[flow.id]}" {ends}>{condition}</sequenceFlow>')
    return "".join(written)


def _element(process: Process, element: Element, names: dict[str, str]) -> str:
    kind = type(element).__name__
    tag = kind[0].lower() + kind[1:]
    default = f" default={quoteattr(names[element.default])}" if element.default else ""
    flows = "".join(f"<incoming>{names[flow]}</incoming>" for flow in element.incoming)
    flows += "".join(f"<outgoing>{names[flow]}</outgoing>" for flow in element.outgoing)
    inside = _inside(process, element.id, names) if isinstance(element, SubProcess) else ""
    direction = ""
    if isinstance(element, Gateway):
        direction = f' gatewayDirection="{"Converging" if len(element.incoming) > 1 else "Diverging"}"'
    return f'<{tag} id="{element.id}"{default}{direction}>{flows}{inside}</{tag}>'
