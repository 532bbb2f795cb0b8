"""An office year under the virtual clock: the same engine, diagrams, routing and register, with people who are drawn.

Who comes when with which need, how soon experts work and what customers answer is drawn from a seed, so that the
same year comes out again. Nothing is inserted beside the engine: every step is a command, every letter a job.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any

from engine.calendar import is_working_day
from engine.engine import Engine
from engine.history import verify
from engine.ports import Clock
from engine.routing.round import run_round
from engine.store import Database, absences, incidents, instances, people
from engine.store.absences import Absence
from engine.store.instances import InstanceRow
from engine.store.people import Person
from engine.store.work_items import WorkItemRow
from processes.business_services import terms
from processes.business_services.demo.answers import typical
from processes.business_services.demo.drawing import Drawn, absent, answers, drawn, feedback, names, visited
from processes.business_services.demo.people import SKILLS, person
from processes.business_services.demo.stage import NO_PASSWORD, new_stage
from processes.business_services.register import queries
from processes.business_services.register.business_id import invented
from processes.business_services.register.staff import EXPERTS
from processes.business_services.scorecard import Measure, scorecard
from processes.business_services.stage import Stage, VirtualClock

BEGINS = datetime(2026, 1, 12, 7, 0, tzinfo=UTC)
DAY, MOMENT = timedelta(days=1), timedelta(milliseconds=1)
#: One expert for so many customers a year, as in an office of 25 experts and 500 customers.
CUSTOMERS_OF_ONE = 20
#: How many work items an expert gets done on a working day.
A_DAY = 8
LAST_CONTACT = 0.9  # of the year: who comes later has hardly begun when it ends
PAGE = 500
MANAGER = "palveluesimies"
PROVED = 25  # instances whose state is proved from their facts in the end


@dataclass
class Year:
    """The play: who comes on which day, who is visited, and what has been asked."""

    stage: Stage
    days: int
    customers: Sequence[Drawn]
    visits: Sequence[tuple[int, str, str]]  # day, business ID, name
    random: Random
    experts: Sequence[Person]
    absences: Sequence[Absence]
    day: int = 0
    done: int = 0
    silent: set[str] = field(default_factory=set)

    def play_day(self) -> None:
        """Contacts, feedback, on working days a routing round and the experts' work; then time until the morning."""
        for customer in self.customers:
            if self.day in customer.days:
                self.pass_moment()
                self.stage.contact(typical("contact", self.stage.clock.time, customer.contact))
        self.give_feedback()
        self.stage.settle()
        if is_working_day(self.stage.clock.time.date()):
            for day, business_id, name in self.visits:
                if day <= self.day < day + 7 and business_id not in self.silent:
                    self.silent.add(business_id)
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
        """Each expert does the most urgent of what they hold; the managers do theirs."""
        today = self.stage.clock.time.date()
        left = {one.account: A_DAY for one in self.stage.people if not self.is_away(one.account, today)}
        for item in sorted(self.stage.open_items(), key=lambda item: item.due_at or item.created_at):
            account = item.assignee or self.manager_of(item)
            if account and left.get(account, 0) > 0 and not waits(item, self.stage.clock.time):
                left[account] -= 1
                self.complete(item, account)

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

    def give_feedback(self) -> None:
        """Some customers answer at once, some after a reminder, and many wait for the telephone."""
        requests = queries.awaited_feedback(self.stage.engine.database)
        for request in sorted(requests, key=lambda one: (one.asked_at, one.business_id)):
            told = feedback(self.random)
            if told is not None:
                self.stage.give_feedback(request.id, told)


def waits(item: WorkItemRow, now: datetime) -> bool:
    """Whether it is agreed on for later, such as a visit."""
    return item.form.startswith("visit-report") and item.due_at is not None and item.due_at.date() > now.date()


