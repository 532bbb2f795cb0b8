"""Problems are phrases with a code: written once, filled in where they occur, translated by whoever shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.model.problem import Problem, Severity
from engine.reader.nodes import label, line, shape


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said of one kind of problem; `{…}` stand for the parameters of the case. `{it}` is the element."""

    code: str
    severity: Severity
    sentence: str
    remedy: str


PHRASES: dict[str, Phrase] = {}


def error(code: str, sentence: str, remedy: str) -> Phrase:
    """A phrase for what must not be deployed."""
    return _phrase(Phrase(code, Severity.ERROR, sentence, remedy))


def warning(code: str, sentence: str, remedy: str) -> Phrase:
    """A phrase for what is likely a slip, but does not make execution wrong."""
    return _phrase(Phrase(code, Severity.WARNING, sentence, remedy))


def _phrase(phrase: Phrase) -> Phrase:
    if phrase.code in PHRASES:
        raise ValueError(f"The code {phrase.code} is used twice.")
    PHRASES[phrase.code] = phrase
    return phrase


class Problems:
    """Collects the problems of one file, each once, in the order of the file."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str | None, int | None, str], Problem] = {}

    def add(self, phrase: Phrase, node: etree._Element, **params: str) -> None:
        """Note a problem at `node`."""
        shown_on = shape(node)
        params.setdefault("it", label(shown_on))
        self._keep(phrased(phrase, params, shown_on.get("id"), line(node)))

    def add_at_line(self, phrase: Phrase, number: int | None, **params: str) -> None:
        """Note a problem at a line of the file, where there is no node (yet)."""
        self._keep(phrased(phrase, params, None, number))

    def _keep(self, problem: Problem) -> None:
        self._found.setdefault((problem.code, problem.element, problem.line, problem.sentence), problem)

    def has_errors(self) -> bool:
        """Whether something was found that must not be deployed."""
        return any(problem.severity is Severity.ERROR for problem in self._found.values())

    def sorted(self) -> tuple[Problem, ...]:
        """All problems, in the order of the lines."""
        return tuple(sorted(self._found.values(), key=lambda problem: problem.line or 0))


def phrased(phrase: Phrase, params: Mapping[str, str], element: str | None = None, line: int | None = None) -> Problem:
    """The problem that a phrase makes with its parameters."""
    return Problem(
        _capital(phrase.sentence.format_map(params)),
        phrase.remedy.format_map(params),
        element,
        line,
        phrase.severity,
        phrase.code,
        dict(params),
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
