"""Cases: each run of a process (the root or a called one) with what happened in it, out of the facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.history.mining.conformance import Conformance, conforming
from engine.history.names import names, process_model
from engine.history.questions import Filters
from engine.kernel.encoding import decode_fact
from engine.store import Database, Session
from engine.store import facts as stored
from engine.store.facts import StoredFact
from engine.store.stretches import FACTS, Position
from engine.store.tracing import position_of, traced

MOST = 500  # cases that one page of figures looks at
STARTED = "ProcessStarted"


@dataclass(slots=True)
class Event:
    """One run of an element: who did it, when it began, was taken by somebody, and ended.

    `number` counts the case's runs from 1; `awaits` says that it is work for a person.
    """

    element: str
    name: str
    began: datetime
    number: int = 0
    awaits: bool = False
    taken: datetime | None = None
    ended: datetime | None = None
    actor: str = ""
    on_behalf_of: str = ""
    finished: bool = False


@dataclass(slots=True)
class Case:
    """One run of a process; `process` is its key inside the instance."""

    instance_id: str
    process: int
    business_key: str
    definition: str
    began: datetime
    ended: datetime | None = None
    events: list[Event] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    conformance: Conformance = field(default_factory=Conformance)


@dataclass(frozen=True, slots=True)
class Cases:
    """The newest cases; `complete` is False where there are older ones that were not looked at."""

    items: tuple[Case, ...]
    complete: bool


def cases(
    database: Database, definition: str, since: datetime | None, until: datetime | None, *, most: int = MOST
) -> Cases:
    """Those of a version that began from `since` on until just before `until`, the newest first, at most `most`."""
    found: list[Case] = []
    complete = True
    for case in all_cases(database, definition, since, until):
        if len(found) == most:
            complete = False
            break
        found.append(case)
    return Cases(tuple(found), complete)


def all_cases(database: Database, definition: str, since: datetime | None, until: datetime | None) -> Iterator[Case]:
    """All of them, one after the other, each read in a transaction of its own."""
    asked = Filters(kind=STARTED, definition=definition, since=since, until=until)
    after: Position | None = None
    while True:
        with database.reading() as session:
            part = traced(session, asked, FACTS, after=after, limit=MOST + 1, newest_first=True)
            starts = [row for row in part.rows[:MOST] if isinstance(row, StoredFact)]
        for start in starts:
            with database.reading() as session:
                yield case_of(database, session, start)
        after = position_of(starts[-1]) if len(part.rows) > MOST else part.looked
        if after is None:
            return


def case_of(database: Database, session: Session, start: StoredFact) -> Case:
    case = Case(start.instance_id, start.process, start.business_key, start.definition, start.at)
    called = names(database, session, start.definition)
    open_events: dict[int, Event] = {}
    held: dict[int, Event] = {}
    facts = list(stored.of_instance(session, start.instance_id))
    for fact in facts:
        if fact.process == start.process:
            tell(case, fact, called, open_events, held)
    decoded = ((fact, decode_fact(fact.whole)) for fact in facts)
    case.conformance = conforming(decoded, start.process, lambda key: process_model(database, session, key))
    return case


def tell(
    case: Case, fact: StoredFact, called: Mapping[str, str], open_events: dict[int, Event], held: dict[int, Event]
) -> None:
    fields = fact.fields()
    match fact.kind:
        case "ElementActivated" if not fields.get("index"):
            name = called.get(fact.element_id) or fact.element_id
            event = Event(fact.element_id, name, fact.at, len(case.events) + 1)
            open_events[fields["key"]] = event
            case.events.append(event)
        case "ElementCompleted" | "ElementTerminated":
            if fields["key"] == case.process:
                case.ended = fact.at
            elif (done := open_events.pop(fields["key"], None)) is not None:
                done.ended, done.finished = fact.at, fact.kind == "ElementCompleted"
                done.actor = done.actor or fact.actor
        case "WorkItemCreated":
            if (about := open_events.get(fields["owner"])) is not None:
                held[fields["key"]] = about
                about.awaits = True
                if fields.get("assignee"):
                    about.taken = fact.at
        case "WorkItemAssigned" if (about := held.get(fields["key"])) is not None:
            about.taken = about.taken or fact.at
        case "WorkItemCompleted" if (about := held.get(fields["key"])) is not None:
            about.actor, about.on_behalf_of = fact.actor, fields.get("on_behalf_of", "")
        case "FlowTaken":
            case.flows.append(fact.element_id)
