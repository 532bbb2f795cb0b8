"""Files that are no usable model: refused with every problem at once, never half read."""

from __future__ import annotations

import pytest

from engine.decisions import DmnError, read_dmn
from tests.decisions.models import NOW, decision, definitions, input_data, literal, read, table


def problems(*parts: str) -> tuple[tuple[str, str, str], ...]:
    with pytest.raises(DmnError) as caught:
        read(*parts)
    return caught.value.problems


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"<a/>",
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + definitions(),
        b'<!DOCTYPE a SYSTEM "http://localhost/a.dtd">' + definitions(),
        b" " * 10_000_001,
    ],
)
def test_what_is_no_dmn_file_is_refused(xml: bytes) -> None:
    with pytest.raises(DmnError) as caught:
        read_dmn(xml)
    assert caught.value.problems[0][0] == "definitions"


def test_every_problem_is_told_with_its_element_and_a_remedy() -> None:
    found = problems(
        decision("a", literal("1 +")),
        decision("b", ""),
        decision("c", literal("1"), "nowhere"),
        decision("d", literal("1"), type_ref="tMissing"),
        decision("e", table(["x"], [("> ", "1"), ("1", "2")], hit_policy="SOMETIMES")),
        decision("f", table(["x"], [("1",)])),
        '<import name="lib" namespace="urn:none" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
    )
    assert {element for element, _, _ in found} >= {"a", "b", "c", "d", "table", "rule1", "lib"}
    assert all(sentence.strip() and remedy.endswith(".") for _, sentence, remedy in found)
    syntax = next(sentence for element, sentence, _ in found if element == "a")
    assert "  1 +\n     ^" in syntax


def test_circles_of_requirements_are_refused() -> None:
    found = problems(decision("a", literal("b"), "b"), decision("b", literal("a"), "a"))
    assert "requires itself" in found[0][1]


def test_a_type_that_contains_itself_is_no_endless_loop() -> None:
    model = read(
        '<itemDefinition name="tTree"><itemComponent name="left"><typeRef>tTree</typeRef></itemComponent>'
        "</itemDefinition>",
        input_data("tree", "tTree"),
        decision("d", literal("tree.left.left"), "in_tree"),
    )
    assert model.decide("d", {"tree": {"left": {"left": 1}}}, NOW).value == 1


def test_leniently_read_a_broken_expression_is_null_and_says_why() -> None:
    model = read(decision("a", literal("1 +")), decision("b", literal("2")), lenient=True)
    assert model.decide("b", {}, NOW).value == 2
    result = model.decide("a", {}, NOW)
    assert result.value is None
    assert result.warnings


def test_an_unknown_decision_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        read(decision("a", literal("1"))).decide("b", {}, NOW)


def test_what_can_only_be_null_is_warned_of_but_not_refused() -> None:
    model = read(decision("a", literal('upper case(5) = "X"')), decision("b", literal("upper case(b)")))
    assert model.warnings == [("a", "upper case(5) = \"X\": upper case() takes a string as 'string', not a number.")]
