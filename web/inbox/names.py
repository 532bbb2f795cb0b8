"""Names for the ids in the inbox's rows."""

from typing import cast

from flask import g

from engine.store import Database, definitions, people
from web.office import office


def process_names(database: Database) -> dict[str, str]:
    """The name of each deployed process by its id, in the order of the names."""
    latest = definitions.latest(database, "process")
    return dict(sorted(((row.id, row.name or row.id) for row in latest), key=lambda pair: pair[1]))


def people_names(database: Database) -> dict[str, str]:
    return {person.account: person.name for person in people.list(database)}


def names_here() -> dict[str, str]:
    """The names of people by account, asked once for each request."""
    if "people_names" not in g:
        g.people_names = people_names(office().database)
    return cast(dict[str, str], g.people_names)
