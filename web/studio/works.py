"""What the studio edits: each process, decision and form with its newest version, its draft and what runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from engine.store import Database, definitions, drafts
from engine.store.definitions import DefinitionRow
from engine.store.drafts import DraftRow
from engine.store.running import running


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of file is edited: the island, the name of its content in the island's requests, its type."""

    island: str
    body: str
    mimetype: str
    suffix: str
    heading: Any


KINDS: Mapping[str, Kind] = {
    "process": Kind("studio", "xml", "application/xml", ".bpmn", lazy_gettext("Processes")),
    "decision": Kind("decision", "xml", "application/xml", ".dmn", lazy_gettext("Decisions")),
    "form": Kind("formeditor", "schema", "application/json", ".form", lazy_gettext("Forms")),
}


@dataclass(frozen=True, slots=True)
class Work:
    """One line of the studio's list."""

    released: DefinitionRow
    draft: DraftRow | None
    running: Mapping[int, int]  # version: how many instances are under way on it

    @property
    def name(self) -> str:
        return self.released.name or self.released.id


def works(database: Database, kind: str) -> list[Work]:
    under_way = running(database)
    drafted = {draft.name: draft for draft in drafts.list(database) if draft.kind == kind}
    found = [
        Work(row, drafted.get(row.id), under_way.get(row.id, {}) if kind == "process" else {})
        for row in definitions.latest(database, kind)
    ]
    return sorted(found, key=lambda work: work.name.casefold())
