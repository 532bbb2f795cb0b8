"""What is wrong with an answer, in the language of the page: one sentence for each rule of `engine.forms`."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext

from engine.forms import FieldError

SENTENCES: Mapping[str, Any] = {
    "required": lazy_gettext("An answer is needed."),
    "text": lazy_gettext("Write the answer as text."),
    "number": lazy_gettext("Give a number."),
    "integer": lazy_gettext("Give a whole number."),
    "decimals": lazy_gettext("Give at most %(digits)s decimals."),
    "increment": lazy_gettext("Give a multiple of %(increment)s."),
    "min": lazy_gettext("The smallest possible value is %(min)s."),
    "max": lazy_gettext("The largest possible value is %(max)s."),
    "minLength": lazy_gettext("Write at least %(length)s characters."),
    "maxLength": lazy_gettext("Write at most %(length)s characters."),
    "pattern": lazy_gettext("%(message)s"),
    "email": lazy_gettext("This isn't an e-mail address."),
    "phone": lazy_gettext("Give the telephone number like +358401234567."),
    "boolean": lazy_gettext("Answer yes or no."),
    "option": lazy_gettext("%(value)s is not one of the choices."),
    "list": lazy_gettext("Choose from the list."),
    "date": lazy_gettext("Give the date like 2026-01-31."),
    "time": lazy_gettext("Give the time like 14:30."),
    "datetime": lazy_gettext("Give the date and time like 2026-01-31T14:30."),
    "past": lazy_gettext("The date is already past."),
    "rows": lazy_gettext("Give the rows as a list."),
    "unknown": lazy_gettext("The form has no such field."),
}


def sentence(error: FieldError) -> str:
    text = str(SENTENCES[error.rule])
    return text % error.params if error.params else text


def sentences(errors: Iterable[FieldError]) -> dict[str, str]:
    """A sentence for each field, its first error."""
    said: dict[str, str] = {}
    for error in errors:
        said.setdefault(error.field, sentence(error))
    return said
