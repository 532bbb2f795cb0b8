"""Files as the editors send and get them: XML as text, a form as its JSON object."""

import json
from typing import Any

from engine.model.problem import Problem
from web.studio.works import KINDS


def sent(kind: str, body: Any) -> bytes | None:
    """The file's content in the body of a request; None when there is none to read."""
    value = body.get(KINDS[kind].body) if isinstance(body, dict) else None
    match value:
        case str():
            return value.encode()
        case dict():
            return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
        case _:
            return None


def shown(problems: list[tuple[str, Problem]]) -> list[dict[str, Any]]:
    """The problems as the editors show them on the elements."""
    return [
        {
            "element": problem.element,
            "sentence": problem.sentence,
            "remedy": problem.remedy,
            "severity": str(problem.severity),
            "line": problem.line,
        }
        for _, problem in problems
    ]
