"""The places of the log whose facts are in archives, as the database tells it, and whether its records agree."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from engine.proof.archive import digest_of, places_in
from engine.store import archived
from engine.store.log.reading import GONE, Stretch
from engine.store.log.tree import size

LATEST = "9999"  # a fact that is not here is not older than any checkpoint


@dataclass
class Archives:
    """`places` ascend. `facts` counts them by the archive's name; `checked` are the archives that were given."""

    places: "array[int]" = field(default_factory=lambda: array("q"))
    facts: Counter[str] = field(default_factory=Counter)
    checked: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def without(self, stretch: Stretch) -> tuple[Stretch, list[int]]:
        """The stretch with archived facts taken as they were logged; and the places of those that are still here."""
        first, last = stretch.entries[0][0], stretch.entries[-1][0]
        here = set(self.places[bisect_left(self.places, first) : bisect_right(self.places, last)])
        if not here:
            return stretch, []
        now, still = [], []
        for (place, source, _, kept), today in zip(stretch.entries, stretch.now, strict=True):
            away = place in here and source == "facts"
            now.append((kept, LATEST) if away and today == GONE else today)
            if place in here and now[-1][1] != LATEST:
                still.append(place)
        return Stretch(stretch.entries, now), still

    def sentences(self) -> Iterator[str]:
        """What to say of each archive."""
        for name, facts in sorted(self.facts.items()):
            checked = "it was checked too" if name in self.checked else f"to check them too, give --archive {name}"
            yield f"{facts} facts are in the archive {name}; {checked}."


def known_archives(session: Session) -> Archives:
    """The archives that the database names. What its records do not confirm is wrong, and not taken for archived."""
    found, entries = Archives(), size(session)
    confirmed = archived.recorded(session)
    of: dict[str, list[tuple[str, str]]] = {}
    for id, archive, places in archived.rows(session):
        of.setdefault(archive, []).append((id, places))
    for archive, instances in of.items():
        if (archive, digest_of(instances)) not in confirmed:
            found.wrong.append(f"What the database says of the archive {archive} is not what was recorded of it.")
            continue
        try:
            these = [place for _, runs in instances for place in places_in(runs, entries)]
        except ValueError as error:
            found.wrong.append(f"The archive {archive} has places that the log has not: {error}")
            continue
        found.facts[archive] = len(these)
        found.places.extend(these)
    for archive in sorted({name for name, _ in confirmed} - set(of)):
        found.wrong.append(f"The database no longer says what is in the archive {archive}.")
    found.places = array("q", sorted(found.places))
    return found
