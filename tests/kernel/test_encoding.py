"""States and facts come back as they were, with every kind of FEEL value in them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.feel import compile_expression
from engine.kernel.encoding import decode_fact, decode_state, encode_fact, encode_state
from engine.kernel.facts import DecisionEvaluated, Fact, LoopItemCompleted, LoopStarted, MessageThrown, VariablesSet
from engine.kernel.state import ElementInstance, Loop, State

VALUES = [
    'date("2026-01-31")',
    'time("10:00:00+02:00")',
    'date and time("2026-01-31T10:00:00@Europe/Helsinki")',
    'duration("P1DT2H")',
    'duration("P1Y2M")',
    "[1..5]",
    "1 / 3",
    "1.50",
    "10 ** 30",
    "null",
    '{"@": 1}',
    '{"@": "2026-01-31"}',
    '{a: [date("2026-01-31"), {b: 0.1}]}',
    '"text"',
]


@pytest.mark.parametrize("text", VALUES)
def test_a_value_comes_back_from_facts_and_state(text: str) -> None:
    value = compile_expression(text).evaluate({}, datetime(2026, 1, 5, tzinfo=UTC))
    variables: dict[str, Any] = {"x": value}
    facts: list[Fact] = [
        VariablesSet(1, variables),
        VariablesSet(1, {"@": value}),
        LoopStarted(1, 1, [value]),
        LoopItemCompleted(1, 1, value),
        MessageThrown(1, "m", "", variables),
        DecisionEvaluated(1, "d", "d:1", variables, value),
    ]
    for fact in facts:
        assert decode_fact(encode_fact(fact)) == fact
        assert encode_fact(decode_fact(encode_fact(fact))) == encode_fact(fact)
    loop = Loop(1, items=[value], outputs=[value])
    state = State(elements={1: ElementInstance("p", variables=variables, loop=loop)})
    assert decode_state(encode_state(state)) == state
    assert encode_state(decode_state(encode_state(state))) == encode_state(state)


def test_encoding_leaves_the_state_as_it_was() -> None:
    value = compile_expression('date("2026-01-31")').evaluate({}, datetime(2026, 1, 5, tzinfo=UTC))
    state = State(elements={1: ElementInstance("p", variables={"x": value})})
    encode_state(state)
    assert state.elements[1].variables == {"x": value}
