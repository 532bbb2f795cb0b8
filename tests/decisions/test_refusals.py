"""Files that are no usable model: refused with every problem at once, never half read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.decisions import DmnError, Problem, read_dmn
from tests.decisions.models import NOW, decision, definitions, input_data, knowledge, literal, read, table, variable


def problems(*parts: str) -> tuple[Problem, ...]:
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
    assert caught.value.problems[0].element == "definitions"


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
    assert {problem.element for problem in found} >= {"a", "b", "c", "d", "table", "rule1", "lib"}
    assert all(problem.sentence.strip() and problem.remedy.endswith(".") for problem in found)
    syntax = next(problem.sentence for problem in found if problem.element == "a")
    assert "  1 +\n     ^" in syntax


CLASS = f"<context><contextEntry>{variable('class')}{literal('1')}</contextEntry></context>"
EXTERNAL = 'function(x: number) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}'


def boxed_function(kind: str) -> str:
    return f"<functionDefinition id='code' kind='{kind}'>{CLASS}</functionDefinition>"


def knowledge_in(kind: str) -> str:
    return knowledge("cos", {"x": "number"}, CLASS).replace(
        "<encapsulatedLogic>", f"<encapsulatedLogic id='code' kind='{kind}'>"
    )


@pytest.mark.parametrize("kind", ["Java", "PMML"])
@pytest.mark.parametrize("part", [lambda kind: decision("d", boxed_function(kind)), knowledge_in])
def test_functions_of_other_kinds_are_refused(part: Callable[[str], str], kind: str) -> None:
    (problem,) = problems(part(kind))
    assert problem.element == "code"
    assert problem.sentence == f"The function is of the kind {kind}: decisions cannot run code."
    assert "FEEL" in problem.remedy


@pytest.mark.parametrize(
    ("part", "element"),
    [
        (decision("d", literal(EXTERNAL)), "d"),
        (decision("d", literal(f"{{cos: {EXTERNAL}, result: cos(0)}}.result")), "d"),
        (decision("d", table(["1"], [("-", f"({EXTERNAL})(0)")])), "rule1"),
        (decision("d", table(["1"], [(f"({EXTERNAL})(?) = 0", "1")])), "rule1"),
        (
            '<itemDefinition id="t" name="t"><typeRef>number</typeRef>'
            f"<allowedValues><text>({EXTERNAL})(?) = 0</text></allowedValues></itemDefinition>",
            "t",
        ),
    ],
)
def test_external_functions_are_refused_wherever_they_stand(part: str, element: str) -> None:
    (problem,) = problems(part)
    assert problem.element == element
    assert "decisions cannot run code" in problem.sentence
    line, caret = problem.sentence.splitlines()[1:]
    assert line[caret.index("^") :].startswith("function(")
    assert "FEEL" in problem.remedy


def test_leniently_read_only_what_calls_an_external_function_is_null() -> None:
    model = read(
        knowledge_in("Java"),
        decision("boxed", boxed_function("Java")),
        decision("calls", literal("cos(0)"), "bkm_cos"),
        decision("written", literal(f"{{cos: {EXTERNAL}, result: cos(0)}}.result")),
        decision("other", literal("2")),
        lenient=True,
    )
    results = {name: model.decide(name, {}, NOW) for name in ("boxed", "calls", "written")}
    assert [result.value for result in results.values()] == [None, None, None]
    assert all("cannot run code" in " ".join(result.warnings) for result in results.values())
    assert model.decide("other", {}, NOW).value == 2


def test_circles_of_requirements_are_refused() -> None:
    found = problems(decision("a", literal("b"), "b"), decision("b", literal("a"), "a"))
    assert "requires itself" in found[0].sentence


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
    (warning,) = model.warnings
    assert warning.element == "a"
    assert warning.code == "type-argument"
    assert warning.sentence == (
        '“upper case(5) = "X"”, character 1: upper case() takes a string as string, not a number.'
    )


def test_an_entry_that_the_declared_type_does_not_have_is_warned_of() -> None:
    person = (
        '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
        '<itemComponent name="home"><itemComponent name="city"><typeRef>string</typeRef></itemComponent>'
        "</itemComponent></itemDefinition>"
        '<itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>'
    )
    model = read(
        person,
        decision("fine", literal('{name: "a", home: {city: "b"}}'), type_ref="tPerson"),
        decision("open", literal('{nmae: "a"}')),
        decision("misspelt", literal('{nmae: "a", home: {city: "b"}}'), type_ref="tPerson"),
        decision("inside", literal('if true then [{name: "a", home: {town: "b"}}] else []'), type_ref="tPeople"),
        decision("cells", table([], [('"a"', "null")], outputs=("name", "hme")), type_ref="tPerson"),
    )
    assert [(found.element, found.code, found.params["name"]) for found in model.warnings] == [
        ("misspelt", "type-no-entry", "nmae"),
        ("inside", "type-no-entry", "town"),
        ("cells", "type-no-entry", "hme"),
    ]


def test_a_range_that_ends_before_it_starts_is_warned_of() -> None:
    model = read(input_data("n"), decision("cells", table(["n"], [("[5..1]", "1"), ("[1..5]", "2")]), "in_n"))
    assert [(found.element, found.code) for found in model.warnings] == [("rule1", "type-backwards")]


def test_declared_types_are_followed_through_the_model() -> None:
    model = read(
        input_data("age", "number"),
        knowledge("double", {"n": "number"}, literal("n * 2")),
        decision("typed", literal('age + "x"'), "in_age"),
        decision("called", literal("double(true)"), "bkm_double"),
        decision("result", literal('"a" + "b"'), type_ref="number"),
        decision("cells", table(["age"], [('"old"', "1"), ("> 5", "2")]), "in_age"),
        decision("fine", literal("double(age) > 5"), "in_age", "bkm_double", type_ref="boolean"),
    )
    assert {(found.element, found.code) for found in model.warnings} == {
        ("typed", "type-always-null"),
        ("called", "type-argument"),
        ("result", "type-wrong-type"),
        ("rule1", "type-never-fits"),
    }
