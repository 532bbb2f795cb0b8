"""What the page of one instance shows: the processes of its tree, the path of one on its diagram, and the timeline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext, to_user_timezone

from engine import history
from engine.history import FactRow
from engine.kernel.state import ROOT
from engine.store import archived as store
from engine.store import records
from engine.store.instances import InstanceRow
from web.audit.sentences import MARKS, QUIET, sentence
from web.audit.who import actors
from web.customers.names import customer_names
from web.inbox.names import process_names
from web.office import office

PAGE = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    fact: FactRow
    sentence: str
    who: str
    mark: str


def contents(row: InstanceRow, wanted: int | None, everything: bool, after: str | None) -> dict[str, Any]:
    database = office().database
    processes = history.called(database, row.id)
    chosen = wanted if wanted in {process.key for process in processes} else ROOT
    path = history.path(database, row.id, chosen)
    facts = history.steps(
        database,
        row.id,
        process=None if everything else chosen,
        without=() if everything else QUIET,
        after=after,
        limit=PAGE,
    )
    return {
        "instance": row,
        "customer": customer_names(database, {row.business_key}).get(row.business_key, row.business_key),
        "names": process_names(database),
        "processes": processes,
        "chosen": chosen,
        "path": path,
        "days": [(day, list(of_day)) for day, of_day in groupby(entries(facts.items), key=day_of)],
        "next_page": facts.next,
        "everything": everything,
        "diagram": diagram_props(path),
    }


def archive_of(row: InstanceRow) -> str:
    """The name of the archive that has the instance's facts; empty where the database has them."""
    with office().database.reading() as session:
        return store.archive_of(session, row.id)


def archived(row: InstanceRow, archive: str) -> dict[str, Any]:
    """What is left to show of an instance whose facts were moved into a file."""
    database = office().database
    with database.reading() as session:
        moved = records.found(session, records.Wanted(kind=store.ARCHIVED, subject=f"archive:{archive}"), limit=1)
    return {
        "instance": row,
        "customer": customer_names(database, {row.business_key}).get(row.business_key, row.business_key),
        "names": process_names(database),
        "sentence": where(archive, row.id),
        "moved_at": moved[0].at if moved else None,
    }


def where(archive: str, instance_id: str) -> str:
    return gettext(
        "The facts of this path are in the archive %(archive)s. An administrator reads them there with "
        "polku archive --read %(archive)s %(instance)s.",
        archive=archive,
        instance=instance_id,
    )


def entries(facts: Iterable[FactRow]) -> Iterator[Entry]:
    who = actors(office().database)
    for fact in facts:
        yield Entry(fact, sentence(fact), who.get(fact.actor, fact.actor), MARKS.get(fact.kind, "is-done"))


def day_of(entry: Entry) -> Any:
    return to_user_timezone(entry.fact.at).date()


def diagram_props(path: history.Path) -> dict[str, Any]:
    """The props of the diagram island: what was visited and how often, what waits, what failed."""
    return {
        "xmlUrl": url_for("audit.diagram", definition=path.definition),
        "visited": sorted(path.visited),
        "flows": sorted(path.flows),
        "active": sorted(path.active),
        "failed": sorted(path.failed),
        "counts": {element: count for element, count in path.visited.items() if count > 1},
        "label": gettext("Diagram with the path taken: %(definition)s", definition=path.definition),
        "height": "tall",
    }
