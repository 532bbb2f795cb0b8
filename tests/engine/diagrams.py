"""Small diagrams for the engine's tests, written as their body between the process tags."""

import json
from itertools import pairwise
from typing import Any

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://polku.fi/tests">
"""


def diagram(process_id: str, body: str, *, name: str = "", tag: str = "", beside: str = "") -> bytes:
    """A file with one process; `beside` are messages and errors."""
    version_tag = f'<extensionElements><zeebe:versionTag value="{tag}"/></extensionElements>' if tag else ""
    process = f'<process id="{process_id}" name="{name}" isExecutable="true">{version_tag}{body}</process>'
    return f"{HEAD}{beside}{process}</definitions>".encode()


def chain(*nodes: str, first: str = "start", last: str = "end") -> str:
    """A start event, these nodes (`<userTask id="a"…`) and an end event in a row; ids are taken from the nodes."""
    all_nodes = [f'<startEvent id="{first}"/>', *nodes, f'<endEvent id="{last}"/>']
    return joined(all_nodes)


def joined(nodes: list[str]) -> str:
    ids = [node.split('id="', 1)[1].split('"', 1)[0] for node in nodes]
    flows = [
        f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in pairwise(ids)
    ]
    return "".join(nodes + flows)


def user_task(
    id: str = "task", name: str = "Do it", *, groups: str = "", form: str = "", assignee: str = "", due: str = ""
) -> str:
    assignment = "".join(
        f' {attribute}="{value}"' for attribute, value in (("assignee", assignee), ("candidateGroups", groups)) if value
    )
    parts = [f"<zeebe:assignmentDefinition{assignment}/>" if assignment else ""]
    parts.append(f'<zeebe:formDefinition formId="{form}"/>' if form else "")
    parts.append(f'<zeebe:taskSchedule dueDate="{due}"/>' if due else "")
    return f'<userTask id="{id}" name="{name}"><extensionElements>{"".join(parts)}</extensionElements></userTask>'


def job(id: str = "work", type: str = "work", retries: str = "3") -> str:
    definition = f'<zeebe:taskDefinition type="{type}" retries="{retries}"/>'
    return f'<serviceTask id="{id}"><extensionElements>{definition}</extensionElements></serviceTask>'


def call(id: str, process_id: str, binding: str = "latest", tag: str = "") -> str:
    version_tag = f' versionTag="{tag}"' if tag else ""
    called = f'<zeebe:calledElement processId="{process_id}" bindingType="{binding}"{version_tag}/>'
    return f'<callActivity id="{id}"><extensionElements>{called}</extensionElements></callActivity>'


def timer(id: str = "wait", after: str = "P1D") -> str:
    definition = (
        f'<timerEventDefinition id="{id}-timer"><timeDuration xsi:type="tFormalExpression">{after}</timeDuration>'
    )
    return f'<intermediateCatchEvent id="{id}">{definition}</timerEventDefinition></intermediateCatchEvent>'


def timer_start(id: str = "start", cycle: str = "R/P1D") -> str:
    definition = f'<timerEventDefinition id="{id}-timer"><timeCycle xsi:type="tFormalExpression">{cycle}</timeCycle>'
    return f'<startEvent id="{id}">{definition}</timerEventDefinition></startEvent>'


def message(id: str, name: str, key: str = "") -> str:
    subscription = f'<zeebe:subscription correlationKey="{key}"/>' if key else ""
    return f'<message id="{id}" name="{name}"><extensionElements>{subscription}</extensionElements></message>'


def message_event(tag: str, id: str, message_id: str, inside: str = "") -> str:
    """A message event; `tag` is startEvent, intermediateCatchEvent, intermediateThrowEvent or endEvent."""
    definition = f'<messageEventDefinition id="{id}-message" messageRef="{message_id}"/>'
    return f'<{tag} id="{id}">{inside}{definition}</{tag}>'


def form(id: str, *components: dict[str, Any]) -> bytes:
    return json.dumps({"id": id, "type": "default", "components": list(components)}).encode()


NUMBER = {"type": "number", "key": "amount", "label": "Amount", "id": "f1", "validate": {"required": True, "min": 1}}
TEXT = {"type": "textfield", "key": "note", "label": "Note", "id": "f2"}

DECISION = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="tables" name="tables" namespace="http://polku.fi/tests">
  <decision id="segment" name="Segment">
    <decisionTable id="segments" hitPolicy="FIRST">
      <input id="staff"><inputExpression id="staff-expression"><text>staff</text></inputExpression></input>
      <output id="segment-output" name="segment"/>
      <rule id="large"><inputEntry id="i1"><text>&gt;= 250</text></inputEntry>
        <outputEntry id="o1"><text>"large"</text></outputEntry></rule>
      <rule id="small"><inputEntry id="i2"><text>-</text></inputEntry>
        <outputEntry id="o2"><text>"local"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""


def decide(id: str, decision_id: str, result: str) -> str:
    called = f'<zeebe:calledDecision decisionId="{decision_id}" resultVariable="{result}"/>'
    return f'<businessRuleTask id="{id}"><extensionElements>{called}</extensionElements></businessRuleTask>'
