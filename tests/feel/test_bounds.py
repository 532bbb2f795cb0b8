"""Nothing that can be written loops for ever, eats the memory or reaches Python: it ends in a clear error, quickly."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Iterator
from typing import Any

import pytest

from engine.feel import FeelError, FeelSyntaxError, compile_expression
from engine.feel.run import MAX_STEPS, Run
from tests.feel.evaluating import NOW, feel, warnings_of

# Generous beside the promised 100 ms, because test machines are busy; what has no bound takes far longer.
SECONDS = 0.5


@contextlib.contextmanager
def quickly() -> Iterator[None]:
    """What the block does takes this thread no longer: neither what others do nor the tests' own garbage counts."""
    gc.disable()
    started = time.thread_time()
    try:
        yield
    finally:
        took = time.thread_time() - started
        gc.enable()
    assert took < SECONDS


LONG = 'string join(for i in 1..9000 return "aaaaaaaaaaaaaaaaaaaa")'
MANY = "for i in 1..20000 return i"
CONTEXTS = 'for i in 1..3000 return {a: i, b: "x"}'

GREEDY = [
    "1000000000 ** 1000000000",
    "10 ** 6000 * 10 ** 6000",
    "exp(1000000)",
    "product(for i in 1..90000 return 1000000)",
    "for i in 1..1000000000 return i",
    "for i in 1..1000000000000000000000000000000 return i",
    "for i in 1..10000, j in 1..10000 return i * j",
    "some i in 1..100000 satisfies some j in 1..100000 satisfies i + j < 0",
    'for d in @"0001-01-01"..@"999999999-01-01" return d',
    "{f: function(n) f(n + 1), r: f(1)}.r",
    "{f: function(n) f(n) + f(n), r: f(1)}.r",
    'for i in 1..40 return if i = 1 then "ab" else partial[-1] + partial[-1]',
    "for i in 1..60 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1])",
    "for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]",
    "string(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]])",
    "{a: for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]],"
    " b: for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]], c: a = b}.c",
    "flatten(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]])",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|a)*$")',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(([a-z])+.)+[A-Z]([a-z])+$")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|aa)+$", "x")',
    'split("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a|aa|aaa)+$")',
    "context merge(for i in 1..30000 return {a: i})",
    f'{{s: {LONG}, t: s + "b", r: for i in 1..60000 return s < t}}.r',
    f'{{s: {LONG}, t: s + "b", u: s + "b", r: for i in 1..60000 return t = u}}.r',
    f'{{s: {LONG}, t: s + "b", u: s + "b", r: max(for i in 1..60000 return if even(i) then t else u)}}.r',
    f"{{l: {MANY}, r: for i in 1..9000 return sublist(l, 1, 19999)}}.r",
    f"{{l: {MANY}, r: for i in 1..9000 return l instance of list<number>}}.r",
    f"{{l: {MANY}, f: function(x: list<number>) 1, r: for i in 1..9000 return f(l)}}.r",
    f'{{l: append({MANY}, "x"), r: for i in 1..9000 return string join(l)}}.r',
    f"{{l: {MANY}, r: for i in 1..9000 return l = l}}.r",
    f"{{l: {MANY}, r: for i in 1..9000 return l in [l]}}.r",
    f"{{l: {MANY}, r: for i in 1..9000 return remove(l, 1)}}.r",
    f"{{l: {MANY}, r: for i in 1..9000 return concatenate(l, l)}}.r",
    f"{{l: {MANY}, r: for i in 1..9000 return list replace(l, function(a, b) a = b, 1)}}.r",
    f"{{l: {MANY}, r: for i in 1..9000 return min(l)}}.r",
    'for i in 1..9000 return time("10:00:00@Europe/" + string(i))',
    'for i in 1..9000 return range("[" + string(i) + "..10000]")',
    'for i in 1..400 return matches("abc", "(a|b|c){" + string(i) + "}\\w{" + string(i) + "}")',
    "{f: function(g) g(g), r: f(f)}.r",
    "(function(x) x(x))(function(x) x(x))",
    "sort(for i in 1..9000 return -i, function(x, y) x < y)",
    "for i in 1..60 return if i = 1 then [1, 2] else append(partial[-1], partial[-1])",
    'for i in 1..99 return if i = 1 then "ab" else replace(partial[-1], "a|b", "ab")',
    "string(for i in 1..4000 return 1e6000)",
    "for i in 1..99999 return for x in [] return x",
    "for i in 1..99999 return some x in [] satisfies x",
    "for i in 1..99999 return [1, 2][item = i][1]",
    "for i in 1..99999 return [1, i] instance of list<number>",
    "for i in 1..99999 return {a: i} instance of context<a: number>",
    f"{{l: {CONTEXTS}, r: for i in 1..9000 return l instance of list<context<a: number, b: string>>}}.r",
    f"{{l: {CONTEXTS}, f: function(x: list<context<a: number>>) 1, r: for i in 1..9000 return f(l)}}.r",
    "for i in 1..99999 return i + i * i - i / i",
    'for i in 1..99999 return abs("a")',
    "for i in 1..99999 return nosuch",
    'for i in 1..99999 return @"2026-01-01T00:00:00@Europe/Helsinki" < @"2026-01-01T00:00:00Z"',
    f"{{s: {LONG}, r: for i in 1..9000 return duration(s)}}.r",
    "for a in [1, 2] return " * 90 + "1",
    "for a in 1..9, b in 1..9, c in 1..9, d in 1..9, e in 1..9, f in 1..9, g in 1..9 return 1",
]


