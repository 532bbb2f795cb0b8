"""Who is away, until when, and who stands in: from one substitute to the next, while these are away themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.errors import Refused
from engine.store.absences import Absence

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Absences:
    """The absences of an office, asked by person and day."""

    all: tuple[Absence, ...] = ()
    by_account: Mapping[str, tuple[Absence, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, list[Absence]] = {}
        for absence in sorted(self.all, key=lambda one: (one.first_day, one.id)):
            found.setdefault(absence.account, []).append(absence)
        object.__setattr__(self, "by_account", {account: tuple(several) for account, several in found.items()})

    def on(self, account: str, day: date) -> Absence | None:
        """The absence of that day; the one that began first, where there are several."""
        return next((one for one in self.by_account.get(account, ()) if one.covers(day)), None)

    def away(self, day: date) -> frozenset[str]:
        return frozenset(account for account in self.by_account if self.on(account, day))

    def last_day(self, account: str, day: date) -> date | None:
        """The last day away in a row from `day` on, absences that follow each other included; None: nobody knows."""
        while (absence := self.on(account, day)) is not None:
            if absence.last_day is None:
                return None
            day = absence.last_day + ONE_DAY
        return day - ONE_DAY

    def stand_in(self, account: str, day: date) -> str:
        """Who stands in for somebody who is away on that day; empty when nobody was named who is there."""
        seen = {account}
        while (absence := self.on(account, day)) is not None:
            account = absence.substitute
            if not account or account in seen:  # the pages refuse circles; imported data might have one
                return ""
            seen.add(account)
        return account

    def known(self, absence: Absence) -> "Absences":
        """These, with `absence` in place of the one of its number, or beside them."""
        others = tuple(one for one in self.all if not absence.id or one.id != absence.id)
        return Absences((*others, absence))


def refuse_impossible(absence: Absence, others: Iterable[Absence]) -> None:
    """Raises `Refused` when the days end before they begin, or are those of another absence of the same person."""
    if absence.last_day is not None and absence.last_day < absence.first_day:
        raise Refused("The last day is before the first. Give the last day of the absence, or leave it empty.")
    for other in others:
        if other.account == absence.account and other.id != absence.id and other.overlaps(absence):
            raise Refused(f"There is an absence of the same person on these days already, from {other.first_day}.")
    refuse_circle(absence, others)


def refuse_circle(absence: Absence, others: Iterable[Absence]) -> None:
    """Raises `Refused` when on any day of `absence` the substitutes would stand in for each other in a circle.

    A substitute who is away for a part of the days is no circle, as long as somebody stands in for them in turn.
    """
    if absence.substitute == absence.account:
        raise Refused("Nobody can stand in for themselves. Choose another substitute, or leave it empty.")
    office = Absences(tuple(others)).known(absence)
    # Who stands in changes only where an absence begins: these days, inside of the new one, are all that matter.
    first_days = {absence.first_day} | {one.first_day for one in office.all if absence.covers(one.first_day)}
    for day in sorted(first_days):
        seen, account = [absence.account], absence.substitute
        while account and (next_one := office.on(account, day)) is not None:
            seen.append(account)
            account = next_one.substitute
            if account in seen:
                chain = " → ".join([*seen, account])
                raise Refused(
                    f"From {day:%Y-%m-%d} on the substitutes would stand in for each other in a circle: {chain}. "
                    "Choose another substitute."
                )
