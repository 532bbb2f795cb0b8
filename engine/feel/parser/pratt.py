"""Operator precedence: one loop, two tables that the other modules of this package fill.

``PREFIX`` says how an expression can begin, ``INFIX`` how it can go on and how tightly that binds. The order is that of
DMN 1.5, 10.3.1.2: or, and, comparison, sum, product, power, negation, instance of, path/filter/call. All of them
group to the left (``3 ** 4 ** 5`` is ``(3 ** 4) ** 5``), and negation binds tighter than power.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.parser.cursor import Cursor
from engine.feel.syntax import Node

OR, AND, COMPARISON, SUM, PRODUCT, POWER, NEGATION, INSTANCE, POSTFIX = range(10, 100, 10)

MAX_CHAIN = 250

Prefix = Callable[[Cursor], Node]
Infix = Callable[[Cursor, Node], Node]

PREFIX: dict[str, Prefix] = {}
PREFIX_KIND: dict[str, Prefix] = {}
INFIX: dict[str, tuple[int, Infix]] = {}


def prefix(*signs: str) -> Callable[[Prefix], Prefix]:
    def register(function: Prefix) -> Prefix:
        PREFIX.update(dict.fromkeys(signs, function))
        return function

    return register


def prefix_kind(*kinds: str) -> Callable[[Prefix], Prefix]:
    def register(function: Prefix) -> Prefix:
        PREFIX_KIND.update(dict.fromkeys(kinds, function))
        return function

    return register


def infix(power: int, *signs: str) -> Callable[[Infix], Infix]:
    def register(function: Infix) -> Infix:
        INFIX.update(dict.fromkeys(signs, (power, function)))
        return function

    return register


def expression(cursor: Cursor, power: int = 0) -> Node:
    """Reads the longest expression whose operators all bind tighter than ``power``."""
    cursor.enter()
    token = cursor.token
    begin = PREFIX.get(token.text) if token.kind in ("op", "word") else None
    begin = begin or PREFIX_KIND.get(token.kind)
    if begin is None:
        raise cursor.unexpected(("an expression",))
    left = begin(cursor)
    links = 0
    while True:
        token = cursor.token
        follow = INFIX.get(token.text) if token.kind in ("op", "word") else None
        if follow is None or follow[0] <= power or closes_range(cursor):
            cursor.depth -= 1  # nobody goes on after a failure
            return left
        left = follow[1](cursor, left)
        links += 1
        if links > MAX_CHAIN:
            raise cursor.failure(f"More than {MAX_CHAIN} operators in one chain; name its parts in a context.")


def closes_range(cursor: Cursor) -> bool:
    """Whether the ``[`` ahead ends a range such as ``[1..10[``: nothing that begins an expression follows it."""
    if not (cursor.at_range_end and cursor.at("[")):
        return False
    following = cursor.ahead()
    if following.kind in ("number", "string", "at", "quoted"):
        return False
    if following.kind == "word":
        return following.text in INFIX or following.text in ("then", "else", "return", "satisfies")
    return following.text not in ("(", "{", "[", "-", "?")
