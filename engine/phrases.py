"""Everything that can be wrong with a file that somebody deploys, by its code: for those who translate problems."""

from collections.abc import Mapping

from engine.decisions import PHRASES as DECISIONS
from engine.forms.phrases import PHRASES as FORMS
from engine.model.problem import Problem, Severity
from engine.reader.problems import PHRASES as DIAGRAMS
from engine.reader.problems import Phrase, phrased

_DEPLOYMENT = {
    "file-kind": ("The file is of a kind that can't be deployed.", "Give it the ending .bpmn, .dmn or .form, as fits."),
    "start-needs-variables": (
        "{reason}",
        "A start event knows no variables: give it a fixed value or one that needs none.",
    ),
    "item-twice": ("The {kind} {id} is also in {file}.", "Leave one of them out, or give it another id."),
    "tag-missing": (
        "No version of the {kind} {id} with the version tag {tag} is deployed.",
        "Deploy the {kind} together with this file, or mend its id.",
    ),
    "bound-missing": (
        "The {kind} {id} is bound to the same deployment, but is not part of it.",
        "Deploy the {kind} together with this file, or mend its id.",
    ),
    "target-cannot-start": (
        "The process {id} can't be called: each of its start events waits for something else.",
        "Draw a start event without a trigger in it, or call another process.",
    ),
    "data-store-not-read": (
        "Nothing is registered that reads the data store “{store}”.",
        "Register a function that reads it in a process application, mend its name, or leave the association out.",
    ),
    "data-store-not-written": (
        "Nothing is registered that writes the data store “{store}”.",
        "Register a function that writes it in a process application, mend its name, or leave the association out.",
    ),
    "target-missing": (
        "The {kind} {id} is neither deployed nor among these files.",
        "Deploy the {kind} together with this file, or mend its id.",
    ),
}


def _severity(code: str) -> Severity:
    return Severity.WARNING if code.startswith("type-") else Severity.ERROR


PHRASES: Mapping[str, Phrase] = {
    **{code: Phrase(code, _severity(code), *texts) for code, texts in (DECISIONS | FORMS | _DEPLOYMENT).items()},
    **DIAGRAMS,
}


def problem(code: str, element: str | None = None, **params: str) -> Problem:
    """The problem that a phrase makes with its parameters."""
    return problem_of(code, params, element)


def problem_of(code: str, params: Mapping[str, str], element: str | None = None, line: int | None = None) -> Problem:
    """The same for parameters that are at hand, and with a line of the file."""
    return phrased(PHRASES[code], params, element, line)