@pytest.mark.parametrize("text", GREEDY)
def test_greedy_expression_ends_in_an_error_quickly(text: str) -> None:
    clever = text.startswith(("matches", "replace", "split"))  # the engine may see through a pattern, not a loop
    with quickly(), contextlib.suppress(FeelError) if clever else pytest.raises(FeelError, match=r"[.?]$"):
        feel(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "[" * 5000,
        "-" * 5000 + "1",
        "not(" * 5000 + "true" + ")" * 5000,
        "if true then " * 5000,
        "1" + " + 1" * 5000,
        "a" + "[1]" * 5000,
        "a" + ".b" * 5000,
        "{a: " * 5000,
        "x instance of " + "list<" * 5000,
        "function(x) " * 5000 + "1",
        "1" * 300_000,
        "[" + "1," * 15_000 + "1]",
        '"' + "a" * 300_000 + '"',
    ],
)
def test_deep_or_long_text_is_refused_quickly(text: str) -> None:
    with quickly(), pytest.raises(FeelSyntaxError):
        compile_expression(text)


@pytest.mark.parametrize("pattern", ["x{99999999}", "(x{1000}){1000}", "((x{90}y){90}z){90}", "x{9999999999}"])
def test_repetitions_that_would_fill_the_memory_are_refused(pattern: str) -> None:
    """``regex`` writes them out: the first would take gigabytes."""
    assert feel(f'matches("x", "{pattern}")') is None
    assert feel('matches("xyxyxy", "^((xy){3}|z{0,99999999})$")') is True


def test_long_chains_of_and_and_or_are_no_nesting() -> None:
    text = " and ".join(f"a != {number}" for number in range(2000))
    assert feel(text, {"a": -1}) is True


@pytest.mark.parametrize(
    "text", ["a.__class__", "a.upper", "[].append", "{}.keys", '"".format', "a.__init__.__globals__", "f.__code__"]
)
def test_python_is_out_of_reach(text: str) -> None:
    class Secret:
        __slots__ = ("value",)

    variables: dict[str, Any] = {"a": Secret(), "f": len}
    assert feel(text, variables) in (None, [])


def test_deep_values_from_outside_end_in_an_error() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(FeelError):
        compile_expression("a = a and string(a) = a").evaluate({"a": deep}, NOW)


@pytest.mark.parametrize(
    ("body", "steps"),
    [
        ("i + 1", 2),
        ("substring(string(i), 1)", 20),
        ("date(2026, 1, 31)", 40),
        ('@"2026-01-31T00:00:00@Europe/Helsinki" + @"PT1H"', 20),
        ("2 ** 0.5", 250),
        ('matches("abc", "b" + string(i))', 200),
        ("[1, 2, 3][item > i]", 10),
        ("for x in [] return x", 6),
        ("some x in [] satisfies x", 6),
        ("i instance of number", 6),
        ("{a: i} instance of context<a: number>", 15),
        ('abs("a")', 12),
        ('@"2026-01-01T00:00:00@Europe/Helsinki" < @"2026-01-01T00:00:00Z"', 12),
    ],
)
def test_what_takes_longer_spends_more_steps(body: str, steps: int) -> None:
    """Bounds count steps, not time, so that a later replay ends as the first run did: they have to weigh alike."""
    expression = compile_expression(f"for i in 1..100 return {body}")
    run = Run(NOW)
    expression._run({}, run)
    assert (MAX_STEPS - run.left) / 100 >= steps


@pytest.mark.parametrize(
    "text",
    [
        'for d in @"2000-01-01"..@"2200-12-31" return week of year(d)',
        "for i in 1..50000 return date(i, 1, 1)",
        'for i in 1..9000 return string(@"2020-01-01T00:00:00@Europe/Helsinki" + @"P1D" * i)',
        "sort(for i in 1..20000 return modulo(i * 7919, 10007), function(x, y) x < y)",
        'for i in 1..9999 return matches("abc", "b" + string(i))',
        "for i in 1..99999 return 2 ** 0.5",
        "union(for i in 1..2000 return [i], for i in 1..2000 return [i])",
    ],
)
def test_costly_work_in_loops_runs_out_of_steps(text: str) -> None:
    with quickly(), pytest.raises(FeelError, match="steps"):
        feel(text)


@pytest.mark.parametrize("name", ["duration", "date", "time", "date and time", "number"])
def test_a_warning_quotes_a_long_text_by_its_beginning(name: str) -> None:
    (warning,) = warnings_of(f"{name}(text)", {"text": "a" * 100_000})
    assert len(warning) < 200
