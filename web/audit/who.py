"""Who acted, by name; the program itself acts under names of its own."""

from flask_babel import gettext

from engine.store import Database
from web.inbox.names import people_names


def machines() -> dict[str, str]:
    """The accounts that are no person."""
    return {
        "system": gettext("Polku"),
        "clock": gettext("Polku, by the clock"),
        "routing": gettext("Polku, giving out work"),
        "customer": gettext("the customer"),
        "console": gettext("at the command line"),
        "administrator": gettext("an administrator, at the command line"),
    }


def actors(database: Database) -> dict[str, str]:
    return people_names(database) | machines()
