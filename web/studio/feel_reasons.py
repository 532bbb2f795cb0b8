"""Why a text is no FEEL expression, in the language of the page: the parser says it in English."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

_EXPECTED = "; expected "
_OR = " or "
_MISPLACED = re.compile(r"(?P<found>.+) cannot stand here", re.DOTALL)
_CHARACTER = re.compile(r"the character (?P<found>.+) has no meaning in FEEL", re.DOTALL)

REASONS: Mapping[str, Any] = {
    "the expression ends too early": lazy_gettext("the expression ends too early"),
    "this string has no closing quotation mark": lazy_gettext("this string has no closing quotation mark"),
    "this comment is not closed": lazy_gettext("this comment is not closed"),
    "the expression is nested too deeply": lazy_gettext("the expression is nested too deeply"),
    "the filter is not closed": lazy_gettext("the filter is not closed"),
    "after the parameter's name comes its value": lazy_gettext("after the parameter's name comes its value"),
    "the list of arguments is not closed": lazy_gettext("the list of arguments is not closed"),
    "the parenthesis is not closed": lazy_gettext("the parenthesis is not closed"),
    "the list is not closed": lazy_gettext("the list is not closed"),
    "after the entry's name comes its value": lazy_gettext("after the entry's name comes its value"),
    "the context is not closed": lazy_gettext("the context is not closed"),
    "the list of tests is not closed": lazy_gettext("the list of tests is not closed"),
    "a range needs '..' between its ends": lazy_gettext("a range needs '..' between its ends"),
    "'if' goes on with 'then'": lazy_gettext("'if' goes on with 'then'"),
    "every 'if' needs an 'else'; write 'else null' if there is nothing": lazy_gettext(
        "every 'if' needs an 'else'; write 'else null' if there is nothing"
    ),
    "'for' goes on with 'return'": lazy_gettext("'for' goes on with 'return'"),
    "'some' goes on with 'satisfies'": lazy_gettext("'some' goes on with 'satisfies'"),
    "'every' goes on with 'satisfies'": lazy_gettext("'every' goes on with 'satisfies'"),
    "after the variable comes 'in' and what it runs over": lazy_gettext(
        "after the variable comes 'in' and what it runs over"
    ),
    "the parameters of the function are missing": lazy_gettext("the parameters of the function are missing"),
    "the parameter list is not closed": lazy_gettext("the parameter list is not closed"),
    "'between' needs a lower and an upper bound, as in 'x between 1 and 10'": lazy_gettext(
        "'between' needs a lower and an upper bound, as in 'x between 1 and 10'"
    ),
    "'instance' goes on with 'of' and a type": lazy_gettext("'instance' goes on with 'of' and a type"),
}

EXPECTED: Mapping[str, Any] = {
    "an operator": lazy_gettext("an operator"),
    "the end": lazy_gettext("the end (of the expression)"),
    "an expression": lazy_gettext("an expression"),
    "the name of an entry": lazy_gettext("the name of an entry"),
    "an argument": lazy_gettext("an argument"),
    "an item": lazy_gettext("an item (of a list)"),
    "an entry": lazy_gettext("an entry"),
    "a name": lazy_gettext("a name"),
    "a type": lazy_gettext("a type"),
}


def explained(reason: str) -> str:
    """The parser's reason with what it expected instead. A reason that is not known stays in English."""
    why, comma, hint = reason.rpartition(_EXPECTED)
    if not comma:
        return _why(reason)
    expected = gettext(" or ").join(str(EXPECTED.get(word, word)) for word in hint.split(_OR))
    return gettext("%(why)s; expected %(expected)s", why=_why(why), expected=expected)


def _why(text: str) -> str:
    if found := _MISPLACED.fullmatch(text):
        return gettext("%(found)s cannot stand here", found=found["found"])
    if found := _CHARACTER.fullmatch(text):
        return gettext("the character %(found)s has no meaning in FEEL", found=found["found"])
    return str(REASONS.get(text, text))
