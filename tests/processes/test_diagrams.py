"""The diagrams of the business services: without a problem, documented, and drawn so that they can be read."""

from collections import Counter
from itertools import combinations, pairwise

import pytest

from engine.applications import load_application
from engine.model.elements import BoundaryEvent, EventSubProcess, UserTask
from engine.model.process import Process
from engine.reader import read_bpmn
from processes.business_services.stage import Stage
from tests.processes.drawing import Drawing, read

FILES = load_application("processes.business_services").files()
DIAGRAMS = sorted(name for name in FILES if name.endswith(".bpmn"))


@pytest.fixture(params=DIAGRAMS)
def diagram(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def process(diagram: str) -> Process:
    (found,) = read_bpmn(FILES[diagram], diagram).processes
    return found


@pytest.fixture
def drawing(diagram: str) -> Drawing:
    return read(FILES[diagram])


def test_no_file_has_even_a_warning(stage: Stage) -> None:
    assert stage.engine.check(FILES, strict=True) == []


def test_a_process_is_named_like_its_file(diagram: str, process: Process) -> None:
    assert diagram == f"{process.id}.bpmn"


def test_everything_is_documented(process: Process) -> None:
    assert process.documentation
    assert [element.id for element in process.elements.values() if not element.documentation.endswith(".")] == []


def test_user_tasks_have_names_of_their_own_a_form_a_group_and_a_due_date(process: Process) -> None:
    tasks = [element for element in process.elements.values() if isinstance(element, UserTask)]

    assert [name for name, count in Counter(task.name for task in tasks).items() if count > 1] == []
    for task in tasks:
        assert task.form_id, task.id
        assert task.assignment.candidate_groups, task.id
        assert task.assignment.due_date or task.routing.due_working_days or task.routing.decision, task.id
        assert task.assignment.priority, task.id


def test_every_element_and_flow_is_drawn(process: Process, drawing: Drawing) -> None:
    assert set(drawing.shapes) == set(process.elements)
    assert set(drawing.edges) == set(process.flows)


def test_flows_begin_and_end_at_their_elements(process: Process, drawing: Drawing) -> None:
    for flow in process.flows.values():
        points = drawing.edges[flow.id]
        assert drawing.shapes[flow.source].touches(points[0]), flow.id
        assert drawing.shapes[flow.target].touches(points[-1]), flow.id
        assert all(x == u or y == v for (x, y), (u, v) in pairwise(points)), f"{flow.id} is crooked"


def test_elements_do_not_overlap(process: Process, drawing: Drawing) -> None:
    apart = (BoundaryEvent, EventSubProcess)  # one stands on its activity, what is in the other stands in it
    free = [id for id, element in process.elements.items() if not isinstance(element, apart)]

    assert [pair for pair in combinations(free, 2) if drawing.shapes[pair[0]].overlaps(drawing.shapes[pair[1]])] == []


def test_labels_stand_free(drawing: Drawing) -> None:
    on_shapes = [
        (label, shape)
        for label, box in drawing.labels.items()
        for shape, other in drawing.shapes.items()
        if box.overlaps(other) and not other.holds(box)
    ]
    on_labels = [pair for pair in combinations(drawing.labels, 2) if boxes_overlap(drawing, *pair)]
    on_flows = [
        (label, flow)
        for label, box in drawing.labels.items()
        for flow, segment in drawing.segments()
        if box.overlaps(segment)
    ]

    assert (on_shapes, on_labels, on_flows) == ([], [], [])


def boxes_overlap(drawing: Drawing, one: str, other: str) -> bool:
    return drawing.labels[one].overlaps(drawing.labels[other])


def test_flows_do_not_run_through_elements(process: Process, drawing: Drawing) -> None:
    through = [
        (flow, shape)
        for flow, segment in drawing.segments()
        for shape, box in drawing.shapes.items()
        if shape not in (process.flows[flow].source, process.flows[flow].target)
        if box.overlaps(segment) and not isinstance(process.elements[shape], EventSubProcess)
        if not is_host(process, process.flows[flow].source, shape)
    ]
    assert through == []


def is_host(process: Process, event: str, activity: str) -> bool:
    element = process.elements[event]
    return isinstance(element, BoundaryEvent) and element.attached_to == activity
