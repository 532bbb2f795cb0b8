"""Which sequences of tokens are one name.

FEEL names may hold spaces and the signs ``. / - ' + *``; what is one name is decided by the names in scope, the longest
first (DMN 1.5, 10.3.1.3). Names are compared token by token, so that ``a+b`` and ``a + b`` are the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import Token, tokenize

_SPACES = re.compile(r"\s+")


def normalized(name: str) -> str:
    """The name with every run of white space as one space."""
    return _SPACES.sub(" ", name).strip()


@lru_cache(maxsize=4096)  # each expression asks for the same built-in names again
def tokens_of(name: str) -> tuple[str, ...]:
    try:
        return tuple(token.text for token in tokenize(name)[:-1])
    except FeelSyntaxError:  # a context key such as "a\"b": reachable by get value(), never by name
        return ()


class KnownNames:
    """The names of nested scopes; each scope maps a first token to the names that begin with it."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._scopes: list[dict[str, list[tuple[tuple[str, ...], str]]]] = [{}]
        # After a dot and inside a filter the entries of some context are meant: any name seen so far may be one.
        self._properties: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def enter(self, names: Iterable[str] = ()) -> None:
        self._scopes.append({})
        for name in names:
            self.add(name)

    def leave(self) -> None:
        self._scopes.pop()

    def add(self, name: str) -> None:
        parts = tokens_of(name)
        if not parts:
            return
        self._scopes[-1].setdefault(parts[0], []).append((parts, name))
        self._properties.setdefault(parts[0], []).append((parts, name))

    def match(self, tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
        """How many tokens from ``index`` make up the longest known name, and that name; the innermost scope wins."""
        return _longest(reversed(self._scopes), tokens, index)

    def match_property(self, tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
        """The same among all the names that were ever in scope."""
        return _longest((self._properties,), tokens, index)


def _longest(
    scopes: Iterable[dict[str, list[tuple[tuple[str, ...], str]]]], tokens: Sequence[Token], index: int
) -> tuple[int, str] | None:
    best: tuple[int, str] | None = None
    first = tokens[index].text
    for scope in scopes:
        for parts, name in scope.get(first, ()):
            length = len(parts)
            if (best is None or length > best[0]) and _fits(parts, tokens, index):
                best = (length, name)
    return best


def _fits(parts: tuple[str, ...], tokens: Sequence[Token], index: int) -> bool:
    if index + len(parts) >= len(tokens):  # the last token is the end
        return False
    return all(
        token.text == part and token.kind not in ("string", "at")
        for part, token in zip(parts, tokens[index : index + len(parts)], strict=True)
    )
