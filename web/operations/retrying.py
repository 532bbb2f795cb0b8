"""How far a long retry has come: so many incidents in a request, and what the next request has to know of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.operations import Outcome
from engine.store.incidents import Sought
from web.operations.choices import number

#: So many in a request: a second's work, even where each commit goes to a slow disk.
STEP = 500
#: So many of those that could not be tried are told one by one.
TOLD = 10


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list of incidents is narrowed to."""

    process: str
    element: str
    text: str

    def sought(self, before: datetime | None = None) -> Sought:
        return Sought(self.process or None, self.element or None, self.text, before)

    def address(self) -> dict[str, Any]:
        """Its part of an address: what is not empty."""
        given = {"process": self.process, "element": self.element, "text": self.text}
        return {name: value for name, value in given.items() if value}


def filter_in(given: Mapping[str, str]) -> Filter:
    process, element, text = (given.get(name, "").strip() for name in ("process", "element", "text"))
    return Filter(process, element, text)


@dataclass(frozen=True, slots=True)
class Progress:
    """What has become of the incidents from before `until` so far; the next to be tried come `after` a place.

    What stops again while others are still being tried is younger than `until`, and is not tried a second time.
    """

    until: datetime
    of: int
    after: str = ""
    tried: int = 0
    gone: int = 0
    refused: int = 0
    why: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        return self.tried + self.gone + self.refused

    def further(self, outcomes: Sequence[Outcome], after: str | None) -> "Progress":
        refused = [one for one in outcomes if not one.done and not one.gone]
        told = [f"{one.instance_id}: {one.sentence}" for one in refused]
        return replace(
            self,
            after=after or "",
            tried=self.tried + sum(one.done for one in outcomes),
            gone=self.gone + sum(one.gone for one in outcomes),
            refused=self.refused + len(refused),
            why=(*self.why, *told)[:TOLD],
        )

    def fields(self) -> Iterator[tuple[str, str]]:
        """What a form carries on."""
        yield "until", self.until.isoformat()
        yield "after", self.after
        for name in ("of", "tried", "gone", "refused"):
            yield name, str(getattr(self, name))
        for sentence in self.why:
            yield "why", sentence


def progress_in(given: Mapping[str, str], why: Sequence[str], now: datetime) -> Progress:
    """As a form has carried it on. Without a moment that makes sense, it begins now."""
    try:
        until = min(datetime.fromisoformat(given.get("until", "")), now)
    except (ValueError, TypeError):
        until = now
    of, tried, gone, refused = (number(given.get(name, "")) for name in ("of", "tried", "gone", "refused"))
    return Progress(until, of, given.get("after", ""), tried, gone, refused, tuple(why)[:TOLD])
