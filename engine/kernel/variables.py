"""Variables: each scope has its own, and sees those of the scopes around it up to its process."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.feel import Expression, FeelError
from engine.kernel.context import Step
from engine.kernel.facts import ExpressionWarned
from engine.kernel.failure import Failure
from engine.model.extensions import VariableMapping


def visible(step: Step, key: int) -> Mapping[str, Any]:
    """What an expression at the element instance `key` can read, the innermost scope first."""
    chain = []
    elements = step.state.elements
    while True:
        instance = elements[key]
        if instance.variables:
            chain.append(instance.variables)
        if instance.definition:
            break
        key = instance.scope
    return chain[0] if len(chain) == 1 else ChainMap(*chain)


def evaluate(step: Step, key: int, expression: Expression, what: str, beside: Mapping[str, Any] | None = None) -> Any:
    """The value of `expression` at the element instance `key`. `what` says what it was for.

    `beside` are names that go before the variables, for instance a loop's counters. What makes no sense is null, as
    FEEL wants it, but not in silence: the history keeps the warnings.
    """
    try:
        variables = visible(step, key)
        known = variables if beside is None else {**variables, **beside}
        evaluation = expression.explain(known, step.now)
    except FeelError as error:
        raise Failure(f"The {what} can't be evaluated: {error}") from error
    if evaluation.warnings:
        step.emit(ExpressionWarned(key, what, expression.text, evaluation.warnings))
    return evaluation.value


def truth(step: Step, key: int, expression: Expression, what: str, beside: Mapping[str, Any] | None = None) -> bool:
    """The value of a condition. Raises `Failure` for anything that is not true or false, null included."""
    value = evaluate(step, key, expression, what, beside)
    if not isinstance(value, bool):
        found = "null" if value is None else repr(value)
        raise Failure(f"The {what} ({expression.text}) must be true or false, but is {found}.")
    return value


def text(step: Step, key: int, expression: Expression | None, what: str) -> str:
    """A string value; numbers are written out, null and a missing expression give the empty string."""
    value = None if expression is None else evaluate(step, key, expression, what)
    return as_text(value, what, _text_of(expression))


def as_text(value: Any, what: str, source: str) -> str:
    """`value` as a string, like `text`. `source` is what gave it, for the sentence of a `Failure`."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool() | list() | dict():
            raise Failure(f"The {what} must be a string, but {source} gives {value!r}.")
        case Decimal():
            return format(value, "f")
    return str(value)


def texts(step: Step, key: int, expression: Expression | None, what: str) -> tuple[str, ...]:
    """A list of strings; one string may hold several, separated by commas."""
    value = None if expression is None else evaluate(step, key, expression, what)
    return as_texts(value, what, _text_of(expression))


def as_texts(value: Any, what: str, source: str) -> tuple[str, ...]:
    """`value` as a list of strings, like `texts`. `source` is what gave it, for the sentence of a `Failure`."""
    match value:
        case None:
            return ()
        case str():
            return tuple(part for part in (part.strip() for part in value.split(",")) if part)
        case list() if all(isinstance(item, str) for item in value):
            return tuple(value)
    raise Failure(f"The {what} must be a string or a list of strings, but {source} gives {value!r}.")


def _text_of(expression: Expression | None) -> str:
    return expression.text if expression else ""


def map_inputs(step: Step, key: int, mappings: Sequence[VariableMapping]) -> None:
    """Fill the local variables of `key` from its zeebe:input mappings, in their order."""
    for mapping in mappings:
        value = evaluate(step, key, mapping.source, f"input {mapping.target}")
        local = step.state.elements[key].variables
        step.set_variables(key, _at_path(local, mapping.target, value))


def hand_over(step: Step, key: int, result: dict[str, Any], mappings: Sequence[VariableMapping]) -> None:
    """Give the result of the element instance `key` to the scopes around it.

    With zeebe:output mappings only what they map is given on; without, all of `result` is.
    """
    scope = step.state.elements[key].scope
    if not mappings:
        propagate(step, scope, result)
        return
    if result:
        step.set_variables(key, result)
    for mapping in mappings:
        value = evaluate(step, key, mapping.source, f"output {mapping.target}")
        propagate(step, scope, _at_path(visible(step, scope), mapping.target, value))


def propagate(step: Step, key: int, values: Mapping[str, Any]) -> None:
    """Set each variable in the nearest scope from `key` outwards that has it, otherwise in the process."""
    if step.state.elements[key].definition:
        if values:
            step.set_variables(key, {**values})
        return
    for at, found in by_nearest_scope(step, key, values).items():
        step.set_variables(at, found)


def by_nearest_scope(step: Step, key: int, values: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """The values by the nearest scope from `key` outwards that has a variable of the name, otherwise the process."""
    by_scope: dict[int, dict[str, Any]] = {}
    elements = step.state.elements
    for name, value in values.items():
        at = key
        while name not in elements[at].variables and not elements[at].definition and not _declares(step, at, name):
            at = elements[at].scope
        by_scope.setdefault(at, {})[name] = value
    return by_scope


def _declares(step: Step, key: int, name: str) -> bool:
    """Whether the scope instance `key` has data of this name, be it without a value so far."""
    declared = step.process_at(key).declared
    return bool(declared) and name in declared.get(step.state.elements[key].element, ())


def _at_path(variables: Mapping[str, Any], target: str, value: Any) -> dict[str, Any]:
    """`{"a": …}` with `value` at the dotted path `target`, keeping what else is in the variable `a`."""
    name, *path = target.split(".")
    return {name: nested(variables.get(name), path, value)}


def nested(present: Any, path: Sequence[str], value: Any) -> Any:
    """`present` with `value` at the path inside it; what else is in it is kept."""
    if not path:
        return value
    whole: dict[str, Any] = dict(present) if isinstance(present, dict) else {}
    inner = whole
    for part in path[:-1]:
        below = inner.get(part)
        inner[part] = dict(below) if isinstance(below, dict) else {}
        inner = inner[part]
    inner[path[-1]] = value
    return whole
