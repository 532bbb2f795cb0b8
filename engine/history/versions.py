"""Which versions a process of an instance ran, and what its elements are called in the one that it runs now."""

from collections.abc import Mapping

from engine.store import Session
from engine.store import facts as stored
from engine.store.facts import StoredFact

Counts = Mapping[tuple[str, str], int]  # by version and id


def migrations(session: Session, instance_id: str) -> list[StoredFact]:
    """Every time that a process of the instance went on in another version, in their order."""
    return list(stored.of_instance(session, instance_id, kinds=["InstanceMigrated"]))


def present(began: str, moves: list[StoredFact], process: int) -> str:
    """The version that the process runs now; `began` is the one that it began with."""
    mine = [move for move in moves if move.process == process]
    return str(mine[-1].fields()["definition"]) if mine else began


def in_present_names(counts: Counts, began: str, moves: list[StoredFact], process: int, field: str) -> dict[str, int]:
    """Counts by the ids of the present version; `field` says whether they are those of `elements` or of `flows`."""
    mine = [move.fields() for move in moves if move.process == process]
    versions = [began, *(str(move["definition"]) for move in mine)]
    found: dict[str, int] = {}
    for (version, id), number in counts.items():
        first = versions.index(version) if version in versions else len(mine)
        for move in mine[first:]:
            id = move.get(field, {}).get(id, id)
        found[id] = found.get(id, 0) + number
    return found
