"""Which sequence flows a token leaves by (BPMN 2.0.2, 8.4.13 and 13.3)."""

from engine.kernel.context import Step
from engine.kernel.failure import Failure
from engine.kernel.nodes import Node
from engine.kernel.variables import evaluate
from engine.model.elements import SequenceFlow


def is_true(step: Step, key: int, flow: SequenceFlow) -> bool:
    """Whether the condition of `flow` holds; a flow without one is always taken."""
    if flow.condition is None:
        return True
    value = evaluate(step, key, flow.condition, f"condition of the sequence flow {flow.id}")
    if not isinstance(value, bool):
        raise Failure(
            f"The condition of the sequence flow {flow.id} ({flow.condition.text}) must be true or false, but is "
            f"{'null' if value is None else repr(value)}. Set the variables that it reads, then retry."
        )
    return value


def implicit_split(step: Step, key: int, node: Node) -> tuple[str, ...]:
    """All flows whose condition holds, each with a token of its own; the default when none does."""
    if node.only is not None:
        return node.only
    return tuple(flow.id for flow in node.ways if is_true(step, key, flow)) or or_default(node)


def first_true(step: Step, key: int, node: Node) -> tuple[str, ...]:
    """The first flow whose condition holds, in the order of the diagram; otherwise the default."""
    if node.only is not None:
        return node.only
    for flow in node.ways:
        if is_true(step, key, flow):
            return (flow.id,)
    return or_default(node)


def every(step: Step, key: int, node: Node) -> tuple[str, ...]:
    """All flows, whatever their conditions."""
    return node.flows_out


def or_default(node: Node) -> tuple[str, ...]:
    if node.default is None:
        raise Failure(
            f"No sequence flow out of {node.id} has a true condition, and there is no default flow. "
            "Set the variables that the conditions read, then retry; or give the diagram a default flow."
        )
    return (node.default,)
