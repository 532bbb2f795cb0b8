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


# First token → the names that begin with it, each as its tokens and its own spelling.
Index = dict[str, list[tuple[tuple[str, ...], str]]]


@lru_cache(maxsize=512)
def _index(names: tuple[str, ...]) -> Index:
    """The names of a scope that is given beforehand; shared by all expressions in it, so it is never added to."""
    index: Index = {}
    for name in names:
        _add(index, name)
    return index


def _add(index: Index, name: str) -> None:
    parts = tokens_of(name)
    if parts:
        index.setdefault(parts[0], []).append((parts, name))


class KnownNames:
    """The names of nested scopes.

    ``names`` are in scope from the start; ``properties`` are names that may only stand after a dot or in a filter,
    where the entries of some context are meant.
    """

    def __init__(self, names: Iterable[str] = (), properties: Iterable[str] = ()) -> None:
        given = _index(tuple(names))
        self._scopes: list[Index] = [given, {}]
        # Any name seen so far may be an entry of some context, too.
        self._seen: Index = {}
        self._properties = (_index(tuple(properties)), given, self._seen)

    def enter(self, names: Iterable[str] = ()) -> None:
        self._scopes.append({})
        for name in names:
            self.add(name)

    def leave(self) -> None:
        self._scopes.pop()

    def add(self, name: str) -> None:
        _add(self._scopes[-1], name)
        _add(self._seen, name)

    def match(self, tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
        """How many tokens from ``index`` make up the longest known name, and that name; the innermost scope wins."""
        return _longest(reversed(self._scopes), tokens, index)

    def match_property(self, tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
        """The same among the properties and all the names that were ever in scope."""
        return _longest(self._properties, tokens, index)


def _longest(scopes: Iterable[Index], tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
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
