"""Which sequence flows a token leaves by (BPMN 2.0.2, 8.4.13 and 13.3)."""

from engine.kernel.context import Step
from engine.kernel.failure import Failure
from engine.kernel.variables import evaluate
from engine.model.elements import Element, SequenceFlow


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


def implicit_split(step: Step, key: int, element: Element) -> tuple[str, ...]:
    """All flows whose condition holds, each with a token of its own; the default when none does."""
    outgoing = element.outgoing
    if not outgoing:
        return ()
    flows = step.process_at(key).flows
    if len(outgoing) == 1 and flows[outgoing[0]].condition is None:
        return outgoing
    taken = tuple(id for id in outgoing if id != element.default and is_true(step, key, flows[id]))
    return taken or or_default(element)


def first_true(step: Step, key: int, element: Element) -> tuple[str, ...]:
    """The first flow whose condition holds, in the order of the diagram; otherwise the default."""
    outgoing = element.outgoing
    flows = step.process_at(key).flows
    for id in outgoing:
        if id != element.default and is_true(step, key, flows[id]):
            return (id,)
    return or_default(element) if outgoing else ()


def every(step: Step, key: int, element: Element) -> tuple[str, ...]:
    """All flows, whatever their conditions."""
    return element.outgoing


def or_default(element: Element) -> tuple[str, ...]:
    if element.default is None:
        raise Failure(
            f"No sequence flow out of {element.id} has a true condition, and there is no default flow. "
            "Set the variables that the conditions read, then retry; or give the diagram a default flow."
        )
    return (element.default,)
