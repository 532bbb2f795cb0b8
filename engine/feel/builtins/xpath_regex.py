"""Regular expressions of XPath 3.1 (XML Schema part 2, appendix F) to those of the ``regex`` package."""

from __future__ import annotations

import re


class PatternError(ValueError):
    """The text is no regular expression of XPath, or a replacement is none."""


# \i and \c: what an XML name begins with and goes on with; \d \w as XML Schema has them, by Unicode category.
_NAME_START = (
    r":A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
)
_NAME_PART = _NAME_START + r"\-.0-9\xB7\u0300-\u036F\u203F\u2040"
_CLASSES = {
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME_PART}]",
    "C": f"[^{_NAME_PART}]",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
}
_INSIDE = {
    "i": _NAME_START,
    "c": _NAME_PART,
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "s": r" \t\n\r",
    "S": r"\S",
    "w": r"\w",
    "W": r"\W",
}
_SINGLE = set("nrt\\|.?*+(){}-[]^$")
_LETTERS = re.compile(r"[A-Za-z]")


def translate(pattern: str, *, verbose: bool = False) -> str:
    """The pattern for ``regex``. Raises PatternError for what XPath does not have."""
    out: list[str] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            piece, position = _escape(pattern, position, _CLASSES)
            out.append(piece)
        elif character == "[":
            piece, position = _class(pattern, position, verbose)
            out.append(piece)
        elif character == "(" and pattern.startswith("(?", position):
            if not pattern.startswith("(?:", position):
                raise PatternError("only (?: may follow an opening parenthesis")
            out.append("(?:")
            position += 3
        elif verbose and character in " \t\n\r":
            position += 1
        else:
            # Signs that mean something to ``regex`` alone are none here: possessive quantifiers, for one.
            if character == "+" and out and out[-1] in ("*", "+", "?"):
                raise PatternError("a quantifier follows a quantifier")
            out.append(character)
            position += 1
    return "".join(out)


def _escape(pattern: str, position: int, classes: dict[str, str]) -> tuple[str, int]:
    if position + 1 >= len(pattern):
        raise PatternError("it ends with a lone backslash")
    code = pattern[position + 1]
    if code in classes:
        return classes[code], position + 2
    if code in "pP":
        end = pattern.find("}", position)
        if pattern[position + 2 : position + 3] != "{" or end < 0:
            raise PatternError(f"\\{code} is followed by a category in braces")
        name = pattern[position + 3 : end]
        if name.startswith("Is"):  # a Unicode block
            name = "In" + name[2:]
        return f"\\{code}{{{name}}}", end + 1
    if code.isdigit() and code != "0":
        return f"\\{code}", position + 2
    if code in _SINGLE:
        return f"\\{code}", position + 2
    if _LETTERS.match(code) or code == "0":
        raise PatternError(f"\\{code} has no meaning")
    return re.escape(code), position + 2


def _class(pattern: str, position: int, verbose: bool) -> tuple[str, int]:
    """A character class with subtraction: ``[a-z-[aeiou]]``."""
    out = ["["]
    position += 1
    if pattern.startswith("^", position):
        out.append("^")
        position += 1
    first = True
    while position < len(pattern):
        character = pattern[position]
        if character == "]" and not first:
            out.append("]")
            return "".join(out), position + 1
        if character == "-" and pattern.startswith("-[", position):
            inner, position = _class(pattern, position + 1, verbose)
            if not pattern.startswith("]", position):
                raise PatternError("a subtraction ends its class")
            # ``[a-z-[aeiou]]``: a character of the first that the second does not take
            return f"(?!{inner}){''.join(out)}]", position + 1
        if character == "\\":
            piece, position = _escape(pattern, position, _INSIDE)
            out.append(piece)
        elif verbose and character in " \t\n\r":
            position += 1
        else:
            out.append("\\" + character if character in "[&~|" else character)
            position += 1
        first = False
    raise PatternError("a character class is not closed")


_REFERENCE = re.compile(r"\\(.)|\$(\d+)|([\\$])|([^\\$]+)", re.DOTALL)


def template(replacement: str, groups: int) -> str:
    """A replacement text for ``regex``: ``$1`` is a group, ``\\$`` and ``\\\\`` stand for themselves."""
    out: list[str] = []
    for escaped, digits, stray, plain in _REFERENCE.findall(replacement):
        if stray or (escaped and escaped not in "\\$"):
            raise PatternError("in a replacement $ is followed by a digit and \\ by $ or \\")
        if escaped or plain:
            out.append((escaped or plain).replace("\\", "\\\\"))
            continue
        # As many digits as there are groups for; the rest is text.
        length = len(digits)
        while length > 1 and int(digits[:length]) > groups:
            length -= 1
        number = int(digits[:length])
        if number <= groups:
            out.append(f"\\g<{number}>")
        out.append(digits[length:])
    return "".join(out)
