"""FEEL, the expression language of DMN 1.5: complete, safe, bounded, and compiled to closures.

>>> from datetime import datetime
>>> compile_expression("amount * 2 > 5").evaluate({"amount": 3}, datetime(2026, 1, 1))
True
"""

from __future__ import annotations

from engine.feel.checks import Finding, check_expression
from engine.feel.errors import FeelError, FeelSyntaxError
from engine.feel.expression import Evaluation, Expression, compile_expression, compile_unary_tests

__all__ = [
    "Evaluation",
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "Finding",
    "check_expression",
    "compile_expression",
    "compile_unary_tests",
]
