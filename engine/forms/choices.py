"""The choices of a radio, select, checklist or tag list: written in the form, in a variable, or computed."""

from collections.abc import Mapping
from typing import Any

from engine.forms.expressions import Surroundings
from engine.forms.fields import Component, dig


def choices(component: Component, around: Surroundings) -> list[Any]:
    """The values that may be chosen; a choice is a bare value or `{label, value}`."""
    if expression := component.get("valuesExpression"):
        found = around.evaluate(str(expression).removeprefix("="))
    elif key := component.get("valuesKey"):
        found = dig(around.values, str(key))
    else:
        found = component.get("values")
    return [choice.get("value") if isinstance(choice, Mapping) else choice for choice in found or ()]
