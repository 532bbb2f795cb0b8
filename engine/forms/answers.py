"""One answer by the type of its field: is it of the right kind, and which of the field's rules does it break?

Each check takes the component, the answer (never empty) and what is around it, and yields (rule, params).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.forms.choices import choices
from engine.forms.expressions import Surroundings
from engine.forms.fields import Component

Broken = tuple[str, Mapping[str, str]]

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"\+[1-9][0-9 ]{4,18}")
PRESET_TEXTS = {"email": EMAIL, "phone": PHONE}


def text(component: Component, answer: Any, around: Surroundings) -> Iterator[Broken]:
    if not isinstance(answer, str):
        yield "text", {}
        return
    rules = component.get("validate") or {}
    length = len(answer.strip())
    shortest, longest = around.value_of(rules.get("minLength")), around.value_of(rules.get("maxLength"))
    if shortest is not None and length < int(shortest):
        yield "minLength", {"length": str(shortest)}
    if longest is not None and length > int(longest):
        yield "maxLength", {"length": str(longest)}
    preset = PRESET_TEXTS.get(rules.get("validationType", ""))
    if preset and not preset.fullmatch(answer.strip()):
        yield rules["validationType"], {}
    if (pattern := rules.get("pattern")) and not re.search(pattern, answer):
        yield (
            "pattern",
            {"message": str(rules.get("patternErrorMessage") or f"the answer must match {pattern}.")},
        )


def number(component: Component, answer: Any, around: Surroundings) -> Iterator[Broken]:
    figure = figure_of(component, answer)
    if figure is None:
        yield "number", {}
        return
    digits = component.get("decimalDigits")
    exponent = figure.normalize().as_tuple().exponent
    if isinstance(digits, int) and isinstance(exponent, int) and -exponent > digits:
        yield ("decimals", {"digits": str(digits)}) if digits else ("integer", {})
    if (step := component.get("increment")) and Decimal(str(step)) and figure % Decimal(str(step)):
        yield "increment", {"increment": str(step)}
    rules = component.get("validate") or {}
    smallest, largest = around.value_of(rules.get("min")), around.value_of(rules.get("max"))
    if smallest is not None and figure < Decimal(str(smallest)):
        yield "min", {"min": str(smallest)}
    if largest is not None and figure > Decimal(str(largest)):
        yield "max", {"max": str(largest)}


def figure_of(component: Component, answer: Any) -> Decimal | None:
    """The number that was typed; a field that keeps its number as text may send text."""
    if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal | str):
        return None
    if isinstance(answer, str) and not component.get("serializeToString"):
        return None
    try:
        figure = Decimal(str(answer))
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


def yes_or_no(_component: Component, answer: Any, _around: Surroundings) -> Iterator[Broken]:
    if not isinstance(answer, bool):
        yield "boolean", {}


def one_choice(component: Component, answer: Any, around: Surroundings) -> Iterator[Broken]:
    if answer not in choices(component, around):
        yield "option", {"value": str(answer)}


def several_choices(component: Component, answer: Any, around: Surroundings) -> Iterator[Broken]:
    if not isinstance(answer, list):
        yield "list", {}
        return
    possible = choices(component, around)
    for chosen in answer:
        if chosen not in possible:
            yield "option", {"value": str(chosen)}


MOMENTS: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def moment(component: Component, answer: Any, around: Surroundings) -> Iterator[Broken]:
    kind = component.get("subtype", "date")
    try:
        MOMENTS[kind](answer)
    except (TypeError, ValueError):
        yield kind, {}
        return
    if component.get("disallowPassedDates") and kind != "time" and answer[:10] < around.now.date().isoformat():
        yield "past", {}


CHECKS: Mapping[str, Callable[[Component, Any, Surroundings], Iterator[Broken]]] = {
    "textfield": text,
    "textarea": text,
    "number": number,
    "checkbox": yes_or_no,
    "radio": one_choice,
    "select": one_choice,
    "checklist": several_choices,
    "taglist": several_choices,
    "datetime": moment,
}
