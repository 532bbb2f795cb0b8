"""The rows of the board: each person with what they hold and when they are away, and the sums of the teams."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.calendar import OfficeHours
from engine.routing.costs import Office
from engine.routing.plan import office_day
from engine.routing.scene import expert_of, minutes_open
from engine.routing.substitutes import Absences
from engine.routing.weights import Weights
from engine.store import Database, Session
from engine.store import routing as stored
from engine.store.absences import Absence
from engine.store.people import Person
from engine.store.work_items import WorkItemRow


@dataclass(frozen=True, slots=True)
class Row:
    """A person: `absence` is the present one, else the next; `share` is the part of a week that they work."""

    person: Person
    team: str
    held: int
    late: int
    capacity: int
    share: int
    absence: Absence | None
    is_away: bool
    stand_in: str

    @property
    def full(self) -> int:
        """How full the person is, in percent, 100 at the most."""
        return min(100, round(100 * self.held / self.capacity)) if self.capacity else 100


@dataclass(frozen=True, slots=True)
class TeamRow:
    """The people of a team together; `name` is empty for those of none."""

    name: str
    manager: str
    people: int
    away: int
    held: int
    late: int


@dataclass(frozen=True, slots=True)
class Board:
    rows: Sequence[Row]
    teams: Sequence[TeamRow]
    unheld: int
    escalated: Sequence[WorkItemRow]


def board(database: Database, now: datetime, hours: OfficeHours, weights: Weights) -> Board:
    """Everybody who is active and belongs to a group or holds work, those with the most late work at the top."""
    today = office_day(now, hours)
    with database.reading() as session:
        return board_in(session, now, today, hours, weights)


def board_in(session: Session, now: datetime, today: date, hours: OfficeHours, weights: Weights) -> Board:
    staff, load, late = stored.staff(session, today), stored.load(session), stored.late(session, now)
    absences = Absences(staff.absences)
    teams = {team.id: team for team in staff.teams}
    experts = {person.account: expert_of(person, minutes_open(hours)) for person in staff.people}
    office = Office(tuple(experts.values()), load, absences, today, weights, hours.place)
    rows = []
    for person in staff.people:
        if not load.get(person.account) and not (person.active and person.groups):
            continue
        present = absences.on(person.account, today)
        team = teams.get(person.team)
        expert = experts[person.account]
        rows.append(
            Row(
                person=person,
                team=team.name if team else "",
                held=load.get(person.account, 0),
                late=late.get(person.account, 0),
                capacity=office.capacity(expert),
                share=round(100 * expert.share),
                absence=present or next(iter(absences.by_account.get(person.account, ())), None),
                is_away=present is not None,
                stand_in=absences.stand_in(person.account, today) if present else "",
            )
        )
    rows.sort(key=lambda row: (-row.late, -row.full, row.person.name))
    sums = [
        sums_of(team.name, team.manager, [row for row in rows if row.person.team == team.id]) for team in staff.teams
    ]
    if without := [row for row in rows if row.person.team not in teams]:
        sums.append(sums_of("", "", without))
    return Board(rows, sums, stored.unheld(session), stored.escalated(session))


def sums_of(name: str, manager: str, rows: Sequence[Row]) -> TeamRow:
    return TeamRow(
        name,
        manager,
        len(rows),
        sum(row.is_away for row in rows),
        sum(row.held for row in rows),
        sum(row.late for row in rows),
    )
