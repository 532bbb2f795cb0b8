"""Text to tokens.

Names are the parser's affair: FEEL names may hold spaces and operators, so which tokens make one up depends on what
names are in scope (DMN 1.5, 10.3.1.2, grammar rules 25-29). The lexer only yields words, numbers, texts and signs.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from engine.feel.errors import FeelSyntaxError

MAX_TEXT = 32_000
MAX_TOKENS = 12_000

KEYWORDS = frozenset(
    ["for", "return", "if", "then", "else", "some", "every", "satisfies", "in", "and", "or", "between",
     "instance", "function", "external", "true", "false", "null"]
)  # fmt: skip


class Token(NamedTuple):
    kind: str  # word, quoted (a name in backticks), number, string, at, op, end
    text: str  # as compared by the parser; for texts their value with escapes resolved
    start: int
    end: int


# Rule 26-29: what a name may start with and go on with; digits only further on.
_START = (
    r"A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"

_TOKEN = re.compile(
    rf"""
      (?P<space>(?:[\s\u0085\u180E\u200B\uFEFF]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)+)
    | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>\??[{_START}][{_PART}]*)
    | `(?P<quoted>[^`\n]+)`
    | @\s*"(?P<at>(?:[^"\\\n]|\\.)*)"
    | "(?P<string>(?:[^"\\]|\\.)*)"
    | (?P<op>\*\*|\.\.|<=|>=|!=|->|/(?!\*)|[-+*=<>()\[\]{{}},.:?'])
    """,
    re.VERBOSE | re.DOTALL,
)

# Two escapes of surrogates are one character, as in UTF-16; one alone is none.
_PAIR = r"u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
_ESCAPE = re.compile(rf"\\({_PAIR}|u[0-9A-Fa-f]{{4}}|U[0-9A-Fa-f]{{6}}|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def tokenize(text: str) -> list[Token]:
    """All tokens of ``text``, ended by one of kind ``end``.

    Raises FeelSyntaxError for a character that starts no token and for a text that is too long or has too many.
    """
    if len(text) > MAX_TEXT:
        raise FeelSyntaxError(f"The expression is longer than {MAX_TEXT} characters; split it.", text, MAX_TEXT)
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _stray(text, position)
        kind = match.lastgroup or "op"
        if kind in ("string", "at"):
            tokens.append(Token(kind, unescape(match[kind]), position, match.end()))
        elif kind != "space":
            tokens.append(Token(kind, match[kind], position, match.end()))
        position = match.end()
        if len(tokens) > MAX_TOKENS:
            raise FeelSyntaxError(
                f"The expression has more than {MAX_TOKENS} words and signs; split it.", text, position
            )
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def unescape(text: str) -> str:
    """The value of a string literal. An unknown escape stands for itself: regular expressions need that."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_resolve, text)


def _resolve(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 1:
        return _SIMPLE.get(code, match[0])
    high, _, low = code[1:].partition("\\u")
    number = int(high, 16)
    if low:
        return chr(0x10000 + ((number - 0xD800) << 10) + int(low, 16) - 0xDC00)
    return match[0] if number > 0x10FFFF or 0xD800 <= number < 0xE000 else chr(number)


def _stray(text: str, position: int) -> FeelSyntaxError:
    character = text[position]
    if character == '"':
        return FeelSyntaxError("This string has no closing quotation mark.", text, position, ('"',))
    if text.startswith("/*", position):
        return FeelSyntaxError("This comment is not closed.", text, position, ("*/",))
    return FeelSyntaxError(f"The character {character!r} has no meaning in FEEL.", text, position)
