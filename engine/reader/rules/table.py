"""What a rule is: a phrase, and a function that finds where it applies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from lxml import etree

from engine.reader.draft import Draft
from engine.reader.problems import Phrase

Found: TypeAlias = tuple[etree._Element, dict[str, str]]
Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """`check` yields the nodes that break the rule, each with the parameters of the phrase."""

    phrase: Phrase
    check: Callable[[Subject], Iterable[Found]]


DraftRule: TypeAlias = Rule[Draft]
FileRule: TypeAlias = Rule[etree._Element]


def rule(phrase: Phrase) -> Callable[[Callable[[Subject], Iterable[Found]]], Rule[Subject]]:
    """Make the function below a rule that says `phrase`."""
    return lambda check: Rule(phrase, check)


def at(node: etree._Element, **params: str) -> Found:
    """A place that breaks the rule."""
    return node, params
