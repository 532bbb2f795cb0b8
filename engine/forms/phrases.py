"""What can be wrong with a form, by its code: the sentence and the remedy, to be filled in and translated."""

from collections.abc import Mapping

from engine.model.problem import Problem

PHRASES: dict[str, tuple[str, str]] = {
    "form-too-large": ("The form is larger than {limit} bytes.", "Split it into several forms."),
    "form-not-json": ("This isn't JSON: {reason}.", "Save the form with a form editor."),
    "form-none": ("This isn't a form: it has no components.", "Save it with a form-js editor."),
    "form-no-id": ("The form has no id.", "Give it one; user tasks refer to the form by it."),
    "form-unknown-component": ("Polku has no form component “{kind}”.", "Use another component."),
    "form-no-key": ("The {kind} has no key.", "Give it one: its answer becomes the variable of that name."),
    "form-no-path": ("The dynamic list has no path.", "Give it one: its rows become the variable of that name."),
    "form-no-expression": ("The expression field has no expression.", "Give it a FEEL expression."),
    "form-no-choice": ("The {kind} offers nothing to choose.", "Give it values, a valuesKey or a valuesExpression."),
    "form-pattern": (
        "The pattern {pattern} isn't a regular expression.",
        "Mend it; parentheses and brackets must pair.",
    ),
    "form-expression": ("The expression ={expression} is wrong: {reason}.", "Mend the FEEL expression."),
    "form-key-twice": ("Two fields write {key}.", "Give one another key, or show only one at a time."),
}


def problem(
    code: str, element: str | None = None, line: int | None = None, params: Mapping[str, object] | None = None
) -> Problem:
    """The problem that a phrase makes with its parameters."""
    words = {name: str(value) for name, value in (params or {}).items()}
    sentence, remedy = PHRASES[code]
    return Problem(sentence.format_map(words), remedy.format_map(words), element, line, code=code, params=words)
