"""Texts in attributes and elements to FEEL: `=…` is an expression, anything else a fixed value (as in Camunda 8)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from engine.feel import Expression, FeelError, FeelSyntaxError, check_expression, compile_expression
from engine.feel.inference.phrases import PHRASES as TYPES
from engine.model.problem import Severity
from engine.reader.nodes import attribute, local, text
from engine.reader.problems import Phrase, Problems, error, warning

NOT_FEEL = error(
    "expression-syntax",
    "in {it}, {where} is not a FEEL expression: {reason} (at character {position} of “{text}”).",
    "Mend the expression at that place.",
)
EMPTY = error("expression-empty", "in {it}, {where} is empty.", "Write an expression, or remove the field altogether.")
FOREIGN = error(
    "expression-language",
    "in {it}, {where} is written in {language}, which the engine does not speak.",
    "Write the expression in FEEL, and remove the language or give it as “feel”.",
)
ASSUMED = warning(
    "expression-language-assumed",
    "in {it}, {where} is read as FEEL, although the file names {language} for its expressions.",
    "Write “=” before the expression to say that it is FEEL.",
)

INFORMAL = warning(
    "expression-informal",
    "in {it}, {where} is not marked as a formal expression, but is read as FEEL.",
    "Give it the type tFormalExpression, as modellers do.",
)

# What FEEL itself finds before anything runs (`engine.feel.check_expression`).
WRONG_TYPES = {code: Phrase(code, Severity.WARNING, *texts) for code, texts in TYPES.items()}

NOT_TRUTH = error(
    "condition-not-boolean",
    "in {it}, {where} ({text}) is never true or false, whatever the variables are.",
    "Write a condition, such as “amount > 100”.",
)

NOTHING = compile_expression("null")  # stands for an expression that could not be read; such a file is never deployed
_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)")
_FEEL = re.compile(r"feel|.*/feel/?", re.IGNORECASE)
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_FORMAL = ("formalExpression", "transformation")  # formal by what they are
_SHOWN = 80
_SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)


class Expressions:
    """Compiles the expressions of one file and notes what is wrong with them."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._compiled: dict[str, Expression] = {}

    def feel(self, node: etree._Element, where: str, source: str) -> Expression:
        """A FEEL expression, with or without the leading `=`."""
        stripped = source.strip()
        body = stripped.removeprefix("=").strip()
        if not body:
            self._problems.add(EMPTY, node, where=where)
            return NOTHING
        try:
            compiled = self._compiled[body] if body in self._compiled else compile_expression(body)
        except FeelSyntaxError as broken:
            position = source.index(body) + broken.position + 1
            shown = _shortened(source)
            self._problems.add(NOT_FEEL, node, where=where, reason=broken.reason, position=str(position), text=shown)
            return NOTHING
        for finding in check_expression(compiled):
            place = {"position": str(source.index(body) + finding.position + 1), "text": _shortened(source)}
            self._problems.add(WRONG_TYPES[f"type-{finding.code}"], node, **finding.params, **place)
        return self._compiled.setdefault(body, compiled)

    def text(self, node: etree._Element, where: str, source: str) -> Expression:
        """`=…` as FEEL; anything else is that text."""
        return self.feel(node, where, source) if is_feel(source) else fixed(source.strip())

    def value(self, node: etree._Element, where: str, source: str) -> Expression:
        """`=…` as FEEL; anything else is that number, or else that text."""
        if _NUMBER.fullmatch(source.strip()):
            return compile_expression(source.strip())
        return self.text(node, where, source)

    def names(self, node: etree._Element, where: str, source: str) -> Expression:
        """`=…` as FEEL; anything else is a list of names with commas between them."""
        if is_feel(source):
            return self.feel(node, where, source)
        names = [literal(name.strip()) for name in source.split(",") if name.strip()]
        return compile_expression(f"[{', '.join(names)}]")

    def optional(self, kind: str, node: etree._Element | None, name: str) -> Expression | None:
        """The attribute `name` as `text`, `value`, `names` or `feel`; None where it is missing or empty."""
        source = "" if node is None else attribute(node, name)
        if node is None or not source:
            return None
        read = {"text": self.text, "value": self.value, "names": self.names, "feel": self.feel}[kind]
        return read(node, f"the attribute “{name}”", source)

    def formal(self, node: etree._Element | None, where: str) -> Expression | None:
        """An expression element of the standard (8.4.7), in FEEL; None where there is none."""
        if node is None:
            return None
        language = attribute(node, "language")
        if language and not _FEEL.fullmatch(language):
            self._problems.add(FOREIGN, node, where=where, language=language)
            return NOTHING
        if not attribute(node, _TYPE).endswith("FormalExpression") and local(node) not in (
            "formalExpression",
            "transformation",
        ):
            self._problems.add(INFORMAL, node, where=where)
        source = text(node)
        of_file = attribute(node.getroottree().getroot(), "expressionLanguage")
        if not language and of_file and not _FEEL.fullmatch(of_file) and source and not is_feel(source):
            self._problems.add(ASSUMED, node, where=where, language=of_file)
        return self.feel(node, where, source)

    def condition(self, node: etree._Element | None, where: str) -> Expression | None:
        """An expression element of the standard that must be true or false; None where there is none."""
        found = self.formal(node, where)
        if node is not None and found is not None and never_true_or_false(found):
            self._problems.add(NOT_TRUTH, node, where=where, text=found.text)
        return found


def never_true_or_false(expression: Expression) -> bool:
    """Whether the expression reads nothing and gives something else than a truth value."""
    return never_gives(expression, lambda value: isinstance(value, bool))


def never_gives(expression: Expression, fits: Callable[[Any], bool]) -> bool:
    """Whether the expression reads nothing and gives a value that does not fit."""
    if expression is NOTHING or expression.names:
        return False
    try:
        return not fits(expression.evaluate({}, _SOME_TIME))
    except FeelError:
        return False


def _shortened(source: str) -> str:
    return source if len(source) <= _SHOWN else f"{source[:_SHOWN]}…"


def is_feel(source: str) -> bool:
    """Whether the text is marked as an expression."""
    return source.lstrip().startswith("=")


def fixed(value: str) -> Expression:
    """The expression that always gives this text."""
    return compile_expression(literal(value))


def literal(value: str) -> str:
    """The text as a FEEL string literal."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'