def run_year(
    open_engine: Callable[[Clock], Engine],
    echo: Callable[[str], None],
    *,
    days: int,
    customers: int,
    language: str = "en",
    seed: int = 1,
) -> None:
    """Live through `days` days with so many customers, and print the scorecard."""
    began = perf_counter()
    clock = VirtualClock(BEGINS)
    stage = new_stage(clock, open_engine(clock))
    stage.at_once = False  # the jobs of a morning are done together, as a worker beside the office would
    random = Random(seed)  # noqa: S311  a play, no secret
    staff = experts(max(1, customers // CUSTOMERS_OF_ONE))
    for one in staff:
        people.save(stage.engine.database, one)
    stage.people = (*stage.people, *staff)
    ids, called = invented(customers * 2), names(random, customers * 2)
    last = max(1, int(days * LAST_CONTACT))
    drawn_customers = [drawn(random, ids[number], called[number], last) for number in range(customers)]
    visits = [(random.randrange(last), ids[-number - 1], called[-number - 1]) for number in range(customers // 5)]
    visits += visited(random, drawn_customers, last)
    members = [one for one in stage.people if EXPERTS in one.groups]
    away = absent(random, [one.account for one in members], BEGINS.date(), days)
    with stage.engine.database.writing() as session:
        for absence in away:
            absences.add(session, absence, actor=MANAGER, now=BEGINS)
    year = Year(stage, days, drawn_customers, visits, random, members, away)
    with rarely_collecting():
        for _ in range(days):
            year.play_day()
    for line in told(year, perf_counter() - began, language):
        echo(line)


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """The program's own objects live as long as it does: looking through them for garbage is a fifth of a long play."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def experts(count: int) -> list[Person]:
    """Further experts, so that an office of this size can do its work; each with two focus areas."""
    return [
        person(
            f"lisaasiantuntija{number}",
            f"Asiantuntija {number}",
            "expert",
            (EXPERTS,),
            NO_PASSWORD,
            (SKILLS[number % len(SKILLS)], SKILLS[(number + 1) % len(SKILLS)]),
            ("fi", "en", "sv"),
        )
        for number in range(1, count + 1)
    ]


def all_instances(database: Database) -> Iterator[InstanceRow]:
    after: str | None = None
    while True:
        found = instances.page(database, after=after, limit=PAGE)
        yield from found.items
        if (after := found.next) is None:
            return


SENTENCES = {
    "year": (
        "{days} päivää, {customers} asiakasta, {staff} tekijää: {done} työtä, {facts} tapahtumaa, {seconds:.0f} s",
        "{days} days, {customers} customers, {staff} experts: {done} work items done, {facts} facts, {seconds:.0f} s",
    ),
    "proof": (
        "{count} polun tila toistettiin tapahtumista: sama kuin tallennettu.",
        "The state of {count} instances was replayed from their facts: equal to the stored one.",
    ),
    "stopped": ("Virheitä {count}, ensimmäinen: {sentence}", "{count} incidents, the first: {sentence}"),
    "card": ("Tuloskortti", "Scorecard"),
    "unknown": ("  ei mitata rekisteristä", "  not told by what is recorded"),
    "target": (" (tavoite {target}{sign})", " (target {target}{sign})"),
}


def told(year: Year, seconds: float, language: str) -> Iterator[str]:
    def say(what: str, **values: Any) -> str:
        finnish, english = SENTENCES[what]
        return (finnish if language == "fi" else english).format(**values)

    database = year.stage.engine.database
    everything = list(all_instances(database))
    proofs = [verify(database, one.id) for one in everything[:: max(1, len(everything) // PROVED)]]
    facts = sum(one.facts for one in everything)
    stopped = incidents.page(database, limit=PAGE).items
    yield say("year", days=year.days, customers=len(year.customers), staff=len(year.experts), done=year.done,
              facts=facts, seconds=seconds)  # fmt: skip
    yield say("proof", count=sum(proof.equal for proof in proofs))
    if stopped:
        yield say("stopped", count=len(stopped), sentence=stopped[0].sentence)
    yield ""
    yield say("card")
    engine = year.stage.engine
    now, began = engine.now(), BEGINS.astimezone(engine.execution.zone)
    months = (now.year - began.year) * 12 + now.month - began.month + 1
    card = scorecard(database, now, engine.execution.zone, months=months)
    for goal in card.goals:
        yield f"{goal.number:>2} {terms.name(terms.GOAL, str(goal.number), language)}"
        yield from (measure_line(measure, language, say) for measure in goal.measures)
        if not goal.measures:
            yield say("unknown")


def measure_line(measure: Measure, language: str, say: Callable[..., str]) -> str:
    sign = " %" if measure.unit == "percent" else ""
    whole = "–" if measure.whole is None else f"{measure.whole}{sign}"
    target = say("target", target=measure.target, sign=sign) if measure.target is not None else ""
    return f"     {terms.name(terms.MEASURE, measure.code, language)}: {whole}{target}"
