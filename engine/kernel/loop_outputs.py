"""What an item of a multi-instance leaves behind (zeebe:loopCharacteristics outputCollection, outputElement)."""

from engine.kernel.context import Step
from engine.kernel.facts import LoopItemCompleted
from engine.kernel.variables import evaluate
from engine.model.elements import Activity, Element


def record_item(step: Step, key: int, element: Element) -> None:
    """Count the item `key` as done in its body, with the value of its output element."""
    instance = step.state.elements[key]
    output = None
    if isinstance(element, Activity) and element.loop and element.loop.output_element:
        output = evaluate(step, key, element.loop.output_element, "output element")
    step.emit(LoopItemCompleted(instance.scope, instance.index, output))
