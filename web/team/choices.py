"""Who may get work: the people of the lists."""

from engine.store import Database, people


def workers(database: Database) -> dict[str, str]:
    """The names of the active people of some group, by account, in the order of the names."""
    return {person.account: person.name for person in people.list(database) if person.active and person.groups}
