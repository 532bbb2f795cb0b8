"""What is wrong with one value of a form, as data that a page can say in its own language, and in English."""

import dataclasses
from collections.abc import Mapping

#: One English sentence for each rule. `web` has the same rules in its catalogues.
SENTENCES: Mapping[str, str] = {
    "required": "{label}: an answer is needed.",
    "text": "{label}: the answer must be text.",
    "number": "{label}: the answer must be a number.",
    "integer": "{label}: the answer must be a whole number.",
    "decimals": "{label}: at most {digits} decimals.",
    "increment": "{label}: the answer must be a multiple of {increment}.",
    "min": "{label}: the smallest possible value is {min}.",
    "max": "{label}: the largest possible value is {max}.",
    "minLength": "{label}: at least {length} characters are needed.",
    "maxLength": "{label}: at most {length} characters fit.",
    "pattern": "{label}: {message}",
    "email": "{label}: this isn't an e-mail address.",
    "phone": "{label}: this isn't a telephone number. Give it like +358401234567.",
    "boolean": "{label}: the answer must be yes or no.",
    "option": "{label}: {value} is not one of the choices.",
    "list": "{label}: the answer must be a list of choices.",
    "date": "{label}: the date must be like 2026-01-31.",
    "time": "{label}: the time must be like 14:30.",
    "datetime": "{label}: the date and time must be like 2026-01-31T14:30.",
    "past": "{label}: the date is already past.",
    "rows": "{label}: the answer must be a list of rows.",
    "unknown": "The form has no field {label}.",
}


@dataclasses.dataclass(frozen=True, slots=True)
class FieldError:
    """`field` is the dotted path of the value (`contacts.0.email`); `rule` is a key of `SENTENCES`."""

    field: str
    label: str
    rule: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)


def sentence(error: FieldError) -> str:
    """The error in English; raises KeyError for a rule that has no sentence (a test keeps them complete)."""
    return SENTENCES[error.rule].format(label=error.label, **error.params)
