"""Files as the editors send and get them: XML as text, a form as its JSON object."""

import json
from typing import Any

from engine.model.problem import Problem
from web.studio.problems import told
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
    """The problems as the editors show them on the elements, in the language of the page."""
    return [on_element(problem, *told(problem)) for _, problem in problems]


def on_element(problem: Problem, sentence: str, remedy: str) -> dict[str, Any]:
    return {
        "element": problem.element,
        "sentence": sentence,
        "remedy": remedy,
        "severity": str(problem.severity),
        "line": problem.line,
    }
