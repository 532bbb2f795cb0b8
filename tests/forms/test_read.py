"""A broken form is refused with everything that is wrong with it; a good one starts with what the process knows."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.forms import initial, read_form

PROCESSES = Path(__file__).parents[2] / "processes"


def read(*components: dict[str, Any], id: str = "form") -> list[tuple[str | None, str]]:
    content = json.dumps({"id": id, "components": list(components)}).encode()
    return [(problem.element, problem.sentence) for problem in read_form(content)[1]]


@pytest.mark.parametrize("content", [b"", b"<xml/>", b"[]", b'{"components": 5}', b"[" * 100_000, b" " * 1_000_001])
def test_what_is_no_form_is_said_to_be_none(content: bytes) -> None:
    schema, problems = read_form(content)

    assert schema is None
    assert len(problems) == 1


def test_all_problems_are_said_at_once_with_the_component() -> None:
    found = read(
        {"id": "a", "type": "hologram"},
        {"id": "b", "type": "textfield"},
        {"id": "c", "type": "radio", "key": "c"},
        {"id": "d", "type": "textfield", "key": "d", "validate": {"pattern": "(("}},
        {"id": "e", "type": "textfield", "key": "e", "conditional": {"hide": "=1 +"}},
        {"id": "f", "type": "dynamiclist", "components": []},
        {"id": "g", "type": "expression", "key": "g"},
        {"id": "h", "type": "textfield", "key": "d"},
        id="",
    )

    assert [element for element, _ in found] == [None, "a", "b", "c", "d", "e", "f", "g", "h"]


def test_the_same_key_in_two_groups_with_paths_is_no_problem() -> None:
    name = {"id": "n", "type": "textfield", "key": "name"}
    groups = [{"id": p, "type": "group", "path": p, "components": [name]} for p in ("one", "two")]

    assert read(*groups) == []


@pytest.mark.parametrize("file", sorted(PROCESSES.rglob("*.form")), ids=lambda file: file.stem)
def test_the_forms_of_the_process_applications_are_without_problems(file: Path) -> None:
    schema, problems = read_form(file.read_bytes())

    assert problems == ()
    assert schema is not None


def test_a_form_starts_with_the_variables_that_it_reads_and_no_others() -> None:
    schema = {
        "components": [
            {"type": "textfield", "key": "name"},
            {"type": "select", "key": "town", "valuesKey": "towns.near"},
            {"type": "text", "text": "Hello {{greeting}}", "conditional": {"hide": "=visits > 1"}},
            {"type": "group", "path": "company", "components": [{"type": "number", "key": "size"}]},
        ]
    }
    known = {"name": "a", "towns": {"near": []}, "greeting": "b", "visits": 2, "company": {"size": 1}, "secret": "s"}

    assert initial(schema, known) == {name: value for name, value in known.items() if name != "secret"}


def test_dates_come_as_the_plain_text_that_the_browser_edits() -> None:
    schema = {"components": [{"type": "datetime", "key": "day"}, {"type": "textfield", "key": "list"}]}

    assert initial(schema, {"day": {"@": "2026-03-02"}, "list": [{"@": "P1D"}]}) == {
        "day": "2026-03-02",
        "list": ["P1D"],
    }
