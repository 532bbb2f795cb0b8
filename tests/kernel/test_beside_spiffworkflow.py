"""What SpiffWorkflow's executor can run too, it runs the same way: another reading of the standard as a witness."""

from collections import Counter
from io import BytesIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState

from engine.kernel.commands import CompleteWorkItem
from engine.model.problem import Severity
from engine.model.process import Process
from engine.reader import read_bpmn
from engine.simulation import Simulation
from tests.kernel.drawn import draw
from tests.kernel.written import to_bpmn

shapes = st.recursive(
    st.sampled_from(["task", "user"]),
    lambda inner: st.tuples(
        st.sampled_from(["sequence", "exclusive", "parallel", "inclusive", "sub"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


def in_the_kernel(content: bytes, variables: dict[str, Any]) -> Counter[str]:
    reading = read_bpmn(content, "written.bpmn")
    assert not [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    play = Simulation(reading.processes)
    run = play.start("p", variables)
    while run.state.waits:
        play.do(run, CompleteWorkItem(next(iter(run.state.waits))))
    assert run.state.status == "completed"
    return Counter(run.completed()) - Counter(["p"])


def in_spiffworkflow(content: bytes, variables: dict[str, Any], elements: set[str]) -> Counter[str]:
    parser = BpmnParser()
    parser.add_bpmn_io(BytesIO(content))
    workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
    workflow.task_tree.set_data(**variables)
    workflow.do_engine_steps()
    while ready := workflow.get_tasks(state=TaskState.READY, manual=True):
        ready[0].run()
        workflow.do_engine_steps()
    assert workflow.completed
    done = (task.task_spec.bpmn_id for task in workflow.get_tasks(state=TaskState.COMPLETED))
    return Counter(id for id in done if id in elements)


@settings(max_examples=60, deadline=None)
@given(shapes.map(draw), st.integers(0, 4))
def test_both_complete_the_same_elements_equally_often(process: Process, count: int) -> None:
    content = to_bpmn(process)
    variables = {"count": count}
    mine = in_the_kernel(content, variables)
    theirs = in_spiffworkflow(content, variables, set(process.elements))
    assert mine == theirs
