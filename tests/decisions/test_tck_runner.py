"""The runner of the test kit judges by the kit's rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.decisions.tck import report, run_tck, summary
from engine.decisions.tck_values import matches
from tests.decisions.models import decision, definitions, input_data, literal
from tests.feel.evaluating import at, feel

HEAD = (
    '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
)


def case(name: str, node: str, expected: str, *, error: bool = False, given: str = "") -> str:
    flag = ' errorResult="true"' if error else ""
    return (
        f'<testCase id="{name}">{given}<resultNode name="{node}" type="decision"{flag}>'
        f"<expected>{expected}</expected></resultNode></testCase>"
    )


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "level" / "sample"
    folder.mkdir(parents=True)
    (folder / "sample.dmn").write_bytes(
        definitions(
            input_data("n", "number"),
            decision("double", literal("n * 2"), "in_n"),
            decision("endless", literal("for i in 1..1000000000 return i")),
        )
    )
    value = '<value xsi:type="xsd:decimal">{}</value>'
    given = f'<inputNode name="n">{value.format(4)}</inputNode>'
    override = f'<inputNode name="double">{value.format(7)}</inputNode>'
    nil = '<value xsi:nil="true"/>'
    cases = (
        case("right", "double", value.format("8.000000001"), given=given)
        + case("wrong", "double", value.format(9), given=given)
        + case("null", "double", nil, error=True)
        + case("error", "endless", nil, error=True)
        + case("unexpected-error", "endless", nil)
        + case("overridden", "double", value.format(7), given=override)
    )
    (folder / "sample-test-01.xml").write_text(f"{HEAD}<modelName>sample.dmn</modelName>{cases}</testCases>")
    return tmp_path


def test_cases_are_run_and_counted_apart(kit: Path) -> None:
    results = {result.name.rpartition("/")[2]: result for result in run_tck(kit)}
    assert {name for name, result in results.items() if result.passed} == {"right", "null", "error", "overridden"}
    assert results["error"].by_error
    assert "expected 9, got 8" in results["wrong"].detail
    assert summary(list(results.values())) == {
        "passed": 4,
        "failed": 2,
        "cases that expect a value": 3,
        "of these passed": 2,
        "cases that expect null": 3,
        "passed with null": 1,
        "passed with an error only": 1,
    }


def test_report_names_each_failing_case_and_ends_with_the_counts(kit: Path) -> None:
    lines = report(run_tck(kit))
    assert lines[0].startswith("level/sample/")
    assert lines[-1] == "4 passed, 2 failed"


def test_a_model_that_cannot_be_read_fails_its_cases(kit: Path) -> None:
    next(kit.rglob("*.dmn")).write_text("broken")
    assert not any(result.passed for result in run_tck(kit))


@pytest.mark.parametrize(
    ("actual", "expected", "verdict"),
    [
        (None, None, True),
        ([], None, False),
        (False, None, False),
        (1, True, False),
        ("1", 1, False),
        ([1], 1, False),
        ([1, 2], [2, 1], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {}, False),
        (at("10:00:00Z"), at("10:00:00+00:00"), True),
        (at("10:00:00"), at("10:00:00Z"), False),
        (at("PT60M"), at("PT1H"), True),
        (at("P0Y"), at("P0D"), False),
        (feel("1/3"), feel("0.33333333333"), True),
    ],
)
def test_values_match_by_the_rules_of_the_kit(actual: Any, expected: Any, verdict: bool) -> None:
    assert matches(actual, expected) is verdict
