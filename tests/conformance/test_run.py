"""A suite is run as it is written, and each case that fails says why."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine.cli.main import polku
from engine.conformance import read_cases, run_suite, suites
from engine.errors import Invalid, NotFound

SUITE = Path(__file__).parent / "suite"
CASES: list[dict[str, Any]] = json.loads((SUITE / "cases.json").read_text())
ORDER = CASES[0]


def reason(tmp_path: Path, **changes: Any) -> str:
    """Why the first case of the suite fails when it is changed so."""
    (tmp_path / "models").symlink_to(SUITE / "models")
    (tmp_path / "cases.json").write_text(json.dumps([ORDER | changes]))
    (result,) = run_suite(tmp_path)
    assert not result.passed
    return result.reason


def test_every_case_of_the_suite_passes() -> None:
    assert [result for result in run_suite(SUITE) if not result.passed] == []


@pytest.mark.parametrize(
    ("expect", "why"),
    [
        ({"status": "active"}, "completed, not active"),
        ({"status": ["active", "incident"]}, "completed, not active or incident"),
        ({"completed": {"Pick": 1, "late": 1}}, "Pick completed 2 times, not 1; late completed 0 times, not 1"),
        ({"variables": {"sum": 13, "order": "7"}}, "sum is 12.5, not 13"),
        ({"instances": {"picking": 3, "order": 0}}, "2 instances of picking, not 3"),
        ({"status": "rejected"}, "not rejected"),
    ],
)
def test_what_is_not_as_expected_is_said(tmp_path: Path, expect: dict[str, Any], why: str) -> None:
    assert reason(tmp_path, expect=expect) == why


def test_a_case_that_needs_no_status_may_end_as_it_likes(tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(SUITE / "models")
    (tmp_path / "cases.json").write_text(json.dumps([ORDER | {"steps": [], "expect": {}}]))

    assert run_suite(tmp_path)[0].passed


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"steps": [{"complete": "remind"}]}, "NotFound: Nothing waits at remind."),
        ({"steps": [{"advance": "P1M"}]}, "Invalid: “P1M” is no ISO 8601 duration in days and time, such as PT10S."),
        ({"steps": [{"wait": 1}]}, "is none of message, signal, advance and complete."),
        ({"models": ["gone.bpmn"]}, "FileNotFoundError"),
        ({"process": "", "steps": []}, "nothing was started"),
        ({"models": ["order.bpmn"]}, "incident, not completed (No process picking is deployed."),
        (
            {"strict": True, "models": ["warned.bpmn"]},
            "rejected: line 6, idle: The exclusive gateway “idle” has neither",
        ),
    ],
)
def test_a_case_that_breaks_fails_and_says_how(tmp_path: Path, changes: dict[str, Any], why: str) -> None:
    found = reason(tmp_path, **changes)

    assert why in found
    assert "\n" not in found


def test_a_folder_is_a_suite_or_holds_suites(tmp_path: Path) -> None:
    assert suites(SUITE) == [SUITE]
    assert suites(SUITE.parent) == [SUITE]
    with pytest.raises(NotFound, match="holds no suite"):
        suites(tmp_path)


@pytest.mark.parametrize("content", ["{", '["case"]', '[{"id": "without models"}]'])
def test_cases_that_cannot_be_read_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "cases.json").write_text(content)

    with pytest.raises(Invalid, match=r"cases\.json can't be read"):
        read_cases(tmp_path)
    with pytest.raises(NotFound, match=r"has no cases\.json"):
        read_cases(tmp_path / "elsewhere")


def test_the_command_prints_each_failing_case_and_last_the_count(tmp_path: Path) -> None:
    failing = ORDER | {"id": "wrong", "expect": {"status": "active"}}
    (tmp_path / "suite" / "models").mkdir(parents=True)
    for file in (SUITE / "models").iterdir():
        (tmp_path / "suite" / "models" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "suite" / "cases.json").write_text(json.dumps([*CASES, failing]))
    written = tmp_path / "results.json"

    done = CliRunner().invoke(polku, ["conformance", str(tmp_path), "--json", str(written)])

    assert done.exit_code == 1
    assert done.output.splitlines() == ["wrong: completed, not active", f"{len(CASES)} passed, 1 failed"]
    found = json.loads(written.read_text())
    assert (found["passed"], found["failed"]) == (len(CASES), 1)
    assert found["cases"][-1] == {"id": "wrong", "passed": False, "reason": "completed, not active"}


def test_the_command_ends_well_when_every_case_passes() -> None:
    done = CliRunner().invoke(polku, ["conformance", str(SUITE)])

    assert (done.exit_code, done.output) == (0, f"{len(CASES)} passed, 0 failed\n")
