"""What was typed into an absence's form, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext

from engine.store.absences import Absence


@dataclass(frozen=True)
class Typed:
    """The fields as they were typed; `errors` has a sentence for each that won't do."""

    account: str = ""
    first: str = ""
    last: str = ""
    substitute: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    def absence(self, id: int = 0) -> Absence:
        """Only without errors."""
        return Absence(
            account=self.account,
            first_day=date.fromisoformat(self.first),
            last_day=date.fromisoformat(self.last) if self.last else None,
            substitute=self.substitute,
            id=id,
        )


def typed(form: Mapping[str, str], known: Mapping[str, str]) -> Typed:
    """The form, checked; `known` are the people who may be chosen."""
    account, first, last, substitute = (
        form.get(name, "").strip() for name in ("account", "first", "last", "substitute")
    )
    errors = {}
    if account not in known:
        errors["account"] = gettext("Choose who is away.")
    if not is_day(first):
        errors["first"] = gettext("Give the first day, like 2026-01-31.")
    if last and not is_day(last):
        errors["last"] = gettext("Give the last day like 2026-01-31, or leave it empty while nobody knows it.")
    if substitute and substitute not in known:
        errors["substitute"] = gettext("Choose somebody of the list, or nobody.")
    return Typed(account, first, last, substitute, errors)


def as_typed(absence: Absence) -> Typed:
    last = absence.last_day.isoformat() if absence.last_day else ""
    return Typed(absence.account, absence.first_day.isoformat(), last, absence.substitute)


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-01-31")
