"""The built-in functions, by family; null where the standard has no answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.feel.builtins import BUILTINS
from tests.feel.evaluating import at, feel

STRINGS: list[tuple[str, Any]] = [
    ('substring("foobar", 3)', "obar"),
    ('substring("foobar", 3, 3)', "oba"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring("foobar", 0)', None),
    ('substring("foobar", 7)', None),
    ('substring(string: "foobar", start position: 3)', "obar"),
    ('substring("🐎foo", 1, 1)', "🐎"),
    ('string length("🐎🐎")', 2),
    (r'string length("\uD83D\uDC0E")', 1),
    (r'"\U01F40E"', "🐎"),
    ('upper case("aBc4")', "ABC4"),
    ('lower case("aBc4")', "abc4"),
    ('substring before("foobar", "bar")', "foo"),
    ('substring before("foobar", "x")', ""),
    ('substring after("foobar", "ob")', "ar"),
    ('substring after("foobar", "")', "foobar"),
    ('contains("foobar", "of")', False),
    ('starts with("foobar", "fo")', True),
    ('ends with("foobar", "r")', True),
    ('split("John Doe", "\\s")', ["John", "Doe"]),
    ('split("a;b;;c;;", ";")', ["a", "b", "", "c", "", ""]),
    ('string join(["a", "b", null, "c"], "_and_")', "a_and_b_and_c"),
    ('string join(["a", "b"])', "ab"),
    ('string join(["a"], null)', "a"),
    ('string join("a", "X")', "a"),
    ("upper case(1)", None),
    ("upper case()", None),
    ('upper case("a", "b")', None),
    ('upper case(text: "a")', None),
    ('upper case(["a"])', "A"),
]

PATTERNS: list[tuple[str, Any]] = [
    ('matches("foobar", "^fo*b")', True),
    ('matches("foobar", "^FO*B", "i")', True),
    ('matches("foobar", "^fo*b", null)', True),
    ('matches("hello\\nworld", "hello.world")', False),
    ('matches("hello\\nworld", "hello.world", "s")', True),
    ('matches("a\\nb", "^b$", "m")', True),
    ('matches("helloworld", "hello world", "x")', True),
    ('matches("hello world", "hello[ ]world", "x")', True),
    ('matches("hello world", "hello\\\\ sworld", "x")', True),
    ('matches("a.b", "a.b", "q")', True),
    ('matches("axb", "a.b", "q")', False),
    ('matches("abcabc", "(abc)\\1")', True),
    ('matches("b", "[a-z-[aeiou]]")', True),
    ('replace("bead", "[a-z-[aeiou]]+", "x")', "xeax"),
    ('matches("+", "[\\w]")', True),  # \w leaves out punctuation, and + is a symbol
    ('matches("_", "[\\w]")', False),
    ('matches("a", "[^\\w_]")', False),
    ('matches("1", "[^\\D]")', True),
    ('matches(" ", "[\\I]")', True),
    ('matches("a", "\\p{Lu}", "i")', False),
    ('matches("A", "[\\p{Lu}]", "i")', True),
    ('matches("a1", "^[\\p{L}\\d-]+$")', True),
    ('matches("a", "\\p{Alphabetic}")', None),
    ('matches("a", "[a-\\d]")', None),
    ('matches("e", "[a-z-[aeiou]]")', False),
    ('matches("É", "\\p{Lu}")', True),
    ('matches("x", "\\p{IsBasicLatin}")', True),
    ('matches("a\\n", "^a$")', False),
    ('matches("abc", "(?=a)")', None),
    ('matches("abc", "a**")', None),
    ('matches("abc", "[a")', None),
    ('matches("abc", "a{,2}")', None),
    ('matches("abc", "a", "p")', None),
    ('replace("abracadabra", "bra", "*")', "a*cada*"),
    ('replace("abracadabra", "a.*?a", "*")', "*c*bra"),
    ('replace("abracadabra", "a(.)", "a$1$1")', "abbraccaddabbra"),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
    ('replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3")', "(012) 345-6789"),
    ('replace("facetiously", "[iouy]", "[$0]")', "facet[i][o][u]sl[y]"),
    ('replace("abc", "b", "\\$")', "a$c"),
    ('replace("abc", "b", "$x")', None),
    ('replace("abc", ".*?", "x")', None),
    ('replace("a\\\\c", "\\\\", "b", "q")', "abc"),
    ('extract("a1b22", "\\d+")', ["1", "22"]),
]

LISTS: list[tuple[str, Any]] = [
    ("list contains([1, null], null)", True),
    ("list contains([1, 2], 3)", False),
    ("count([1, null])", 2),
    ("count(1, 2, 3)", 3),
    ("count(null)", None),
    ("min(3, 1, 2)", 1),
    ('max(["a", "c", "b"])', "c"),
    ("min([])", None),
    ('min([1, "a"])', None),
    ('max(@"2026-01-31", @"2025-01-31")', at("2026-01-31")),
    ("sum([1, 2.5])", Decimal("3.5")),
    ("sum([])", None),
    ('sum([@"PT1H", @"PT2H"])', at("PT3H")),
    ("sum([1, null])", None),
    ("mean(1, 2, 6)", 3),
    ("product([2, 3, 4])", 24),
    ("median([8, 2, 5, 3, 4])", 4),
    ("median([6, 1, 2, 3])", Decimal("2.5")),
    ("stddev(2, 4, 7, 5)", Decimal("2.081665999466132735282297706979931")),
    ("stddev([47])", None),
    ("mode([6, 3, 9, 6, 6])", [6]),
    ("mode([6, 1, 9, 6, 1])", [1, 6]),
    ("all([true, null])", None),
    ("all([true, false, null])", False),
    ("all([])", True),
    ("any([false, null, true])", True),
    ("any([])", False),
    ("sublist([4, 5, 6], 2)", [5, 6]),
    ("sublist([4, 5, 6], -2, 1)", [5]),
    ("sublist([4, 5, 6], 1, 9)", None),
    ("append([1], 2, 3)", [1, 2, 3]),
    ("concatenate([1, 2], [3])", [1, 2, 3]),
    ("concatenate(list: [1])", [1]),
    ('string length("\\uD83D\\uDC0E")', 1),
    ('string length("\\U01F40E")', 1),
    ('"\\uD83D"', "\\uD83D"),  # half a character is none, and could be neither stored nor printed
    ('duration("PT9223372036854775807S").seconds', 7),
    ("concatenate(list: [[1], [2]])", [1, 2]),
    ("union(list: [1, 1])", [1]),
    ("insert before([1, 3], 1, 2)", [2, 1, 3]),
    ("remove([1, 2, 3], 2)", [1, 3]),
    ("list replace([2, 4, 7, 8], 3, 6)", [2, 4, 6, 8]),
    ("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", [5, 5, 7, 8]),
    ("list replace([1], 2, 5)", None),
    ("reverse([1, 2, 3])", [3, 2, 1]),
    ("index of([1, 2, 3, 2], 2)", [2, 4]),
    ("union([1, 2], [2, 3])", [1, 2, 3]),
    ("distinct values([1, 2, 3, 2, 1, 1.0])", [1, 2, 3]),
    ("duplicate values([1, 2, 3, 2, 1])", [1, 2]),
    ("flatten([[1, 2], [[3]], 4])", [1, 2, 3, 4]),
    ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
    ("sort([3, 1, 4], function(x, y) x < y)", [1, 3, 4]),
    ("sort(list: [2, 1], precedes: function(x, y) x < y)", [1, 2]),
    ("sort([2, 1], function(x) x)", None),
    ("sort([2, 1])", [1, 2]),
]

NUMBERS: list[tuple[str, Any]] = [
    ("decimal(1/3, 2)", Decimal("0.33")),
    ("decimal(2.5, 0)", 2),
    ("decimal(1234, -2)", 1200),
    ("floor(-1.56, 1)", Decimal("-1.6")),
    ("ceiling(-1.5)", -1),
    ("round up(5.5, 0)", 6),
    ("round down(-5.5, 0)", -5),
    ("round half up(-2.5, 0)", -3),
    ("round half down(2.5, 0)", 2),
    ("round up(1, 6177)", None),
    ("round up(1.1, 6176)", Decimal("1.1")),
    ('round half up(1.5, "0")', None),
    ("abs(-10)", 10),
    ('abs(@"-P1D")', at("P1D")),
    ("modulo(-12, 5)", 3),
    ("modulo(10.1, -4.5)", Decimal("-3.4")),
    ("modulo(1, 0)", None),
    ("sqrt(16)", 4),
    ("sqrt(-1)", None),
    ("decimal(log(exp(1)), 30)", 1),
    ("log(0)", None),
    ("exp(0)", 1),
    ("odd(5)", True),
    ("even(2.0)", True),
    ("even(2.5)", False),
    ("odd(2.5)", False),
    ("even(1E40)", True),
    ("abs([-1])", 1),
    ("not([true])", False),
    ("0 ** 0", 1),
    ("0 ** -1", None),
    ('matches("abcdefghia1", "(a)(b)(c)(d)(e)(f)(g)(h)(i)\\\\11")', True),
    ('matches("a", "(a)\\\\2")', None),
    ('range("(..5]") = (<=5)', True),
    ('range("]5..)") = (>5)', True),
    ('range("[..5]")', None),
    ('range("(..true)")', None),
]

CONVERSIONS: list[tuple[str, Any]] = [
    ("string(1.10)", "1.1"),
    ("string(1e3)", "1000"),
    ("string(null)", None),
    ('string([1, "a", null, {b: true}])', '[1, "a", null, {b: true}]'),
    ('string({"a b": @"2026-01-31"})', "{a b: 2026-01-31}"),
    ('string(@"P1DT2H")', "P1DT2H"),
    ('string(@"P14M")', "P1Y2M"),
    ('string(@"PT0S")', "PT0S"),
    ('number("1 500,25", " ", ",")', Decimal("1500.25")),
    ('number("1.5")', Decimal("1.5")),
    ('number("x")', None),
    ('number("1,5", ",", ",")', None),
    ('date("2026-02-29")', None),
    ('date("26-01-01")', None),
    ('date("-2026-01-31")', at("-2026-01-31")),
    ("date(2026, 1, 31)", at("2026-01-31")),
    ("date(2026, 13, 1)", None),
    ('date(@"2026-01-31T10:00:00")', at("2026-01-31")),
    ('time("10:30:00@Europe/Helsinki")', at("10:30:00@Europe/Helsinki")),
    ("time(10, 30, 5.5)", at("10:30:05.5")),
    ('time(10, 30, 0, @"-PT2H")', at("10:30:00-02:00")),
    ('time("25:00:00")', None),
    ('time(@"2026-01-31")', at("00:00:00Z")),
    ('date and time("2026-01-31")', at("2026-01-31T00:00:00")),
    ('date and time("2026-01-31T24:00:00")', at("2026-02-01T00:00:00")),
    ('date and time(@"2026-01-31", @"10:00:00")', at("2026-01-31T10:00:00")),
    ('date and time("2026-01-31T10:00:00@Nowhere/Here")', None),
    ('duration("P1Y2M")', at("P14M")),
    ('duration("P1Y2D")', None),
    ('duration("P")', None),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', at("P1Y8M")),
    ('years and months duration(@"2013-08-24", @"2011-12-22")', at("-P1Y8M")),
    ('2 in range("[1..3]")', True),
    ('range("[3..1]")', None),
    ('range("[1..x]")', None),
]

TEMPORAL: list[tuple[str, Any]] = [
    ('day of year(@"2024-12-31")', 366),
    ('day of week(@"2026-01-31")', "Saturday"),
    ('month of year(@"2026-01-31T10:00:00")', "January"),
    ('week of year(@"2005-01-01")', 53),
    ('week of year(@"2003-12-29")', 1),
    ('last day of month(@"2024-02-01")', at("2024-02-29")),
    ('is(@"P0Y", @"P0D")', False),
    ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
    ('is(@"10:00:00Z", @"12:00:00+02:00")', False),
    ("is(1, 1.0)", True),
    ('is(1, "1")', False),
    ("is(null, null)", True),
]

RANGES: list[tuple[str, Any]] = [
    ("before(1, 10)", True),
    ("before([1..5), 5)", True),
    ("before([1..5], 5)", False),
    ("after(10, (1..5])", True),
    ("meets([1..5], [5..10])", True),
    ("meets([1..5), [5..10])", False),
    ("met by([5..10], [1..5])", True),
    ("overlaps([1..5], [3..8])", True),
    ("overlaps before([1..5], [3..8])", True),
    ("overlaps before([1..5], (1..5])", True),
    ("overlaps after([3..8], [1..5])", True),
    ("finishes(10, [1..10])", True),
    ("finished by([1..10], [5..10])", True),
    ("includes([5..10], 6)", True),
    ("includes([5..10), 10)", False),
    ("during(5, [1..10])", True),
    ("starts(1, [1..10])", True),
    ("started by([1..10], [1..5])", True),
    ("coincides([1..5], [1..5))", False),
    ("before(null, 1)", None),
    ('before(1, "a")', None),
    ("before((< 5), 7)", True),
]

CONTEXTS: list[tuple[str, Any]] = [
    ('get value({a: 1}, "a")', 1),
    ('get value({a: 1}, "b")', None),
    ('get value({a: {b: 2}}, ["a", "b"])', 2),
    ("get entries({a: 1})", [{"key": "a", "value": 1}]),
    ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
    ('context put({a: {b: 1}}, ["a", "b"], 2)', {"a": {"b": 2}}),
    ("context put({a: 1}, [], 2)", None),
    ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
    ('context([{key: "a", value: 1}])', {"a": 1}),
    ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*STRINGS, *PATTERNS, *LISTS, *NUMBERS, *CONVERSIONS, *TEMPORAL, *RANGES, *CONTEXTS],
)
def test_call_yields(text: str, expected: Any) -> None:
    value = feel(text)
    assert value == expected
    assert (value is None) == (expected is None)


def test_every_function_of_the_standard_is_there() -> None:
    """Tables 71 to 78 of DMN 1.5."""
    standard = """
        date|date and time|time|number|string|duration|years and months duration|range
        not|substring|string length|upper case|lower case|substring before|substring after|replace|contains
        starts with|ends with|matches|split|string join
        list contains|list replace|count|min|max|sum|mean|all|any|sublist|append|concatenate|insert before|remove
        reverse|index of|union|distinct values|flatten|product|median|stddev|mode
        decimal|floor|ceiling|round up|round down|round half up|round half down|abs|modulo|sqrt|log|exp|odd|even
        is|before|after|meets|met by|overlaps|overlaps before|overlaps after|finishes|finished by|includes|during
        starts|started by|coincides|day of year|day of week|month of year|week of year|sort
        get value|get entries|context|context put|context merge|now|today
    """
    names = {name.strip() for line in standard.strip().splitlines() for name in line.split("|")}
    assert names <= set(BUILTINS)


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_any_call_with_nulls_is_null_or_a_value_but_never_an_exception(name: str) -> None:
    for count in range(5):
        feel(f"{name}({', '.join(['null'] * count)})")
    feel(f"{name}(no such parameter: 1)")
