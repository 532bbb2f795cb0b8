"""Syntax tree to closures: one function per kind of node, found in a table.

A compiled node is a function of the environment, a list: the variables, the run, the tested value (``?``), and from
index 3 on one slot for every name that the expression itself binds. Nothing of the tree is looked at again at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from engine.feel.compiler.scope import Scope
from engine.feel.syntax import Node

Env = list[Any]
Code = Callable[[Env], Any]
VARIABLES, RUN, TESTED, FIRST_SLOT = range(4)

N = TypeVar("N", bound=Node)
COMPILERS: dict[type[Node], Callable[[Any, Scope], Code]] = {}


def compiles(kind: type[N]) -> Callable[[Callable[[N, Scope], Code]], Callable[[N, Scope], Code]]:
    def register(function: Callable[[N, Scope], Code]) -> Callable[[N, Scope], Code]:
        COMPILERS[kind] = function
        return function

    return register


def code_of(node: Node, scope: Scope) -> Code:
    """The closure that computes ``node`` where the names of ``scope`` are bound."""
    scope.unit.nodes += 1
    return COMPILERS[type(node)](node, scope)
