"""Functions on contexts (DMN 1.5, 10.3.4.10)."""

from __future__ import annotations

from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.text import quoted


@builtin("get value", "m: context", "key: string")
def get_value(run: Run, context: dict[str, Any], key: str) -> Any:
    return context[key] if key in context else run.null(f"The context has no entry {quoted(key)}")


@builtin("get value", "m: context", "key: list<string>")
def get_nested_value(run: Run, context: dict[str, Any], keys: list[str]) -> Any:
    value: Any = context
    for key in keys:
        if type(value) is not dict or key not in value:
            return run.null(f"The context has no entry {quoted(key)}")
        value = value[key]
    return value if keys else None


@builtin("get entries", "m: context")
def get_entries(run: Run, context: dict[str, Any]) -> list[dict[str, Any]]:
    run.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context put", "context: context", "key: string", "value: Any")
def context_put(run: Run, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.spend(len(context) >> 3)
    return {**context, key: value}


@builtin("context put", "context: context", "keys: list<string>", "value: Any")
def context_put_nested(run: Run, context: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    if not keys or any(key is None for key in keys):
        return run.null("context put() needs the names of entries as keys")
    key, *rest = keys
    run.spend(1 + (len(context) >> 3))
    if not rest:
        return {**context, key: value}
    inner = context.get(key, {})
    if type(inner) is not dict:
        return run.null(f"context put(): the entry {quoted(key)} is no context")
    changed = context_put_nested(run, inner, rest, value)
    return None if changed is None else {**context, key: changed}


@builtin("context merge", "contexts: list<context>")
def context_merge(run: Run, contexts: list[dict[str, Any] | None]) -> dict[str, Any] | None:
    if any(context is None for context in contexts):
        return run.null("context merge() takes contexts, not null")
    run.spend(2 * sum(len(context or ()) for context in contexts))
    return {key: value for context in contexts for key, value in (context or {}).items()}


@builtin("context", "entries: list<context>")
def context_from_entries(run: Run, entries: list[dict[str, Any] | None]) -> dict[str, Any] | None:
    """A context of ``{key, value}`` pairs, as get entries() gives them."""
    run.spend(len(entries))
    result: dict[str, Any] = {}
    for entry in entries:
        key = (entry or {}).get("key")
        if entry is None or type(key) is not str or "value" not in entry:
            return run.null("context() takes entries with a key that is a string, and a value")
        if key in result:
            return run.null(f"context(): the key {quoted(key)} is there twice")
        result[key] = entry["value"]
    return result


@builtin("get or else", "value: Any", "default: Any")
def get_or_else(run: Run, value: Any, default: Any) -> Any:
    """The default where the value is null; no function of DMN 1.5, but one that FEEL editors offer."""
    return default if value is None else value


@builtin("is defined", "value: Any")
def is_defined(run: Run, value: Any) -> bool:
    return value is not None
