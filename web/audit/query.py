"""Which facts are asked for, as the address of the page says."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from engine.errors import Invalid
from engine.history import Filters

TEXTS = (
    "actor",
    "customer",
    "process",
    "definition",
    "element",
    "kind",
    "decision",
    "outcome",
    "source",
    "text",
    "instance",
)
SOURCES = ("", "facts", "records")


@dataclass(frozen=True, slots=True)
class Trace:
    since: date | None = None
    until: date | None = None
    actor: str = ""
    customer: str = ""
    process: str = ""
    definition: str = ""
    element: str = ""
    kind: str = ""
    decision: str = ""
    outcome: str = ""
    source: str = ""
    text: str = ""
    instance: str = ""
    wrong: tuple[str, ...] = ()  # the names of fields that can't be read

    @property
    def filtered(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def address(self) -> dict[str, str]:
        names = [name for name in Trace.__slots__ if name != "wrong"]
        values = asdict(self)
        return {name: str(values[name]) for name in names if values[name]}

    def starts(self, zone: ZoneInfo) -> datetime | None:
        """The first moment: midnight of the office's time zone."""
        return datetime.combine(self.since, time(), zone) if self.since else None

    def ends(self, zone: ZoneInfo) -> datetime | None:
        """The first moment that no longer counts: the last day is in."""
        return datetime.combine(self.until + timedelta(days=1), time(), zone) if self.until else None


def read(arguments: Mapping[str, str]) -> Trace:
    """What is asked. Raises `Invalid` for a day that can't be read."""
    want = trace(arguments)
    if want.wrong:
        raise Invalid(dict.fromkeys(want.wrong, "Give the day like 2026-01-31."))
    return want


def trace(arguments: Mapping[str, str]) -> Trace:
    days: dict[str, date | None] = {"since": None, "until": None}
    wrong = []
    for name in days:
        if given := arguments.get(name, "").strip():
            try:
                days[name] = date.fromisoformat(given)
            except ValueError:
                wrong.append(name)
    texts = {name: arguments.get(name, "").strip() for name in TEXTS}
    if texts["source"] not in SOURCES:
        texts["source"] = ""
    return Trace(since=days["since"], until=days["until"], wrong=tuple(wrong), **texts)


def source(want: Trace) -> Literal["facts", "records", ""]:
    match want.source:
        case "facts":
            return "facts"
        case "records":
            return "records"
    return ""


def filters(want: Trace, zone: ZoneInfo) -> Filters:
    """What is asked of the history; days are those of the office's time zone."""
    return Filters(
        since=want.starts(zone),
        until=want.ends(zone),
        actor=want.actor,
        business_key=want.customer,
        process_id=want.process,
        definition=want.definition,
        element_id=want.element,
        kind=want.kind,
        decision=want.decision,
        outcome=want.outcome,
        source=source(want),
        text=want.text,
        instance_id=want.instance,
    )
