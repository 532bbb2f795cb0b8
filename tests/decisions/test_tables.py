"""Decision tables: hit policies, cells, defaults, allowed values, and what they tell about themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.decisions.models import NOW, decide, decision, input_data, read, table, value_of

SIZES = [("< 10", '"small"'), ("[5..20]", '"medium"'), ("> 15", '"large"')]


@pytest.mark.parametrize(
    ("hit_policy", "size", "expected"),
    [
        ("UNIQUE", 1, "small"),
        ("UNIQUE", 7, None),
        ("FIRST", 7, "small"),
        ("ANY", 7, None),
        ("PRIORITY", 7, "medium"),
        ("COLLECT", 7, ["small", "medium"]),
        ("RULE ORDER", 16, ["medium", "large"]),
        ("OUTPUT ORDER", 16, ["large", "medium"]),
        ("COLLECT", None, []),
        ("UNIQUE", None, None),
    ],
)
def test_hit_policy_chooses(hit_policy: str, size: int | None, expected: Any) -> None:
    body = table(["size"], SIZES, hit_policy=hit_policy, values={"": '"large", "medium", "small"'})
    assert value_of(body, size=size) == expected


def test_any_accepts_rules_that_agree() -> None:
    body = table(["size"], [("> 1", '"yes"'), ("> 2", '"yes"')], hit_policy="ANY")
    assert value_of(body, size=5) == "yes"


@pytest.mark.parametrize(
    ("aggregation", "expected", "of_nothing"),
    [("SUM", 30, None), ("MIN", 10, None), ("MAX", 20, None), ("COUNT", 2, 0)],
)
def test_collect_aggregates(aggregation: str, expected: int, of_nothing: Any) -> None:
    body = table(["n"], [("> 1", "10"), ("> 2", "20")], hit_policy="COLLECT", aggregation=aggregation)
    assert value_of(body, n=5) == expected
    assert value_of(body, n=0) == of_nothing


def test_several_outputs_make_a_context_and_priorities_count_from_the_left() -> None:
    body = table(
        ["n"],
        [("> 0", '"low"', "1"), ("> 1", '"high"', "2"), ("> 2", '"high"', "3")],
        outputs=("risk", "fee"),
        hit_policy="OUTPUT ORDER",
        values={"risk": '"high", "low"', "fee": "3, 2, 1"},
    )
    assert value_of(body, n=5) == [
        {"risk": "high", "fee": 3},
        {"risk": "high", "fee": 2},
        {"risk": "low", "fee": 1},
    ]


def test_priorities_are_those_of_the_columns_type_where_it_lists_none() -> None:
    column = '<output name="" typeRef="tLevel"/>'
    rules = "".join(
        f'<rule id="r{value}"><outputEntry><text>{value}</text></outputEntry></rule>' for value in (1, 3, 2)
    )
    model = read(
        '<itemDefinition name="tLevel"><typeRef>number</typeRef><allowedValues><text>3, 2, 1</text></allowedValues>'
        "</itemDefinition>",
        decision("first", f'<decisionTable hitPolicy="PRIORITY">{column}{rules}</decisionTable>'),
        decision("all", f'<decisionTable hitPolicy="OUTPUT ORDER">{column}{rules}</decisionTable>'),
    )
    assert decide(model, "first").value == 3
    assert decide(model, "all").value == [3, 2, 1]


def test_default_output_stands_in_where_no_rule_fits() -> None:
    assert value_of(table(["n"], [("> 5", '"big"')], default='"other"'), n=1) == "other"


def test_values_that_are_not_allowed_make_null_with_a_warning() -> None:
    body = table(["kind"], [("-", '"c"')], values={"kind": '"a", "b"', "": '"x"'})
    outside = read(decision("d", body)).decide("d", {"kind": "z"}, NOW)
    assert outside.value is None
    assert "kind" in outside.warnings[0]
    wrong_output = read(decision("d", body)).decide("d", {"kind": "a"}, NOW)
    assert wrong_output.value is None
    assert "rule1" in wrong_output.warnings[0]


def test_cells_may_look_at_other_variables_and_at_the_input_itself() -> None:
    body = table(["n"], [("> limit", '"over"'), ("? * 2 > limit", '"near"'), ("-", '"under"')], hit_policy="FIRST")
    assert [value_of(body, n=n, limit=10) for n in (11, 6, 2)] == ["over", "near", "under"]


def test_table_without_inputs_fires_always() -> None:
    assert value_of(table([], [("1",)])) == 1


def test_result_tells_which_rules_fired_and_what_was_looked_at() -> None:
    model = read(
        input_data("age", "number"),
        input_data("unused"),
        decision(
            "risk", table(["age"], [("< 25", '"high"'), (">= 25", '"low"')], annotations=("young", "grown")), "in_age"
        ),
        decision("fee", table(["risk"], [('"high"', "20"), ('"low"', "10")]), "risk"),
    )
    result = decide(model, "fee", age=30)
    assert result.value == 10
    assert result.rules == (("table", "rule2", ("grown",)), ("table", "rule2", ()))
    assert result.inputs == {"age": 30}


def test_only_the_rules_that_count_are_told() -> None:
    body = table(["n"], [("> 0", "1"), ("> 1", "2")], hit_policy="PRIORITY", values={"": "2, 1"})
    assert read(decision("d", body)).decide("d", {"n": 5}, NOW).rules == (("table", "rule2", ()),)
