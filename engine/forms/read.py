"""Read a .form file and say all that is wrong with it: a broken form is refused at deployment."""

import json
import re
from collections.abc import Iterator
from typing import Any

from engine.feel import FeelSyntaxError
from engine.forms.expressions import compiled
from engine.forms.fields import CHOICES, GROUPS, KEYED, SHOWN, Component, components, feel
from engine.forms.initial import attributes
from engine.forms.phrases import problem
from engine.model.problem import Problem

LIMIT = 1_000_000


def read_form(content: bytes) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """The schema and its problems; no schema when the file isn't a form at all."""
    if len(content) > LIMIT:
        return None, (problem("form-too-large", params={"limit": LIMIT}),)
    try:
        schema = json.loads(content)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        return None, (problem("form-not-json", line=line, params={"reason": error}),)
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        return None, (problem("form-none"),)
    return schema, tuple(problems(schema))


def problems(schema: Component) -> Iterator[Problem]:
    if not schema.get("id"):
        yield problem("form-no-id")
    for component in components(schema):
        for code, params in component_problems(component):
            yield problem(code, component.get("id"), params=params)
    yield from doubled_keys(schema)


def component_problems(component: Component) -> Iterator[tuple[str, dict[str, object]]]:
    """Codes of phrases, with their parameters."""
    kind = component.get("type")
    if kind not in KEYED | GROUPS | SHOWN:
        yield "form-unknown-component", {"kind": kind}
    if kind in KEYED and not component.get("key"):
        yield "form-no-key", {"kind": kind}
    if kind == "dynamiclist" and not component.get("path"):
        yield "form-no-path", {}
    if kind == "expression" and not component.get("expression"):
        yield "form-no-expression", {}
    if kind in CHOICES and not any(component.get(name) for name in ("values", "valuesKey", "valuesExpression")):
        yield "form-no-choice", {"kind": kind}
    pattern = (component.get("validate") or {}).get("pattern")
    if pattern and not is_pattern(pattern):
        yield "form-pattern", {"pattern": pattern}
    for text in attributes(component):
        if (expression := feel(text)) is not None and (error := syntax_error(expression)):
            yield "form-expression", {"expression": expression, "reason": error}


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
        return error.reason
    return None


def doubled_keys(schema: Component, seen: set[str] | None = None, prefix: str = "") -> Iterator[Problem]:
    seen = set() if seen is None else seen
    for component in schema.get("components", ()):
        path = component.get("path")
        if component.get("type") in GROUPS:
            yield from doubled_keys(component, seen, f"{prefix}{path}." if path else prefix)
        elif (key := component.get("key")) and component.get("type") in KEYED:
            if prefix + key in seen and not component.get("conditional"):
                yield problem("form-key-twice", component.get("id"), params={"key": prefix + key})
            seen.add(prefix + key)
