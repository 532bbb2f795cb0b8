"""Literals, names, brackets, and what is attached to an operand: path, filter, call."""

from __future__ import annotations

from decimal import Overflow

from engine.feel.lexer import KEYWORDS
from engine.feel.parser.cursor import Cursor
from engine.feel.parser.pratt import POSTFIX, expression, infix, prefix, prefix_kind
from engine.feel.parser.tests import COMPARISONS, range_after
from engine.feel.syntax import (
    Call,
    ContextLiteral,
    Filter,
    ListLiteral,
    Literal,
    Name,
    Node,
    Path,
    TemporalLiteral,
    UnaryComparison,
)
from engine.feel.values.numbers import number_literal

CONSTANTS = {"true": True, "false": False, "null": None}


@prefix("true", "false", "null")
def constant(cursor: Cursor) -> Node:
    token = cursor.advance()
    return Literal(token.start, CONSTANTS[token.text])


@prefix_kind("number")
def number(cursor: Cursor) -> Node:
    token = cursor.advance()
    try:
        return Literal(token.start, number_literal(token.text))
    except Overflow:
        raise cursor.failure("This number is too large: FEEL numbers end at 9.99e6144.", (), token.start) from None


@prefix_kind("string")
def string(cursor: Cursor) -> Node:
    token = cursor.advance()
    return Literal(token.start, token.text)


@prefix_kind("at")
def temporal(cursor: Cursor) -> Node:
    token = cursor.advance()
    return TemporalLiteral(token.start, token.text)


@prefix("?")
def tested_value(cursor: Cursor) -> Node:
    return Name(cursor.advance().start, "?")


@prefix_kind("quoted")
def quoted_name(cursor: Cursor) -> Node:
    token = cursor.advance()
    return Name(token.start, token.text)


@prefix_kind("word")
def name(cursor: Cursor) -> Node:
    token = cursor.token
    if token.text in KEYWORDS:
        raise cursor.unexpected(("an expression",))
    known = cursor.names.match(cursor.tokens, cursor.index)
    if cursor.in_filter:
        inner = cursor.names.match_property(cursor.tokens, cursor.index)
        known = max(filter(None, (known, inner)), default=None, key=lambda found: found[0])
    if known:
        cursor.index += known[0]
        return Name(token.start, known[1])
    return Name(token.start, _adjacent_words(cursor))


def _adjacent_words(cursor: Cursor) -> str:
    """A name that nobody declared: as many words as stand beside one another.

    Two words side by side mean nothing else in FEEL, so variables with spaces work before they are known.
    """
    first = cursor.index
    cursor.advance()
    while cursor.token.kind == "word" and cursor.token.text not in KEYWORDS:
        cursor.advance()
    return cursor.source(first, cursor.index - 1)


@infix(POSTFIX, ".")
def path(cursor: Cursor, left: Node) -> Node:
    at = cursor.advance().start
    token = cursor.token
    if token.kind == "quoted":
        return Path(at, left, cursor.advance().text)
    if token.kind != "word":
        raise cursor.unexpected(("the name of an entry",))
    known = cursor.names.match_property(cursor.tokens, cursor.index)
    if known:
        cursor.index += known[0]
        return Path(at, left, known[1])
    return Path(at, left, _adjacent_words(cursor))


@infix(POSTFIX, "[")
def filtered(cursor: Cursor, left: Node) -> Node:
    at = cursor.advance().start
    with cursor.brackets(), cursor.scope("item"):
        cursor.in_filter += 1
        predicate = expression(cursor)
        cursor.in_filter -= 1
    cursor.expect("]", "The filter is not closed.")
    return Filter(at, left, predicate)


@infix(POSTFIX, "(")
def call(cursor: Cursor, left: Node) -> Node:
    at = cursor.advance().start
    arguments: list[Node] = []
    names: list[str] = []
    with cursor.brackets():
        named = cursor.declared_until(":") is not None
        while not cursor.at(")"):
            if named:
                names.append(cursor.free_name(":"))
                cursor.expect(":", "After the parameter's name comes its value.")
            arguments.append(expression(cursor))
            if not cursor.take(","):
                break
            if cursor.at(")"):
                raise cursor.unexpected(("an argument",))
    cursor.expect(")", "The list of arguments is not closed.")
    return Call(at, left, tuple(arguments), tuple(names) if named else None)


@prefix("(")
def parenthesis(cursor: Cursor) -> Node:
    at = cursor.advance().start
    with cursor.brackets():
        inner = item_or_test(cursor)
        if cursor.at(".."):
            return range_after(cursor, inner, at, start_included=False)
    cursor.expect(")", "The parenthesis is not closed.")
    return inner


@prefix("]")
def open_range(cursor: Cursor) -> Node:
    at = cursor.advance().start
    with cursor.brackets():
        return range_after(cursor, expression(cursor), at, start_included=False)


@prefix("[")
def list_or_range(cursor: Cursor) -> Node:
    at = cursor.advance().start
    items: list[Node] = []
    with cursor.brackets():
        while not cursor.at("]"):
            items.append(item_or_test(cursor))
            if len(items) == 1 and cursor.at(".."):
                return range_after(cursor, items[0], at, start_included=True)
            if not cursor.take(","):
                break
            if cursor.at("]"):
                raise cursor.unexpected(("an item",))
    cursor.expect("]", "The list is not closed.")
    return ListLiteral(at, tuple(items))


def item_or_test(cursor: Cursor) -> Node:
    """An item of a list; ``[< 5, > 10]`` is a list of ranges."""
    if cursor.token.text in COMPARISONS and cursor.at(*COMPARISONS):
        sign = cursor.advance()
        return UnaryComparison(sign.start, sign.text, expression(cursor))
    return expression(cursor)


@prefix("{")
def context(cursor: Cursor) -> Node:
    at = cursor.advance().start
    entries: dict[str, Node] = {}
    with cursor.brackets(), cursor.scope():
        while not cursor.at("}"):
            start = cursor.token.start
            key = cursor.advance().text if cursor.token.kind == "string" else cursor.free_name(":")
            if key in entries:
                raise cursor.failure(f"The entry {key!r} is there twice.", position=start)
            cursor.expect(":", "After the entry's name comes its value.")
            entries[key] = expression(cursor)
            cursor.names.add(key)
            if not cursor.take(","):
                break
            if cursor.at("}"):
                raise cursor.unexpected(("an entry",))
    cursor.expect("}", "The context is not closed.")
    return ContextLiteral(at, tuple(entries.items()))
