"""if, for, some, every and function: expressions that reach as far to the right as they can."""

from __future__ import annotations

from engine.feel.parser.cursor import Cursor
from engine.feel.parser.pratt import expression, prefix
from engine.feel.parser.types import type_expression
from engine.feel.syntax import Conditional, ContextLiteral, For, FunctionLiteral, Iterator, Node, Quantified, TypeNode


@prefix("if")
def conditional(cursor: Cursor) -> Node:
    at = cursor.advance().start
    condition = expression(cursor)
    cursor.expect("then", "'if' goes on with 'then'.")
    then = expression(cursor)
    cursor.expect("else", "Every 'if' needs an 'else'; write 'else null' if there is nothing.")
    return Conditional(at, condition, then, expression(cursor))


@prefix("for")
def loop(cursor: Cursor) -> Node:
    at = cursor.advance().start
    with cursor.scope():
        iterators = _iterators(cursor)
        cursor.names.add("partial")
        cursor.expect("return", "'for' goes on with 'return'.")
        return For(at, iterators, expression(cursor))


@prefix("some", "every")
def quantified(cursor: Cursor) -> Node:
    word = cursor.advance()
    with cursor.scope():
        iterators = _iterators(cursor)
        cursor.expect("satisfies", f"'{word.text}' goes on with 'satisfies'.")
        return Quantified(word.start, word.text == "every", iterators, expression(cursor))


def _iterators(cursor: Cursor) -> tuple[Iterator, ...]:
    iterators: list[Iterator] = []
    while True:
        at = cursor.token.start
        name = cursor.free_name("in")
        cursor.expect("in", "After the variable comes 'in' and what it runs over.")
        source = expression(cursor)
        end = expression(cursor) if cursor.take("..") else None
        iterators.append(Iterator(at, name, source, end))
        cursor.names.add(name)
        if not cursor.take(","):
            return tuple(iterators)


@prefix("function")
def function(cursor: Cursor) -> Node:
    at = cursor.advance().start
    cursor.expect("(", "The parameters of the function are missing.")
    parameters: list[tuple[str, TypeNode | None]] = []
    while not cursor.at(")"):
        name = cursor.free_name(":", ",", ")")
        parameters.append((name, type_expression(cursor) if cursor.take(":") else None))
        if not cursor.take(","):
            break
    cursor.expect(")", "The parameter list is not closed.")
    external = cursor.take("external")
    with cursor.scope(*(name for name, _ in parameters)):
        body = expression(cursor)
    if external and not isinstance(body, ContextLiteral):
        raise cursor.failure("'external' is followed by a context that says where the function is.", position=at)
    return FunctionLiteral(at, tuple(parameters), body, external)
