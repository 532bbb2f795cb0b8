"""One case as it is written down: models, what is done with them, and what is expected."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import Invalid, NotFound
from engine.feel.codec import from_json


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be so at the end; what is not named may be as it likes.

    `statuses`: any of them will do; none asks for nothing. `completed` counts by name, or by id where there is none;
    `instances` counts the processes that were started besides the root.
    """

    statuses: tuple[str, ...] = ()
    completed: Mapping[str, int] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    instances: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """`models` are read from the suite's folder. Without a `process`, a step starts what the case is about."""

    id: str
    models: tuple[str, ...]
    process: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Mapping[str, Any], ...] = ()
    expect: Expectation = Expectation()
    strict: bool = False


def read_cases(suite: Path) -> list[Case]:
    """The cases of a suite. Raises `NotFound` without a `cases.json` and `Invalid` where it isn't a list of them."""
    file = suite / "cases.json"
    if not file.is_file():
        raise NotFound(f"{suite} has no cases.json. Name a suite, or a folder of suites.")
    try:
        return [_case(found) for found in json.loads(file.read_text(encoding="utf-8"))]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise Invalid({"cases.json": f"{file} can't be read ({reason}). Write it as a list of cases."}) from error


def _case(found: Mapping[str, Any]) -> Case:
    expect = found.get("expect", {})
    status = expect.get("status", ())
    return Case(
        id=found["id"],
        models=tuple(found["models"]),
        process=found.get("process") or "",
        variables=_values(found),
        steps=tuple({**step, "variables": _values(step)} for step in found.get("steps", ())),
        expect=Expectation(
            statuses=(status,) if isinstance(status, str) else tuple(status),
            completed=expect.get("completed", {}),
            variables=_values(expect),
            instances=expect.get("instances", {}),
        ),
        strict=bool(found.get("strict")),
    )


def _values(holder: Mapping[str, Any]) -> dict[str, Any]:
    return {name: from_json(value) for name, value in (holder.get("variables") or {}).items()}
