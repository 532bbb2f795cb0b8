"""What the form of a new API token says: for whom, what it may do, for how long and what for."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engine.store import Database, people
from web.auth.rights import PROGRAM_ROLES

LONGEST_LIFE, LONGEST_NOTE = 3650, 200  # days, characters
USUAL_LIFE = "365"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed as it was typed, and what is wrong with it by field."""

    account: str = ""
    roles: tuple[str, ...] = ()
    days: str = USUAL_LIFE
    note: str = ""
    allowed: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def granted(self) -> tuple[str, ...]:
        """What the token may do: what was marked, or else everything that its account may."""
        return self.roles or self.allowed

    @property
    def life(self) -> timedelta:
        return timedelta(days=int(self.days))


def typed(form: MultiDict[str, str], database: Database) -> Typed:
    account = form.get("account", "").strip().lower()
    person = people.get(database, account)
    allowed = tuple(person.roles) if person else PROGRAM_ROLES
    roles = tuple(role for role in form.getlist("role") if role)
    days, note = form.get("days", "").strip(), form.get("note", "").strip()
    errors = {}
    if not people.ACCOUNT.fullmatch(account) or account in people.RESERVED:
        errors["account"] = gettext("Give a person's account, or a name for the program: letters, digits and . _ @ + -")
    elif person and not person.active:
        errors["account"] = gettext(
            "The account of %(name)s is closed: a token of it would open nothing.", name=person.name
        )
    elif not person and not roles:
        errors["role"] = gettext("This is nobody's account. Mark what the program may do.")
    elif beyond := [role for role in roles if role not in allowed]:
        errors["role"] = gettext(
            "%(account)s can't have %(roles)s. Possible: %(allowed)s.",
            account=account,
            roles=", ".join(beyond),
            allowed=", ".join(allowed) or "–",
        )
    if not (days.isascii() and days.isdecimal() and len(days) <= 4 and 1 <= int(days) <= LONGEST_LIFE):
        errors["days"] = gettext("Give a number of days from 1 to %(most)s.", most=LONGEST_LIFE)
    if not note or len(note) > LONGEST_NOTE:
        errors["note"] = gettext("Say what it is for, in up to %(most)s characters.", most=LONGEST_NOTE)
    return Typed(account, roles, days, note, allowed, errors)
