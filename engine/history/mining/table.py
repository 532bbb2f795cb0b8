"""Cases as CSV (RFC 4180): one line for each run of an element."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from engine.history.export import line
from engine.history.mining.cases import Case
from engine.spreadsheet import harmless

HEADER = (
    "case",
    "customer",
    "definition",
    "element",
    "activity",
    "began",
    "taken",
    "ended",
    "finished",
    "resource",
    "on behalf of",
)


def event_rows(cases: Iterable[Case]) -> Iterator[str]:
    """The lines of the file, case after case."""
    yield line(HEADER)
    for case in cases:
        for event in case.events:
            texts = map(harmless, (f"{case.instance_id}/{case.process}", case.business_key, case.definition))
            what = map(harmless, (event.element, event.name))
            times = map(moment, (event.began, event.taken, event.ended))
            who = map(harmless, (event.actor, event.on_behalf_of))
            yield line((*texts, *what, *times, "yes" if event.finished else "no", *who))


def moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat()
