"""Read a .form file and say all that is wrong with it: a broken form is refused at deployment."""

import json
import re
from collections.abc import Iterator
from typing import Any

from engine.feel import FeelSyntaxError
from engine.forms.expressions import compiled
from engine.forms.fields import CHOICES, GROUPS, KEYED, SHOWN, Component, components, feel
from engine.forms.initial import attributes
from engine.model.problem import Problem

LIMIT = 1_000_000


def read_form(content: bytes) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """The schema and its problems; no schema when the file isn't a form at all."""
    if len(content) > LIMIT:
        return None, (Problem(f"The form is larger than {LIMIT} bytes.", "Split it into several forms."),)
    try:
        schema = json.loads(content)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        return None, (Problem(f"This isn't JSON: {error}.", "Save the form with a form editor.", line=line),)
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        return None, (Problem("This isn't a form: it has no components.", "Save it with a form-js editor."),)
    return schema, tuple(problems(schema))


def problems(schema: Component) -> Iterator[Problem]:
    if not schema.get("id"):
        yield Problem("The form has no id.", "Give it one; user tasks refer to the form by it.")
    for component in components(schema):
        for sentence, remedy in component_problems(component):
            yield Problem(sentence, remedy, element=component.get("id"))
    yield from doubled_keys(schema)


def component_problems(component: Component) -> Iterator[tuple[str, str]]:
    kind = component.get("type")
    if kind not in KEYED | GROUPS | SHOWN:
        yield f"Polku has no form component {kind!r}.", "Use another component."
    if kind in KEYED and not component.get("key"):
        yield f"The {kind} has no key.", "Give it one: its answer becomes the variable of that name."
    if kind == "dynamiclist" and not component.get("path"):
        yield "The dynamic list has no path.", "Give it one: its rows become the variable of that name."
    if kind == "expression" and not component.get("expression"):
        yield "The expression field has no expression.", "Give it a FEEL expression."
    if kind in CHOICES and not any(component.get(name) for name in ("values", "valuesKey", "valuesExpression")):
        yield f"The {kind} offers nothing to choose.", "Give it values, a valuesKey or a valuesExpression."
    pattern = (component.get("validate") or {}).get("pattern")
    if pattern and not is_pattern(pattern):
        yield (
            f"The pattern {pattern} isn't a regular expression.",
            "Mend it; parentheses and brackets must pair.",
        )
    for text in attributes(component):
        if (expression := feel(text)) is not None and (error := syntax_error(expression)):
            yield f"The expression ={expression} is wrong: {error}", "Mend the FEEL expression."


def is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def syntax_error(expression: str) -> str | None:
    try:
        compiled(expression)
    except FeelSyntaxError as error:
        return error.message
    return None


def doubled_keys(schema: Component, seen: set[str] | None = None, prefix: str = "") -> Iterator[Problem]:
    seen = set() if seen is None else seen
    for component in schema.get("components", ()):
        path = component.get("path")
        if component.get("type") in GROUPS:
            yield from doubled_keys(component, seen, f"{prefix}{path}." if path else prefix)
        elif (key := component.get("key")) and component.get("type") in KEYED:
            if prefix + key in seen and not component.get("conditional"):
                yield Problem(
                    f"Two fields write {prefix}{key}.",
                    "Give one another key, or show only one at a time.",
                    element=component.get("id"),
                )
            seen.add(prefix + key)
