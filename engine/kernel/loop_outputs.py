"""What an item of a multi-instance leaves behind (zeebe:loopCharacteristics outputCollection, outputElement)."""

from engine.kernel.context import Step
from engine.kernel.data import value_of
from engine.kernel.facts import LoopItemCompleted
from engine.kernel.variables import evaluate
from engine.model.elements import Activity, Element
from engine.model.extensions import MultiInstance


def record_item(step: Step, key: int, element: Element) -> None:
    """Count the item `key` as done in its body, with the value of its output element."""
    instance = step.state.elements[key]
    output = None
    loop = element.loop if isinstance(element, Activity) else None
    if isinstance(loop, MultiInstance) and loop.output_element:
        output = evaluate(step, key, loop.output_element, "output element")
    elif isinstance(loop, MultiInstance) and loop.data.output_item:
        output = value_of(step, key, loop.data.output_item)
    step.emit(LoopItemCompleted(instance.scope, instance.index, output))
