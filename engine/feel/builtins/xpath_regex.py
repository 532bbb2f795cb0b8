"""Regular expressions of XPath 3.1 (XML Schema part 2, appendix F) to those of the ``regex`` package."""

from __future__ import annotations

import re


class PatternError(ValueError):
    """The text is no regular expression of XPath, or a replacement is none."""


# \i and \c: what an XML name begins with and goes on with; \d and \w as XML Schema has them, by Unicode category.
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
# Classes without letters that have a case: inside a class they stand among its characters.
_PLAIN_CLASSES = {"i": _NAME_START, "c": _NAME_PART, "d": r"\p{Nd}", "s": r" \t\n\r"}
_CATEGORY = re.compile(r"\{(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?|Is[A-Za-z0-9-]+)\}")
_SINGLE = frozenset("nrt\\|.?*+(){}-[]^$")
_SPACE = frozenset(" \t\n\r")
_REFERRING = re.compile(r"\\([1-9]\d{0,3})", re.ASCII)
_QUANTITY = re.compile(r"\{\d{1,9}(,\d{0,9})?\}", re.ASCII)
_LEAST = re.compile(r"\{(\d+)")


# ``regex`` writes out a part as often as it has to be repeated: `(x{1000}){1000}` would take a gigabyte.
MAX_UNROLLED = 10_000


class _Unrolled:
    """How many parts a pattern has when its repetitions are written out."""

    def __init__(self) -> None:
        self.groups = [0]  # the parts in each group that is open, from the outside in
        self.latest = 0

    def add(self, piece: str) -> None:
        if piece in ("(", "(?:"):
            self.groups.append(0)
            return
        self.latest = 1 + (self.groups.pop() if piece == ")" and len(self.groups) > 1 else 0)
        self.groups[-1] += self.latest

    def repeat(self, quantifier: str) -> None:
        times = _LEAST.match(quantifier)
        self.groups[-1] += self.latest * (int(times[1]) - 1 if times and int(times[1]) else 0)
        if sum(self.groups) > MAX_UNROLLED:
            raise PatternError(f"its repetitions come to more than {MAX_UNROLLED} parts")


def translate(pattern: str, flags: str = "") -> tuple[str, int]:
    """The pattern for ``regex``, and of how many parts it is. Raises PatternError for what XPath does not have."""
    if "x" in flags:
        pattern = _without_space(pattern)
    out: list[str] = []
    position = 0
    quantifiable = False
    opened = 0
    size = _Unrolled()
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            reference = _REFERRING.match(pattern, position)
            if reference is None:
                piece, position = _escape(pattern, position)
            else:
                piece, position = _back_reference(reference[1], opened, position)
        elif character == "[":
            piece, position = _class(pattern, position)
        elif character == "(":
            opened += not pattern.startswith("(?", position)
            piece, position = _group(pattern, position)
        elif character in "*+?{":
            if not quantifiable:
                raise PatternError("there is nothing to repeat")
            piece, position = _quantifier(pattern, position)
            size.repeat(piece)
        elif character in "]}":
            raise PatternError(f"{character} stands alone")
        else:
            piece, position = _plain(character, flags), position + 1
        quantifiable = piece[-1:] not in ("(", "|") and not piece.endswith("(?:") and character not in "*+?{^|"
        if character not in "*+?{":
            size.add(piece)
        out.append(piece)
    return "".join(out), sum(size.groups)


def _without_space(pattern: str) -> str:
    """The pattern as the flag x has it: white space counts inside classes only."""
    out: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if character in _SPACE and depth == 0:
            continue
        out.append(character)
        if not escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        escaped = character == "\\" and not escaped
    return "".join(out)


def _plain(character: str, flags: str) -> str:
    if character == "." and "s" not in flags:
        return r"[^\n\r]"
    # ``regex`` lets a final line break follow its $, XPath does not.
    return r"\Z" if character == "$" and "m" not in flags else character


def _group(pattern: str, position: int) -> tuple[str, int]:
    if not pattern.startswith("(?", position):
        return "(", position + 1
    if not pattern.startswith("(?:", position):
        raise PatternError("only (?: may follow an opening parenthesis")
    return "(?:", position + 3


def _quantifier(pattern: str, position: int) -> tuple[str, int]:
    """``*``, ``+``, ``?``, ``{2,3}``, perhaps reluctant; nothing may be repeated twice."""
    end = position + 1
    if pattern[position] == "{":
        quantity = _QUANTITY.match(pattern, position)
        if quantity is None:
            raise PatternError("a repetition in braces needs a number below a thousand million")
        end = quantity.end()
    if pattern.startswith("?", end):
        end += 1
    return pattern[position:end], end


def _back_reference(digits: str, opened: int, position: int) -> tuple[str, int]:
    """A reference to one of the groups so far: as many digits as there are groups for, the rest is text."""
    length = len(digits)
    while length > 1 and int(digits[:length]) > opened:
        length -= 1
    number = int(digits[:length])
    if number > opened:
        raise PatternError(f"\\{number} refers to a group that there is not")
    return f"(?:\\{number})", position + 1 + length


def _escape(pattern: str, position: int) -> tuple[str, int]:
    if position + 1 >= len(pattern):
        raise PatternError("it ends with a lone backslash")
    code = pattern[position + 1]
    if code in _CLASSES:
        return _CLASSES[code], position + 2
    if code in "pP":
        category = _CATEGORY.match(pattern, position + 2)
        if category is None:
            raise PatternError(f"\\{code} is followed by a category or block of Unicode in braces")
        name = category[1]
        # The flag i does not reach into categories (XPath 3.1 functions, 5.6.2), as it does in ``regex``.
        return f"(?-i:\\{code}{{{'In' + name[2:] if name.startswith('Is') else name}}})", category.end()
    if code in _SINGLE:
        return f"\\{code}", position + 2
    raise PatternError(f"\\{code} has no meaning")


def _class(pattern: str, position: int) -> tuple[str, int]:
    """A character class, with subtraction: ``[a-z-[aeiou]]``."""
    position += 1
    negated = pattern.startswith("^", position)
    position += negated
    characters: list[str] = []  # with ranges of them
    wide: list[str] = []  # classes that no class of ``regex`` can hold
    while position < len(pattern):
        character = pattern[position]
        if character == "]" and (characters or wide):
            return _united(negated, characters, wide), position + 1
        if pattern.startswith("-[", position):
            inner, position = _class(pattern, position + 1)
            if not pattern.startswith("]", position):
                raise PatternError("a subtraction ends its class")
            # A character of the first class that the second does not take.
            return f"(?:(?!{inner}){_united(negated, characters, wide)})", position + 1
        if character == "\\":
            plain = _PLAIN_CLASSES.get(pattern[position + 1 : position + 2])
            piece, position = (plain, position + 2) if plain else _escape(pattern, position)
            if len(piece) > 2 and characters[1:] and characters[-1] == "-":
                raise PatternError("a range in a class runs from a character to a character")
            (characters if plain or len(piece) == 2 else wide).append(piece)
        elif character in "[]":
            raise PatternError(f"{character} inside a class needs a backslash")
        else:
            characters.append("\\" + character if character in "&~|^" else character)
            position += 1
    raise PatternError("a character class is not closed")


def _united(negated: bool, characters: list[str], wide: list[str]) -> str:
    listed = "".join(characters)
    if not wide:
        return f"[{'^' if negated else ''}{listed}]"
    others = "|".join(wide)
    if negated:
        return f"(?:(?!{others}){f'[^{listed}]' if listed else '(?s:.)'})"
    return f"(?:[{listed}]|{others})" if listed else f"(?:{others})"


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
