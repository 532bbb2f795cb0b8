"""SpiffWorkflow's own executor on a small loop: what a step costs as the instance grows older.

The diagram is a customership in miniature: reassess, and reassess again. A round completes its one task and
runs on to the next. ADR 0001 rests on these figures.
"""

import json
from importlib.metadata import version
from io import BytesIO
from time import perf_counter
from typing import NamedTuple

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

PEER = f"SpiffWorkflow {version('SpiffWorkflow')}"
ROUNDS_TOLD = (1, 50, 200)
#: No instance gets further than this; the loop ends there even if a future SpiffWorkflow goes on.
MOST_ROUNDS = 400
#: The best of so many lives is told: a busy machine only ever adds time.
LIVES = 3
DIAGRAM = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="loop" targetNamespace="urn:polku:benchmark">
  <process id="customership" isExecutable="true">
    <startEvent id="start"><outgoing>to_merge</outgoing></startEvent>
    <sequenceFlow id="to_merge" sourceRef="start" targetRef="merge"/>
    <exclusiveGateway id="merge">
      <incoming>to_merge</incoming><incoming>back</incoming><outgoing>to_task</outgoing>
    </exclusiveGateway>
    <sequenceFlow id="to_task" sourceRef="merge" targetRef="reassess"/>
    <userTask id="reassess"><incoming>to_task</incoming><outgoing>to_split</outgoing></userTask>
    <sequenceFlow id="to_split" sourceRef="reassess" targetRef="split"/>
    <exclusiveGateway id="split" default="away">
      <incoming>to_split</incoming><outgoing>back</outgoing><outgoing>away</outgoing>
    </exclusiveGateway>
    <sequenceFlow id="back" sourceRef="split" targetRef="merge">
      <conditionExpression xsi:type="tFormalExpression">again</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="away" sourceRef="split" targetRef="end"/>
    <endEvent id="end"><incoming>away</incoming></endEvent>
  </process>
</definitions>
"""


def start() -> BpmnWorkflow:
    parser = BpmnParser()
    parser.add_bpmn_io(BytesIO(DIAGRAM))
    workflow = BpmnWorkflow(parser.get_spec("customership"), parser.get_subprocess_specs("customership"))
    workflow.do_engine_steps()
    return workflow


def one_round(workflow: BpmnWorkflow) -> bool:
    """Complete the waiting task and run on; False when the instance has no task to complete."""
    waiting = workflow.get_tasks(state=TaskState.READY, manual=True)
    if not waiting:
        return False
    waiting[0].set_data(again=True)
    waiting[0].run()
    workflow.do_engine_steps()
    return True


def state_bytes(workflow: BpmnWorkflow) -> int:
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    return len(json.dumps(serializer.to_dict(workflow)).encode())


class Life(NamedTuple):
    """What was seen of one instance: of the rounds told, then of its end."""

    milliseconds: dict[int, float]
    state_bytes: dict[int, int]
    rounds: int
    workflow: BpmnWorkflow


def live() -> Life:
    """Go round until the instance has nothing to do any more."""
    life = Life({}, {}, 0, start())
    for number in range(1, MOST_ROUNDS + 1):
        began = perf_counter()
        went_on = one_round(life.workflow)
        took = (perf_counter() - began) * 1000
        if not went_on:
            return life._replace(rounds=number - 1)
        if number in ROUNDS_TOLD:
            life.milliseconds[number] = took
            life.state_bytes[number] = state_bytes(life.workflow)
    return life._replace(rounds=MOST_ROUNDS)


def run() -> list[dict[str, object]]:
    """The time of single rounds, the state's size after them, and where and how the instance stops."""
    lives = [live() for _ in range(LIVES)]
    last = lives[-1]
    told: list[dict[str, object]] = []
    for number in ROUNDS_TOLD:
        best = min(life.milliseconds[number] for life in lives)
        size = last.state_bytes[number]
        told.append({"name": f"{PEER}: round {number}", "value": round(best, 2), "unit": "ms"})
        told.append({"name": f"{PEER}: state after round {number}", "value": size, "unit": "bytes"})
    ready = [task for task in last.workflow.tasks.values() if task.has_state(TaskState.READY)]
    end = "calls itself completed" if last.workflow.is_completed() else "still goes on"
    told.append({"name": f"{PEER}: {end} after", "value": last.rounds, "unit": "rounds"})
    told.append({"name": f"{PEER}: tasks ready to run then", "value": len(ready), "unit": "tasks"})
    return told
