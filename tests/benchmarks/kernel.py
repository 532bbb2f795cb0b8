"""What the kernel costs in memory: instances a second, rounds of an old loop, state waiting, many items at once.

The first figure stands beside SpiffWorkflow's executor, which reads the same bytes in the same run. The others stand
beside the kernel itself, younger or smaller: their ratio says whether cost grows.
"""

from collections.abc import Callable
from importlib.metadata import version
from io import BytesIO
from time import perf_counter, process_time

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser

from engine.feel import compile_expression
from engine.kernel import step
from engine.kernel.commands import CompleteWorkItem, StartProcess
from engine.kernel.encoding import encode_state
from engine.kernel.state import State
from engine.model.elements import EndEvent, ScriptTask, SequenceFlow, StartEvent
from engine.model.extensions import MultiInstance
from engine.model.process import Process, process
from engine.reader import read_bpmn
from engine.simulation import Run, Simulation
from tests.benchmarks.spiffworkflow_loop import DIAGRAM as LOOP

PEER = f"SpiffWorkflow {version('SpiffWorkflow')}"
#: Each thing is measured so often, and the best is told: a busy machine only ever adds time.
TRIES = 5
#: Python for SpiffWorkflow, FEEL for the kernel: the same value into the same variable.
SCRIPTS = {PEER: "m = n * 2", "kernel": "n * 2"}
DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polku="http://polku.fi/schema/bpmn/1.0"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="diagram" targetNamespace="urn:polku:benchmark">
  <process id="short" isExecutable="true">
    <startEvent id="start"><outgoing>a</outgoing></startEvent>
    <sequenceFlow id="a" sourceRef="start" targetRef="double"/>
    <scriptTask id="double" scriptFormat="SCRIPT_FORMAT" polku:resultVariable="m">
      <incoming>a</incoming><outgoing>b</outgoing>
      <script>SCRIPT</script></scriptTask>
    <sequenceFlow id="b" sourceRef="double" targetRef="which"/>
    <exclusiveGateway id="which" default="d"><incoming>b</incoming><outgoing>c</outgoing><outgoing>d</outgoing>
    </exclusiveGateway>
    <sequenceFlow id="c" sourceRef="which" targetRef="again">
      <conditionExpression xsi:type="tFormalExpression">n &gt; 5</conditionExpression></sequenceFlow>
    <sequenceFlow id="d" sourceRef="which" targetRef="little"/>
    <scriptTask id="again" scriptFormat="SCRIPT_FORMAT" polku:resultVariable="m">
      <incoming>c</incoming><outgoing>e</outgoing>
      <script>SCRIPT</script></scriptTask>
    <sequenceFlow id="e" sourceRef="again" targetRef="much"/>
    <endEvent id="much"><incoming>e</incoming></endEvent>
    <endEvent id="little"><incoming>d</incoming></endEvent>
  </process>
</definitions>"""


def best(measure: Callable[[], float]) -> float:
    return min(measure() for _ in range(TRIES))


def seconds(work: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """How long it takes: of the processor's time, so that what else the machine does counts for neither side."""
    began = clock()
    work()
    return clock() - began


def instances_in_the_kernel(count: int) -> Callable[[], None]:
    """Runs so many instances from start to end."""
    content = DIAGRAM.replace("SCRIPT_FORMAT", "feel").replace("SCRIPT", SCRIPTS["kernel"])
    reading = read_bpmn(content.encode())
    simulation = Simulation(reading.processes, proving=False)

    def run_all() -> None:
        for _ in range(count):
            state = State()
            step(simulation, state, StartProcess("short:1", {"n": 9}), simulation.now)
            if state.status != "completed":
                raise RuntimeError("the instance did not come to its end")

    return run_all


def instances_in_spiffworkflow(count: int) -> Callable[[], None]:
    """The same in SpiffWorkflow."""
    content = DIAGRAM.replace("SCRIPT_FORMAT", "python").replace("SCRIPT", SCRIPTS[PEER])
    parser = BpmnParser()
    parser.add_bpmn_io(BytesIO(content.encode()))
    spec = parser.get_spec("short")

    def run_all() -> None:
        for _ in range(count):
            workflow = BpmnWorkflow(spec)
            workflow.task_tree.set_data(n=9)
            workflow.do_engine_steps()
            if not workflow.is_completed():
                raise RuntimeError("the instance did not come to its end")

    return run_all


def instances_a_second() -> tuple[float, float]:
    """Of the kernel and of SpiffWorkflow, in turn, so that a machine that slows down slows both."""
    many, few = 250, 25
    ours, theirs = instances_in_the_kernel(many), instances_in_spiffworkflow(few)
    took = [(seconds(ours), seconds(theirs)) for _ in range(TRIES * 4)]
    return many / min(own for own, _ in took), few / min(other for _, other in took)


def loop() -> tuple[Simulation, Run]:
    simulation = Simulation(read_bpmn(LOOP).processes, proving=False)
    return simulation, simulation.start("customership", {"again": True})


def rounds(simulation: Simulation, run: Run, count: int) -> None:
    for _ in range(count):
        simulation.do(run, CompleteWorkItem(next(iter(run.state.waits)), {"again": True}))
        run.facts.clear()  # the history is the store's; here only the state lives on


def many(items: int) -> float:
    """Seconds for so many parallel items of one multi-instance script task."""
    simulation = Simulation([with_items()], proving=False)
    return best(lambda: seconds(lambda: simulation.start("many", {"items": list(range(items))}), perf_counter))


def with_items() -> Process:
    feel = compile_expression
    each = MultiInstance(False, feel("items"), "item", "doubled", feel("item * 2"))
    return process(
        "many",
        "many",
        [
            StartEvent(id="s", scope="many", outgoing=("a",)),
            ScriptTask(id="t", scope="many", incoming=("a",), outgoing=("b",), loop=each, script=feel("item")),
            EndEvent(id="e", scope="many", incoming=("b",)),
        ],
        [SequenceFlow(id="a", source="s", target="t"), SequenceFlow(id="b", source="t", target="e")],
    )


def run() -> list[dict[str, object]]:
    """Measurements as `tests.benchmarks` wants them."""
    ours, theirs = instances_a_second()
    old, old_run = loop()
    rounds(old, old_run, 10)
    young_bytes = len(encode_state(old_run.state))
    rounds(old, old_run, 9_990)
    old_bytes = len(encode_state(old_run.state))
    # Young and old in turn, so that a machine that slows down slows both.
    young_round = old_round = float("inf")
    for _ in range(TRIES * 4):
        young, young_run = loop()
        rounds(young, young_run, 10)
        young_round = min(young_round, seconds(lambda: rounds(young, young_run, 50)) / 50)  # noqa: B023 run at once
        old_round = min(old_round, seconds(lambda: rounds(old, old_run, 50)) / 50)
    few, lots = many(1_000), many(10_000)
    return [
        beside("start-script-gateway-script-end", ours, "instances/s", PEER, theirs),
        beside("one round of a loop at round 10,000", old_round * 1e6, "µs", "at round 10", young_round * 1e6),
        beside("state waiting at one task, round 10,000", old_bytes, "bytes", "at round 10", young_bytes),
        beside("10,000 parallel items", lots, "s", "ten times 1,000 items", few * 10),
    ]


def beside(name: str, value: float, unit: str, peer: str, peer_value: float) -> dict[str, object]:
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "peer": peer,
        "peer_value": round(peer_value, 3),
        "ratio": round(value / peer_value, 3),
    }
