"""The lines of a trace as one reads them on paper: when, what, who, on whose behalf, where and under which version."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext

from engine import history
from engine.history import FactRow, Filters
from engine.store import Database, instances
from engine.store.instances import InstanceRow
from engine.store.records import Record
from web.audit.record_sentences import record_sentence
from web.audit.sentences import QUIET, sentence
from web.audit.who import actors
from web.inbox.names import process_names

PAGE = 500
LONGEST = 4000  # characters of one value
LEFT_OUT = QUIET - {"VariablesSet"}
MOST = 20_000  # lines of one document


@dataclass(frozen=True, slots=True)
class Line:
    """One fact or record; `about` says where it stands: process, version, path and number."""

    at: datetime
    sentence: str
    who: str
    on_behalf_of: str
    about: str


@dataclass(slots=True)
class Told:
    """The lines of a trace, the oldest first, and the instances that they number. `complete`: there are no more."""

    lines: list[Line] = field(default_factory=list)
    instances: list[InstanceRow] = field(default_factory=list)
    complete: bool = True


def told(database: Database, asked: Filters, *, everything: bool, most: int = MOST) -> Told:
    """What the trace holds, without the facts about the machinery unless `everything` is wanted."""
    found, met = Told(), dict[str, int]()
    who, processes = actors(database), process_names(database)
    for row in rows(database, asked):
        if isinstance(row, FactRow):
            met.setdefault(row.instance_id, len(met) + 1)
            if row.kind in LEFT_OUT and not everything:
                continue
        if len(found.lines) == most:
            found.complete = False
            break
        found.lines.append(line(row, who, processes, met))
    found.instances = [instances.one(database, id) for id in met]
    return found


def rows(database: Database, asked: Filters) -> Iterator[FactRow | Record]:
    after: str | None = None
    while True:
        page = history.trace(database, asked, after=after, limit=PAGE, newest_first=False)
        yield from page.items
        if (after := page.next) is None:
            return


def line(row: FactRow | Record, who: dict[str, str], processes: dict[str, str], numbers: dict[str, int]) -> Line:
    if isinstance(row, Record):
        by, behalf, about = row.actor, row.on_behalf_of, gettext("record %(number)s", number=row.seq)
        return Line(row.at, record_sentence(row, LONGEST), who.get(by, by), who.get(behalf, behalf), about)
    behalf = str(row.data.get("on_behalf_of", ""))
    about = gettext(
        "%(process)s, version %(version)s · path %(path)s, fact %(number)s",
        process=processes.get(row.process_id, row.process_id),
        version=row.definition.rpartition(":")[2],
        path=numbers[row.instance_id],
        number=row.number,
    )
    return Line(row.at, sentence(row, LONGEST), who.get(row.actor, row.actor), who.get(behalf, behalf), about)
