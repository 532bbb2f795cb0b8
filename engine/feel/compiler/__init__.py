"""Syntax tree to closures. Importing the modules fills the table of ``dispatch``."""

from __future__ import annotations

from engine.feel.compiler import collections, functions, names, operators, tests  # noqa: F401  (they register)
from engine.feel.compiler.dispatch import Code, Env, code_of
from engine.feel.compiler.scope import Scope, Unit
from engine.feel.compiler.tests import Test, cell_test

__all__ = ["Code", "Env", "Scope", "Test", "Unit", "cell_test", "code_of"]
