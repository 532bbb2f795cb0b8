"""Why work came to somebody, in the language of the page: the sentences of `engine.routing.reasons`, told anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, gettext, lazy_gettext

from engine.routing.reasons import FURTHER_NOTICE, Reason, read_reason
from web.i18n.formats import pattern

#: What everybody reads.
SENTENCES: Mapping[str, Any] = {
    "continuity": lazy_gettext("%(person)s knows the customer already."),
    "continuity-not-possible": lazy_gettext(
        "%(known)s, who knows the customer, can't take this; %(person)s holds the fewest work items (%(load)s) "
        "of %(candidates)s who can."
    ),
    "only-candidate": lazy_gettext("%(person)s is the only one who can do this."),
    "least-load": lazy_gettext("%(person)s holds the fewest work items (%(load)s) of %(candidates)s who can do this."),
    "nobody-asked": lazy_gettext("Nobody active belongs to %(groups)s."),
    "nobody-able": lazy_gettext("None of the %(asked)s people asked has all that is needed: %(needs)s."),
    "best": lazy_gettext("%(person)s, who holds %(load)s work items, fits best of %(candidates)s who can do this."),
    "best-instead-of": lazy_gettext(
        "%(known)s, who knows the customer, can't take this now; %(person)s, who holds %(load)s work items, "
        "fits best of %(candidates)s who can."
    ),
    "only-instead-of": lazy_gettext(
        "%(known)s, who knows the customer, can't take this now; %(person)s is the only one who can."
    ),
    "continuity-outweighed": lazy_gettext(
        "%(known)s knows the customer, but holds too much or would be late; %(person)s, who holds %(load)s "
        "work items, fits best of %(candidates)s who can do this."
    ),
    "stands-in": lazy_gettext(
        "%(person)s stands in for %(known)s, who knows the customer and is away until %(until)s."
    ),
    "takes-over": lazy_gettext("%(person)s stands in for %(known)s, who held this and is away until %(until)s."),
    "back": lazy_gettext("%(person)s is back and goes on with this; %(known)s stood in."),
    "late": lazy_gettext(
        "%(known)s did not do this by %(due)s; %(person)s fits best of %(candidates)s others who can do this."
    ),
    "nobody-there": lazy_gettext("Everybody who can do this is away (%(able)s people)."),
    "nobody-free": lazy_gettext("Everybody who can do this holds as much as they can (%(able)s people)."),
    "overdue": lazy_gettext("This was due on %(due)s, and %(person)s has not done it."),
    "overdue-nobody": lazy_gettext("This was due on %(due)s, and nobody holds it."),
}
#: What the person reads who got the work.
TO_YOU: Mapping[str, Any] = {
    "continuity": lazy_gettext("You, because you know the customer already."),
    "continuity-not-possible": lazy_gettext(
        "You, because %(known)s, who knows the customer, can't take this, and you hold the fewest work items "
        "(%(load)s) of %(candidates)s who can."
    ),
    "only-candidate": lazy_gettext("You, because you are the only one who can do this."),
    "least-load": lazy_gettext(
        "You, because you hold the fewest work items (%(load)s) of %(candidates)s who can do this."
    ),
    "best": lazy_gettext("You, because you fit best of %(candidates)s who can do this; you held %(load)s work items."),
    "best-instead-of": lazy_gettext(
        "You, because %(known)s, who knows the customer, can't take this now, and you fit best of %(candidates)s "
        "who can; you held %(load)s work items."
    ),
    "only-instead-of": lazy_gettext(
        "You, because %(known)s, who knows the customer, can't take this now, and you are the only one who can."
    ),
    "continuity-outweighed": lazy_gettext(
        "You, because %(known)s, who knows the customer, holds too much or would be late, and you fit best of "
        "%(candidates)s who can do this; you held %(load)s work items."
    ),
    "stands-in": lazy_gettext(
        "You, because you stand in for %(known)s, who knows the customer and is away until %(until)s."
    ),
    "takes-over": lazy_gettext("You, because you stand in for %(known)s, who held this and is away until %(until)s."),
    "back": lazy_gettext("You, because you are back and go on with this; %(known)s stood in."),
    "late": lazy_gettext(
        "You, because %(known)s did not do this by %(due)s, and you fit best of %(candidates)s others who can."
    ),
}
ACCOUNTS = frozenset({"person", "known"})
DAYS = frozenset({"until", "due"})


def told(sentence: str, names: Mapping[str, str], reader: str = "") -> str:
    """A reason of the history in the language of the page; what a person wrote stays as it is.

    `names` are people's by account, `reader` the account of who reads it.
    """
    reason = read_reason(sentence)
    if reason is None:
        return sentence
    table = TO_YOU if reader and reason.words.get("person") == reader and reason.code in TO_YOU else SENTENCES
    return str(table[reason.code]) % words(reason, names)


def words(reason: Reason, names: Mapping[str, str]) -> dict[str, str]:
    return {name: word(name, value, names) for name, value in reason.words.items()}


def word(name: str, value: str, names: Mapping[str, str]) -> str:
    if name in ACCOUNTS:
        return names.get(value, value)
    if name not in DAYS:
        return value
    if value == FURTHER_NOTICE:
        return gettext("further notice")
    try:
        return str(format_date(date.fromisoformat(value), pattern("day")))
    except ValueError:
        return value
