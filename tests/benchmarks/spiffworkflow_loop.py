"""What a step costs as an instance grows older: the kernel beside SpiffWorkflow's own executor, on one diagram.

The diagram is a customership in miniature: reassess, and reassess again. A round completes its one task and
runs on to the next. Both read the same bytes. ADR 0001 rests on these figures.
"""

import json
from collections.abc import Callable
from importlib.metadata import version
from io import BytesIO
from time import perf_counter
from typing import NamedTuple

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from engine.kernel.commands import CompleteWorkItem
from engine.kernel.encoding import encode_state
from engine.reader import read_bpmn
from engine.simulation import Run, Simulation

PEER = f"SpiffWorkflow {version('SpiffWorkflow')}"
ROUNDS_TOLD = (1, 50, 200, 2000)
#: Where the measurement ends for whoever still goes on.
MOST_ROUNDS = 2000
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


class Life(NamedTuple):
    """What was seen of one instance: of the rounds told, then of its end."""

    milliseconds: dict[int, float]
    state_bytes: dict[int, int]
    rounds: int


def live(one_round: Callable[[], bool], state_bytes: Callable[[], int]) -> Life:
    """Go round until the instance has nothing to do any more, or has gone far enough."""
    milliseconds: dict[int, float] = {}
    sizes: dict[int, int] = {}
    for number in range(1, MOST_ROUNDS + 1):
        began = perf_counter()
        went_on = one_round()
        took = (perf_counter() - began) * 1000
        if not went_on:
            return Life(milliseconds, sizes, number - 1)
        if number in ROUNDS_TOLD:
            milliseconds[number] = took
            sizes[number] = state_bytes()
    return Life(milliseconds, sizes, MOST_ROUNDS)


def in_the_kernel() -> Life:
    simulation = Simulation(read_bpmn(DIAGRAM).processes, proving=False)
    run = simulation.start("customership", {"again": True})
    return live(lambda: kernel_round(simulation, run), lambda: len(encode_state(run.state)))


def kernel_round(simulation: Simulation, run: Run) -> bool:
    waiting = next(iter(run.state.waits), None)
    if waiting is None:
        return False
    simulation.do(run, CompleteWorkItem(waiting, {"again": True}))
    return True


def in_spiffworkflow() -> tuple[Life, BpmnWorkflow]:
    parser = BpmnParser()
    parser.add_bpmn_io(BytesIO(DIAGRAM))
    workflow = BpmnWorkflow(parser.get_spec("customership"), parser.get_subprocess_specs("customership"))
    workflow.do_engine_steps()
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    life = live(lambda: spiffworkflow_round(workflow), lambda: len(json.dumps(serializer.to_dict(workflow)).encode()))
    return life, workflow


def spiffworkflow_round(workflow: BpmnWorkflow) -> bool:
    waiting = workflow.get_tasks(state=TaskState.READY, manual=True)
    if not waiting:
        return False
    waiting[0].set_data(again=True)
    waiting[0].run()
    workflow.do_engine_steps()
    return True


def run() -> list[dict[str, object]]:
    """Times of single rounds, the state's size after them, and how far each of the two goes."""
    ours = [in_the_kernel() for _ in range(LIVES)]
    theirs = [in_spiffworkflow() for _ in range(LIVES)]
    last, workflow = theirs[-1]
    told: list[dict[str, object]] = []
    for number in ROUNDS_TOLD:
        best = min(life.milliseconds[number] for life in ours)
        best_of_theirs = min(
            (life.milliseconds[number] for life, _ in theirs if number in life.milliseconds), default=None
        )
        told.append(beside(f"round {number}", round(best, 3), "ms", best_of_theirs and round(best_of_theirs, 3)))
        told.append(
            beside(f"state after round {number}", ours[-1].state_bytes[number], "bytes", last.state_bytes.get(number))
        )
    told.append(beside("rounds done", ours[-1].rounds, "rounds", last.rounds))
    ready = [task for task in workflow.tasks.values() if task.has_state(TaskState.READY)]
    if workflow.is_completed() and ready:
        told.append(
            {"name": f"{PEER} calls itself completed, with so many ready", "value": len(ready), "unit": "tasks"}
        )
    return told


def beside(name: str, value: float, unit: str, theirs: float | None) -> dict[str, object]:
    measurement: dict[str, object] = {"name": name, "value": value, "unit": unit}
    if theirs is None:  # it never came so far
        return measurement
    return measurement | {"peer": PEER, "peer_value": theirs, "ratio": round(value / theirs, 3)}
