"""What is worked out ahead of a diagram says the same as the diagram."""

from functools import partial

from engine.kernel.elements import BEHAVIOURS, multi_instance, service_task
from engine.kernel.nodes import Graph, graph_of
from engine.model.elements import BoundaryEvent, ServiceTask, Task
from engine.model.events import ErrorEventDefinition
from engine.model.extensions import MultiInstance, VariableMapping
from engine.model.process import Process
from tests.kernel.sketch import feel, sketch

EACH = partial(
    ServiceTask,
    loop=MultiInstance(False, feel("items")),
    inputs=(VariableMapping(feel("1"), "one"),),
    outputs=(VariableMapping(feel("one"), "two"),),
)
ERROR = partial(BoundaryEvent, attached_to="each", definition=ErrorEventDefinition(None))


def repeated() -> Process:
    return sketch("s -> each -> e; error -> e2", each=EACH, error=ERROR)


def graph(process: Process) -> Graph:
    return graph_of(process, BEHAVIOURS)


def test_a_process_is_worked_out_once_and_that_is_no_part_of_what_its_diagram_says() -> None:
    process = repeated()

    assert graph(process) is graph(process)
    assert process == repeated()


def test_events_at_the_boundary_of_a_loop_are_its_bodys_and_mappings_are_its_items() -> None:
    found = graph(repeated())
    body, item = found.nodes["each"], found.items["each"]

    assert body.enter is multi_instance.BEHAVIOUR.enter
    assert item.enter is service_task.BEHAVIOUR.enter
    assert [event.id for event in body.boundaries] == ["error"]
    assert (body.inputs, body.outputs, item.boundaries) == ((), (), ())
    assert [mapping.target for mapping in (*item.inputs, *item.outputs)] == ["one", "two"]


def test_tokens_leave_without_a_choice_only_where_no_condition_could_choose() -> None:
    found = graph(
        sketch(
            "s -> a -> b -> e; a -> e2; b -> e3",
            conditions={"a->b": "true", "s->a": "true"},
            default=("a->e2",),
        )
    ).nodes

    assert found["s"].only is None
    assert found["a"].only is None
    assert [flow.id for flow in found["a"].ways] == ["a->b"]
    assert found["b"].only is None
    assert found["e"].only == ()


def test_an_activity_that_needs_several_tokens_waits_for_them() -> None:
    found = graph(sketch("s -> a -> e; s2 -> a", a=partial(Task, start_quantity=2, completion_quantity=3))).nodes

    assert (found["a"].tokens_in, found["a"].tokens_out, found["a"].flows_in) == (2, 3, ("s->a", "s2->a"))
