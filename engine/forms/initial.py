"""What a form starts with: the variables that it shows or asks about, and no others."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.forms.expressions import compiled
from engine.forms.fields import Component, components, feel

#: Texts of forms may hold FEEL in double braces.
TEMPLATE = re.compile(r"\{\{(?:#if |#loop )?(.+?)\}\}", re.DOTALL)
WORD = re.compile(r"[^\W\d]\w*")


def initial(schema: Component, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The part of `variables` that the form reads or writes, for the browser.

    `variables` are in the JSON form of `engine.feel.codec`. Dates and durations become
    their plain text, as form-js keeps them.
    """
    wanted = set(names_read(schema))
    return {name: plain(value) for name, value in variables.items() if name in wanted}


def names_read(schema: Component) -> Iterator[str]:
    for component in components(schema):
        for attribute in ("key", "path", "valuesKey"):
            if path := component.get(attribute):
                yield str(path).split(".")[0]
        for attribute in attributes(component):
            if isinstance(attribute, str):
                yield from names_in(attribute)


def attributes(component: Component) -> Iterator[Any]:
    for name, value in component.items():
        if name == "components":
            continue
        if isinstance(value, Mapping):
            yield from attributes(value)
        else:
            yield value


def names_in(attribute: str) -> Iterator[str]:
    """The variables in "=FEEL", or in a text with {{FEEL}} in it (there, every word: too many do no harm)."""
    if (expression := feel(attribute)) is not None:
        yield from compiled(expression).names
    else:
        for template in TEMPLATE.findall(attribute):
            yield from WORD.findall(template)


def plain(value: Any) -> Any:
    """The value without the codec's marks: {"@": "2026-01-31"} as "2026-01-31"."""
    if isinstance(value, Mapping):
        if set(value) == {"@"}:
            inner = value["@"]
            return inner if isinstance(inner, str) else {"@": plain(inner)}
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
