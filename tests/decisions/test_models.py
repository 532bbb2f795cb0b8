"""Models: requirements, knowledge, services, boxed expressions, types and imports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.decisions import read_dmn
from engine.feel import FeelError
from tests.decisions.models import (
    NOW,
    decide,
    decision,
    definitions,
    input_data,
    knowledge,
    literal,
    read,
    table,
    value_of,
    variable,
)


def test_decision_sees_what_it_requires_and_nothing_else_of_the_model() -> None:
    model = read(
        input_data("Monthly Salary", "number"),
        input_data("secret"),
        decision("Yearly", literal("Monthly Salary * 12"), "in_Monthly_Salary"),
        decision("sum", literal("Yearly + 1"), "Yearly"),
        decision("peek", literal("secret")),
    )
    assert decide(model, "sum", Monthly_Salary=100).value == 1201
    assert decide(model, "peek", secret=1).value is None


def test_models_without_input_data_read_the_callers_variables() -> None:
    assert value_of(literal("amount + 1"), amount=4) == 5


def test_input_is_made_to_fit_its_type_or_is_null_with_a_warning() -> None:
    model = read(
        input_data("n", "number"), input_data("ns", "tNumbers"),
        '<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>',
        decision("d", literal("[n, ns]"), "in_n", "in_ns"),
    )  # fmt: skip
    assert decide(model, "d", n=[5], ns=6).value == [5, [6]]
    result = decide(model, "d", n="x", ns=[1, "y"])
    assert result.value == [None, None]
    assert len(result.warnings) == 2


def test_result_is_made_to_fit_its_type() -> None:
    model = read(
        decision("one", literal("[5]"), type_ref="number"),
        decision("moment", literal('@"2026-01-31"'), type_ref="date and time"),
        decision("wrong", literal('"x"'), type_ref="number"),
    )
    assert decide(model, "one").value == 5
    assert str(decide(model, "moment").value) == "2026-01-31T00:00:00Z"
    assert decide(model, "wrong").value is None


def test_item_definitions_constrain() -> None:
    model = read(
        '<itemDefinition name="tGrade"><typeRef>string</typeRef>'
        '<allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>',
        '<itemDefinition name="tPupil"><itemComponent name="first name"><typeRef>string</typeRef></itemComponent>'
        '<itemComponent name="grade"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>',
        '<itemDefinition name="tClass" isCollection="true"><typeRef>tPupil</typeRef>'
        "<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>",
        input_data("pupils", "tClass"),
        decision("names", literal("pupils.first name"), "in_pupils"),
    )
    good = {"first name": "Aino", "grade": "A"}
    assert decide(model, "names", pupils=[good]).value == ["Aino"]
    assert decide(model, "names", pupils=[{**good, "grade": "C"}]).value is None
    assert decide(model, "names", pupils=[good, good, good]).value is None


def test_knowledge_is_called_by_position_by_name_and_by_invocation() -> None:
    payment = knowledge("pay", {"rate": "number", "years": "number"}, literal("rate * years"), type_ref="number")
    binding = "<binding><parameter name='{}'/>{}</binding>"
    invocation = (
        f"<invocation>{literal('pay')}{binding.format('years', literal('n'))}"
        f"{binding.format('rate', literal('2'))}</invocation>"
    )
    model = read(
        payment,
        decision("a", literal("pay(2, n)"), "bkm_pay"),
        decision("b", literal("pay(years: n, rate: 2)"), "bkm_pay"),
        decision("c", invocation, "bkm_pay"),
        decision("wrong", literal('pay("x", n)'), "bkm_pay"),
    )
    assert [decide(model, name, n=5).value for name in "abc"] == [10, 10, 10]
    assert decide(model, "wrong", n=5).value is None


def test_knowledge_may_call_itself_and_others_but_not_for_ever() -> None:
    model = read(
        knowledge("double", {"n": None}, literal("n * 2")),
        knowledge(
            "fact", {"n": "number"}, literal("if n <= 1 then double(1) else n * fact(n - 1)"), "bkm_fact", "bkm_double"
        ),
        knowledge("loop", {"n": None}, literal("loop(n)"), "bkm_loop"),
        decision("five", literal("fact(5)"), "bkm_fact"),
        decision("endless", literal("loop(1)"), "bkm_loop"),
    )
    assert decide(model, "five").value == 240
    with pytest.raises(FeelError):
        decide(model, "endless")


def test_decision_service_is_a_function_of_its_inputs() -> None:
    service = (
        '<decisionService id="service_s" name="s"><variable name="s"/><outputDecision href="#out"/>'
        '<encapsulatedDecision href="#mid"/><inputDecision href="#pre"/><inputData href="#in_x"/></decisionService>'
    )
    model = read(
        input_data("x", "number"),
        decision("pre", literal("1000")),
        decision("mid", literal("x + pre"), "in_x", "pre"),
        decision("out", literal("mid * 2"), "mid"),
        service,
        decision("call", literal("s(x: 1, pre: 2)"), "service_s"),
        decision("bad", literal('s("a", 2)'), "service_s"),
    )
    assert decide(model, "call").value == 6
    assert decide(model, "bad").value is None
    assert decide(model, "out", x=1).value == 2002
    assert model.decide_by_service("service_s", {"x": 1}, NOW, overrides={"pre": 5}).value == 12


BOXES: list[tuple[str, Any]] = [
    (
        f"<context><contextEntry>{variable('a')}{literal('1')}</contextEntry>"
        f"<contextEntry>{variable('b c')}{literal('a + 1')}</contextEntry></context>",
        {"a": 1, "b c": 2},
    ),
    (
        f"<context><contextEntry>{variable('a')}{literal('1')}</contextEntry>"
        f"<contextEntry>{literal('a + n')}</contextEntry></context>",
        6,
    ),
    (f"<list>{literal('1')}{literal('n')}</list>", [1, 5]),
    (
        f"<relation><column name='a'/><column name='b'/><row>{literal('1')}{literal('2')}</row>"
        f"<row>{literal('3')}{literal('n')}</row></relation>",
        [{"a": 1, "b": 2}, {"a": 3, "b": 5}],
    ),
    (
        f"<conditional><if>{literal('n > 1')}</if><then>{literal('1')}</then><else>{literal('2')}</else></conditional>",
        1,
    ),
    (
        f"<conditional><if>{literal('n')}</if><then>{literal('1')}</then><else>{literal('2')}</else></conditional>",
        None,
    ),
    (f"<filter><in>{literal('[1, 7, 9]')}</in><match>{literal('item > n')}</match></filter>", [7, 9]),
    (f"<filter><in>{literal('[1, 7, 9]')}</in><match>{literal('1')}</match></filter>", None),
    (
        f"<for iteratorVariable='i'><in>{literal('[1..3]')}</in><return>{literal('i * n')}</return></for>",
        [5, 10, 15],
    ),
    (f"<some iteratorVariable='i'><in>{literal('[1, 9]')}</in><satisfies>{literal('i > n')}</satisfies></some>", True),
    (f"<every iteratorVariable='i'><in>{literal('[9]')}</in><satisfies>{literal('i < n')}</satisfies></every>", False),
    (
        f"<invocation><functionDefinition><formalParameter name='x' typeRef='number'/>{literal('x + n')}"
        f"</functionDefinition><binding><parameter name='x'/>{literal('1')}</binding></invocation>",
        6,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BOXES)
def test_boxed_expression_yields(body: str, expected: Any) -> None:
    assert value_of(body, n=5) == expected


def test_imported_elements_are_seen_under_the_imports_name() -> None:
    library = read_dmn(
        definitions(
            '<itemDefinition name="tRate"><typeRef>number</typeRef></itemDefinition>',
            input_data("Base Rate", "tRate"),
            knowledge("plus tax", {"n": "number"}, literal("n * 1.24")),
            decision("Doubled", literal("Base Rate * 2"), "in_Base_Rate"),
            namespace="urn:library",
        )
    )
    model = read_dmn(
        definitions(
            '<import name="lib" namespace="urn:library" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
            input_data("own", "lib.tRate"),
            decision(
                "total",
                literal("lib.plus tax(lib.Doubled + own + lib.Base Rate)"),
                "in_own", "urn:library#Doubled", "urn:library#bkm_plus_tax", "urn:library#in_Base_Rate",
            ),
        ),
        {"urn:library": library},
    )  # fmt: skip
    assert model.decide("total", {"own": 1, "lib": {"Base Rate": 3}}, NOW).value == Decimal("12.40")
    given = model.decide("total", {"own": 1}, NOW, imported={"urn:library": {"Base Rate": 3}})
    assert given.value == Decimal("12.40")


def test_several_imports_may_have_no_name() -> None:
    libraries = {
        f"urn:{name}": read_dmn(definitions(decision(name, literal(text)), namespace=f"urn:{name}"))
        for name, text in {"one": "1", "two": "2"}.items()
    }
    model = read_dmn(
        definitions(
            *(f'<import namespace="{namespace}" importType="DMN" name=""/>' for namespace in libraries),
            decision("sum", literal("one + two"), "urn:one#one", "urn:two#two"),
        ),
        libraries,
    )
    assert model.decide("sum", {}, NOW).value == 3


def test_variable_of_a_service_may_be_typed_as_the_function_that_it_is() -> None:
    model = read(
        '<itemDefinition name="tDoubling"><functionItem outputTypeRef="number">'
        '<parameters name="n" typeRef="number"/></functionItem></itemDefinition>',
        input_data("n", "number"),
        decision("doubled", literal("n * 2"), "in_n"),
        f'<decisionService id="service_double" name="double">{variable("double", "tDoubling")}'
        '<outputDecision href="#doubled"/><inputData href="#in_n"/></decisionService>',
        decision("six", literal("double(3)"), "service_double"),
    )
    assert decide(model, "six").value == 6
    assert model.decide_by_service("service_double", {"n": 4}, NOW).value == 8


def test_what_an_iterator_runs_over_may_have_a_type() -> None:
    source = '<in typeRef="tNumbers"><literalExpression><text>list</text></literalExpression></in>'
    model = read(
        '<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>',
        decision("for", f'<for iteratorVariable="n">{source}<return>{literal("n")}</return></for>'),
        decision("filter", f"<filter>{source}<match>{literal('true')}</match></filter>"),
    )
    assert decide(model, "for", list=[1, 2]).value == [1, 2]
    assert decide(model, "for", list=[1, "x"]).value is None
    assert decide(model, "filter", list=["x"]).warnings[0] == (
        "What filter runs over has to be a list<number>, not this list"
    )


def test_elements_without_ids_are_known_by_name() -> None:
    model = read(
        f'<inputData name="x">{variable("x")}</inputData>',
        f'<decision name="d">{variable("d")}<informationRequirement><requiredInput href="#x"/></informationRequirement>'
        f"{literal('x + 1')}</decision>",
    )
    assert model.decide("d", {"x": 1}, NOW).value == 2


def test_a_decision_is_made_once_however_often_it_is_required() -> None:
    model = read(
        input_data("n"),
        decision("base", table(["n"], [("> 0", "1")]), "in_n"),
        decision("left", literal("base"), "base"),
        decision("right", literal("base"), "base"),
        decision("top", literal("left + right"), "left", "right"),
    )
    assert len(decide(model, "top", n=1).rules) == 1


def test_an_input_decision_that_a_service_is_not_given_is_null() -> None:
    model = read_dmn(
        definitions(
            decision("rate", literal("5")),
            decision("fee", literal('if rate = null then "no rate" else rate'), "rate"),
            '<decisionService id="service_s" name="s"><outputDecision href="#fee"/><inputDecision href="#rate"/>'
            "</decisionService>",
        )
    )

    assert model.decide_by_service("service_s", {}, NOW).value == "no rate"
    assert model.decide_by_service("service_s", {}, NOW, overrides={"rate": 7}).value == 7


def test_inputs_of_imported_models_are_given_in_contexts_however_deep() -> None:
    innermost = read_dmn(definitions(input_data("name", "string"), namespace="urn:inner"))
    middle = read_dmn(
        definitions(
            '<import name="inner" namespace="urn:inner"/>',
            decision("greeting", literal('"Hello " + inner.name'), "urn:inner#in_name"),
            namespace="urn:middle",
        ),
        {"urn:inner": innermost},
    )
    model = read_dmn(
        definitions(
            '<import name="middle" namespace="urn:middle"/>',
            decision("d", literal("middle.greeting"), "urn:middle#greeting"),
        ),
        {"urn:middle": middle},
    )

    assert model.decide("d", {"middle": {"inner": {"name": "Aino"}}}, NOW).value == "Hello Aino"
    assert model.decide("d", {}, NOW, imported={"urn:inner": {"name": "Eero"}}).value == "Hello Eero"
