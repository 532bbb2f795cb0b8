"""An office year under the virtual clock: the same engine, diagrams, routing and register, with people who are drawn.

Who comes when with which need, how soon experts work and what customers answer is drawn from a seed, so that the
same year comes out again. Nothing is inserted beside the engine: every step is a command, every letter a job.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from engine.calendar import is_working_day
from engine.routing.round import run_round
from engine.store.absences import Absence
from engine.store.people import Person
from engine.store.work_items import WorkItemRow
from processes.business_services.demo.answers import typical
from processes.business_services.demo.drawing import Drawn, answers, feedback, rating
from processes.business_services.demo.habits import Habits
from processes.business_services.register import queries
from processes.business_services.scorecard import VISITS_TARGET
from processes.business_services.stage import Stage

BEGINS = datetime(2026, 1, 12, 7, 0, tzinfo=UTC)
DAY, MOMENT = timedelta(days=1), timedelta(milliseconds=1)
#: How many work items an expert gets done on a working day.
A_DAY = 6
#: The goal of 1,300 visits a year is that of 25 experts.
EXPERTS_OF_AN_OFFICE, A_YEAR = 25, 365


@dataclass
class Year:
    """The play: who comes on which day, who is visited, and what has been asked."""

    stage: Stage
    days: int
    customers: Sequence[Drawn]
    visits: list[tuple[int, str, str]]  # day, business ID, name; the next one first
    random: Random
    experts: Sequence[Person]
    absences: Sequence[Absence]
    day: int = 0
    done: int = 0
    late: int = 0
    for_others: int = 0
    escalated: int = 0
    given_back: int = 0
    opinions: dict[str, int] = field(default_factory=dict)  # what customers think, by the request for feedback
    habits: Habits = field(init=False)

    def __post_init__(self) -> None:
        self.habits = Habits(self.random)

    @property
    def visits_goal(self) -> int:
        """This office's share of the yearly goal."""
        return round(VISITS_TARGET * len(self.experts) / EXPERTS_OF_AN_OFFICE * self.days / A_YEAR)

    def play_day(self) -> None:
        """Contacts, feedback, on working days a routing round and the experts' work; then time until the morning."""
        for customer in self.customers:
            if self.day in customer.days:
                self.pass_moment()
                self.stage.contact(typical("contact", self.stage.clock.time, customer.contact))
        self.give_feedback()
        self.stage.settle()
        if is_working_day(self.stage.clock.time.date()):
            while self.visits and self.visits[0][0] <= self.day:
                _, business_id, name = self.visits.pop(0)
                self.visit(business_id, name)
            run_round(self.stage.engine)
            self.work()
            self.stage.settle()
        self.stage.wait(DAY)
        self.day += 1

    def pass_moment(self) -> None:
        """Instances have ids in the order of their beginnings: begun at one moment, the same year would come out other
        by chance."""
        self.stage.clock.time += MOMENT

    def visit(self, business_id: str, name: str) -> None:
        self.pass_moment()
        now = self.stage.clock.time
        expert = self.random.choice(self.experts).account
        told = typical("company-visit", now, {"businessId": business_id, "companyName": name})
        self.stage.start("company-visit", told, business_id, actor=expert)

    def work(self) -> None:
        """Each expert does the most urgent of what they mean to do today; the managers do theirs."""
        today = self.stage.clock.time.date()
        left = {one.account: A_DAY for one in self.stage.people if not self.is_away(one.account, today)}
        for item in sorted(self.stage.open_items(), key=lambda item: item.due_at or item.created_at):
            account = item.assignee or self.manager_of(item)
            if account not in left or waits(item, self.stage.clock.time):
                continue
            day = self.habits.day_of(item, account, today)
            if day is None:
                self.give_back(item, account)
            elif day <= today and left[account] > 0:
                left[account] -= 1
                self.complete(item, account)

    def give_back(self, item: WorkItemRow, account: str) -> None:
        """Whoever can't do it gives it back to the group: the next round gives it to somebody."""
        if item.assignee:
            self.stage.engine.release(item.instance_id, item.key, actor=account)
            self.given_back += 1

    def is_away(self, account: str, day: date) -> bool:
        return any(absence.account == account and absence.covers(day) for absence in self.absences)

    def manager_of(self, item: WorkItemRow) -> str:
        members = (one for one in self.stage.people if set(one.groups) & set(item.candidate_groups))
        return next((one.account for one in members if "service-manager" in one.roles), "")

    def complete(self, item: WorkItemRow, account: str) -> None:
        now = self.stage.clock.time
        told = typical(item.form, now, answers(self.random, item.form.partition(":")[0]))
        self.stage.complete(item, told, account)
        self.done += 1
        self.late += item.due_at is not None and item.due_at < now
        self.for_others += bool(item.on_behalf_of)
        self.escalated += item.escalated_at is not None

    def give_feedback(self) -> None:
        """The very satisfied and the very dissatisfied answer, some after a reminder; those in between mostly stay
        silent until somebody telephones."""
        requests = queries.awaited_feedback(self.stage.engine.database)
        for request in sorted(requests, key=lambda one: (one.asked_at, one.business_id)):
            opinion = self.opinions.get(request.id) or self.opinions.setdefault(request.id, rating(self.random))
            told = feedback(self.random, opinion)
            if told is not None:
                self.stage.give_feedback(request.id, told)


def waits(item: WorkItemRow, now: datetime) -> bool:
    """Whether it is agreed on for later, such as a visit."""
    return item.form.startswith("visit-report") and item.due_at is not None and item.due_at.date() > now.date()
