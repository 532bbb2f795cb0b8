"""Check what was typed into a form, as form-js does in the browser, which can't be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from typing import Any

from engine.forms.answers import CHECKS
from engine.forms.errors import FieldError
from engine.forms.expressions import Surroundings
from engine.forms.fields import GROUPS, KEYED, Component, dig, label_of

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
ABSENT = object()


def check(
    schema: Component,
    data: Mapping[str, Any],
    *,
    variables: Mapping[str, Any] | None = None,
    now: datetime = LONG_AGO,
) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
    """The values that the form gives, and every error.

    `data` is what was typed, `variables` what the process already knows (for choices and conditions), both
    in the JSON form of `engine.feel.codec`; `now` is for fields and conditions that look at today. Hidden,
    disabled and read-only fields give nothing, whatever was sent for them, and a field that wasn't sent
    leaves its variable alone. A field that the form doesn't have is an error, so that a form can't be used to
    write other variables.
    """
    around = Surroundings({**(variables or {}), **data}, now)
    answers = Answers()
    answers.read(schema, data, around, "")
    return answers.values, (*answers.errors, *unknown_fields(schema, data))


@dataclass
class Answers:
    """The values and errors gathered while walking through the components."""

    values: dict[str, Any] = dataclass_field(default_factory=dict)
    errors: list[FieldError] = dataclass_field(default_factory=list)

    def read(self, schema: Component, data: Mapping[str, Any], around: Surroundings, prefix: str) -> None:
        for component in schema.get("components", ()):
            if around.hides(component):
                continue
            kind = component.get("type")
            if kind == "dynamiclist":
                self.read_rows(component, data, around, prefix)
            elif kind in GROUPS:
                self.read_group(component, data, around, prefix)
            elif kind == "expression":
                put(
                    self.values,
                    component["key"],
                    around.evaluate(str(component["expression"]).removeprefix("=")),
                )
            elif kind in KEYED and not component.get("disabled") and not component.get("readonly"):
                self.read_answer(component, data, around, prefix)

    def read_answer(self, component: Component, data: Mapping[str, Any], around: Surroundings, prefix: str) -> None:
        answer = dig(data, component["key"], ABSENT)
        broken = broken_rules(component, None if answer is ABSENT else answer, around)
        path = prefix + component["key"]
        self.errors += [FieldError(path, label_of(component), rule, params) for rule, params in broken]
        if not broken and answer is not ABSENT:
            put(self.values, component["key"], answer)

    def read_group(self, component: Component, data: Mapping[str, Any], around: Surroundings, prefix: str) -> None:
        path = component.get("path")
        if not path:
            self.read(component, data, around, prefix)
            return
        inner = dig(data, path)
        group = Answers()
        group.read(component, inner if isinstance(inner, Mapping) else {}, around, f"{prefix}{path}.")
        self.errors += group.errors
        put(self.values, path, group.values)

    def read_rows(self, component: Component, data: Mapping[str, Any], around: Surroundings, prefix: str) -> None:
        path = str(component["path"])
        rows = dig(data, path)
        if rows is None:
            rows = []
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            self.errors.append(FieldError(prefix + path, label_of(component), "rows"))
            return
        read = []
        for index, row in enumerate(rows):
            answers = Answers()
            answers.read(component, row, around.inside(row, index), f"{prefix}{path}.{index}.")
            self.errors += answers.errors
            read.append(answers.values)
        put(self.values, path, read)


def broken_rules(component: Component, answer: Any, around: Surroundings) -> list[tuple[str, Mapping[str, str]]]:
    if is_empty(component, answer):
        return [("required", {})] if (component.get("validate") or {}).get("required") else []
    return list(CHECKS[component["type"]](component, answer, around))


def is_empty(component: Component, answer: Any) -> bool:
    """No answer; an unticked box is one, where ticking is demanded."""
    if isinstance(answer, str):
        return not answer.strip()
    if component["type"] == "checkbox" and answer is False:
        return bool((component.get("validate") or {}).get("required"))
    return answer is None or answer == []


def put(values: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a dotted path, making the contexts in between."""
    *outer, last = path.split(".")
    for step in outer:
        inner = values.setdefault(step, {})
        if not isinstance(inner, dict):
            inner = values[step] = {}
        values = inner
    if isinstance(value, dict) and isinstance(values.get(last), dict):
        values[last].update(value)
    else:
        values[last] = value


def unknown_fields(schema: Component, data: Mapping[str, Any]) -> list[FieldError]:
    """An error for each name in `data` that no component of the form writes, hidden or not."""
    known = written_names(schema)
    return [FieldError(name, name, "unknown") for name in data if name not in known]


def written_names(schema: Component) -> set[str]:
    """The first names of all paths that the form may write."""
    names: set[str] = set()
    for component in schema.get("components", ()):
        if component.get("type") in KEYED:
            names.add(component["key"].split(".")[0])
        elif path := component.get("path"):
            names.add(str(path).split(".")[0])
        else:
            names |= written_names(component)
    return names
