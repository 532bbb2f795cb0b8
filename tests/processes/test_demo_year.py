"""An office year under the virtual clock, a short and small one: it comes out whole, sound, and the same again."""

import re
from itertools import pairwise

import pytest

from engine.engine import Engine
from engine.history import verify_all
from engine.jobs.run import Jobs
from engine.ports import Clock
from engine.store import Database, absences, incidents, work_items
from engine.store.migrate import migrate
from processes.business_services import demo
from processes.business_services.register import queries
from processes.business_services.register.schema import SCHEMA

DAYS, CUSTOMERS = 25, 12


class Lived:
    """A year that was lived through: what it printed, and the engine that it left."""

    def __init__(self, *, language: str = "en", seed: int = 1) -> None:
        self.lines: list[str] = []
        self.engine: Engine
        demo.run_year(self.open, self.lines.append, days=DAYS, customers=CUSTOMERS, language=language, seed=seed)

    def open(self, clock: Clock) -> Engine:
        database = Database("sqlite://")
        migrate(database, [SCHEMA])
        self.engine = Engine(database, clock, jobs=Jobs(database, clock))
        return self.engine

    def figure(self, name: str) -> int:
        (line,) = [line for line in self.lines if line.strip().startswith(f"{name}:")]
        found = re.search(r": (\d+)", line)
        assert found is not None, line
        return int(found[1])


@pytest.fixture(scope="module")
def year() -> Lived:
    return Lived()


def test_customers_come_are_served_and_are_in_the_register(year: Lived) -> None:
    companies = queries.search(year.engine.database, limit=100).items

    customers = [one for one in companies if one.status == "active"]
    assert CUSTOMERS <= len(customers) <= len(companies)
    assert year.lines[0].startswith(f"{DAYS} days, {CUSTOMERS} customers")
    assert work_items.page(year.engine.database, scope="all", state="completed").items


def test_nothing_stopped_and_every_state_is_what_its_facts_say(year: Lived) -> None:
    assert incidents.page(year.engine.database).items == ()
    assert not any("incident" in line for line in year.lines)
    proofs = list(verify_all(year.engine.database))
    assert len(proofs) >= CUSTOMERS
    assert all(proof.equal for proof in proofs)


def test_the_scorecard_says_what_the_register_says(year: Lived) -> None:
    companies = queries.search(year.engine.database, limit=100).items
    customers = [queries.customer(year.engine.database, one.business_id) for one in companies]

    assert year.figure("Company visits") == sum(len(one.visits) for one in customers)
    assert year.figure("Contacts") == sum(len(one.contacts) for one in customers)
    assert year.figure("New customers") == sum(one.company.status == "active" for one in customers)
    assert 0 <= year.figure("Work done in time") <= 100


def test_people_are_late_and_give_back_and_customers_are_unhappy_or_stay_silent(year: Lived) -> None:
    (told,) = [line for line in year.lines if line.startswith("Of the work")]
    late, told_to_managers, by_substitutes, given_back, negative, silent = map(int, re.findall(r"\d+", told))

    done = work_items.page(year.engine.database, scope="all", state="completed", limit=1000).items
    assert late == sum(one.due_at is not None and one.completed_at > one.due_at for one in done) > 0  # type: ignore[operator]
    assert told_to_managers == sum(one.escalated_at is not None for one in done)
    assert by_substitutes == sum(bool(one.on_behalf_of) for one in done) > 0
    assert given_back > 0
    graded = [one.grade for company in queries.search(year.engine.database, limit=100).items
              for one in queries.customer(year.engine.database, company.business_id).feedback]  # fmt: skip
    assert negative == graded.count("negative")
    assert silent >= 0
    assert year.figure("Work done in time") < 100


def test_the_goal_of_visits_is_the_share_of_the_offices_experts(year: Lived) -> None:
    assert any(re.search(r"Company visits: \d+ \(target 21\)", line) for line in year.lines)
    assert "The goal of 21 company visits is the share of 6 experts: that of 25 is 1,300 a year." in year.lines


def test_people_are_away_in_the_year_but_never_twice_at_once(year: Lived) -> None:
    found = absences.list(year.engine.database)

    assert found
    for account in {one.account for one in found}:
        own = sorted((one for one in found if one.account == account), key=lambda one: one.first_day)
        assert all(one.last_day is not None and one.last_day < after.first_day for one, after in pairwise(own))


def test_the_same_seed_gives_the_same_year_and_another_one_another(year: Lived) -> None:
    def told(lived: Lived) -> list[str]:
        return [re.sub(r"\d+ s$", "", line) for line in lived.lines]

    assert told(Lived()) == told(year)
    assert told(Lived(seed=2)) != told(year)


def test_it_is_told_in_finnish_too() -> None:
    assert "Tuloskortti" in Lived(language="fi").lines
