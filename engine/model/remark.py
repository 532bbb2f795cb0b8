"""Remarks: sentences about what an operator wants to do, as phrases that whoever shows them may translate."""

from typing import NamedTuple

PHRASES: list[str] = []


def phrase(text: str) -> str:
    """A phrase that remarks are made from; `{…}` stand for the parameters of the case."""
    PHRASES.append(text)
    return text


class Remark(NamedTuple):
    """A phrase and what stands in its places; `str()` is the English sentence."""

    phrase: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.told_in(self.phrase)

    def told_in(self, translation: str) -> str:
        """The sentence by a translation of its phrase."""
        return translation.format_map(dict(self.params))


def remark(text: str, **params: object) -> Remark:
    return Remark(text, tuple((name, str(value)) for name, value in params.items()))
