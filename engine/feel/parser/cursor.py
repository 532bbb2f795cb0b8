"""The place in the token list that a parse has reached, with the names in scope there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import Token, tokenize
from engine.feel.names import KnownNames, normalized

MAX_DEPTH = 100
# The signs that a name may hold besides letters and digits (rule 30, additional name symbols).
NAME_SIGNS = frozenset(".-/'+*")


class Cursor:
    def __init__(self, text: str, names: KnownNames, types: KnownNames) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.names = names
        self.types = types
        self.depth = 0
        # Set while the end of a range is read: there ``[`` may close the range instead of opening a filter.
        self.at_range_end = False
        self.in_filter = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def ahead(self, steps: int = 1) -> Token:
        return self.tokens[min(self.index + steps, len(self.tokens) - 1)]

    def advance(self) -> Token:
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def at(self, *signs: str) -> bool:
        token = self.tokens[self.index]
        return token.text in signs and token.kind in ("op", "word")

    def take(self, *signs: str) -> bool:
        """Steps over the next token if it is one of ``signs``."""
        if self.at(*signs):
            self.index += 1
            return True
        return False

    def expect(self, sign: str, why: str) -> Token:
        if not self.at(sign):
            raise self.failure(why, (repr(sign),))
        return self.advance()

    def failure(self, why: str, expected: tuple[str, ...] = (), position: int | None = None) -> FeelSyntaxError:
        at = self.token.start if position is None else position
        return FeelSyntaxError(why, self.text, at, expected)

    def unexpected(self, expected: tuple[str, ...] = ()) -> FeelSyntaxError:
        token = self.token
        if token.kind == "end":
            return self.failure("The expression ends too early.", expected)
        return self.failure(f"{self.text[token.start : token.end]!r} cannot stand here.", expected)

    def source(self, first: int, last: int) -> str:
        """The text of the tokens first..last as one name."""
        if first == last and self.tokens[first].kind in ("quoted", "string"):
            return self.tokens[first].text
        return normalized(self.text[self.tokens[first].start : self.tokens[last].end])

    def enter(self) -> None:
        """One level deeper; whoever calls it takes it back from ``depth``."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.failure(f"The expression is nested deeper than {MAX_DEPTH} levels; name its parts in a context.")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.enter()
        try:
            yield
        finally:
            self.depth -= 1

    @contextmanager
    def scope(self, *names: str) -> Iterator[None]:
        self.names.enter(names)
        try:
            yield
        finally:
            self.names.leave()

    @contextmanager
    def brackets(self) -> Iterator[None]:
        """Inside brackets of its own an expression can no longer close a range around them."""
        before, self.at_range_end = self.at_range_end, False
        try:
            yield
        finally:
            self.at_range_end = before

    def free_name(self, *stops: str) -> str:
        """A name that is being declared: everything up to one of the signs ``stops``, which stays."""
        first = self.index
        while not self.at(*stops):
            token = self.token
            part = token.kind in ("word", "number", "quoted") or (token.kind == "op" and token.text in NAME_SIGNS)
            if not part or (self.index == first and token.kind not in ("word", "quoted")):
                raise self.unexpected(("a name",) if self.index == first else tuple(map(repr, stops)))
            self.index += 1
        if self.index == first:
            raise self.unexpected(("a name",))
        return self.source(first, self.index - 1)

    def declared_until(self, sign: str) -> int | None:
        """Index of ``sign`` if only what can be a name stands before it, else None."""
        index = self.index
        while (token := self.tokens[index]).text != sign or token.kind != "op":
            if token.kind not in ("word", "number", "quoted") and not (token.kind == "op" and token.text in NAME_SIGNS):
                return None
            index += 1
        return index if index > self.index else None
