"""Type expressions, as they follow ``instance of`` and stand at the parameters of a function."""

from __future__ import annotations

from engine.feel.parser.cursor import Cursor
from engine.feel.syntax import TypeNode


def type_expression(cursor: Cursor) -> TypeNode:
    with cursor.deeper():
        at = cursor.token.start
        known = cursor.types.match(cursor.tokens, cursor.index)
        if known and cursor.ahead(known[0]).text != ".":
            cursor.index += known[0]
            name = known[1]
        else:
            name = _qualified_name(cursor)
        if not cursor.at("<") and name != "function":
            return TypeNode(at, name)
        match name:
            case "list" | "range":
                cursor.expect("<", f"The element type of the {name} is missing.")
                argument = type_expression(cursor)
                cursor.expect(">", f"The type {name}<...> is not closed.")
                return TypeNode(at, name, (argument,))
            case "context":
                return _context(cursor, at)
            case "function":
                return _function(cursor, at)
            case _:
                return TypeNode(at, name)


def _qualified_name(cursor: Cursor) -> str:
    first = cursor.index
    while True:
        if cursor.token.kind not in ("word", "quoted"):
            raise cursor.unexpected(("a type",))
        cursor.index += 1
        if not cursor.take("."):
            return cursor.source(first, cursor.index - 1)


def _context(cursor: Cursor, at: int) -> TypeNode:
    cursor.expect("<", "The entries of the context type are missing.")
    fields: list[str] = []
    arguments: list[TypeNode] = []
    while True:
        fields.append(cursor.free_name(":"))
        cursor.expect(":", "After the entry's name comes its type.")
        arguments.append(type_expression(cursor))
        if not cursor.take(","):
            cursor.expect(">", "The type context<...> is not closed.")
            return TypeNode(at, "context", tuple(arguments), tuple(fields))


def _function(cursor: Cursor, at: int) -> TypeNode:
    if not cursor.take("<"):
        return TypeNode(at, "function")
    arguments: list[TypeNode] = []
    if not cursor.at(">"):
        arguments.append(type_expression(cursor))
        while cursor.take(","):
            arguments.append(type_expression(cursor))
    cursor.expect(">", "The type function<...> is not closed.")
    cursor.expect("->", "After the parameter types comes the type of the result.")
    return TypeNode(at, "function", tuple(arguments), result=type_expression(cursor))
