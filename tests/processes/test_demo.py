"""The demo office and the demonstration."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.engine import Engine
from engine.history import verify_all
from engine.jobs.run import Jobs
from engine.ports import Clock
from engine.store import Database, instances, people, work_items
from engine.store.migrate import migrate
from engine.testing import engine_on
from processes.business_services import demo
from processes.business_services.demo.customers import PARTS
from processes.business_services.demo.parts import invented_business_ids
from processes.business_services.register import paths, queries
from processes.business_services.register.schema import SCHEMA

NOW = datetime(2026, 6, 24, 10, 30, tzinfo=UTC)  # a Wednesday


class StandingClock:
    def now(self) -> datetime:
        return NOW


def hashed(password: str) -> str:
    return f"hash of {password}"


@pytest.fixture(scope="module")
def office() -> Iterator[Engine]:
    engine = engine_on(clock=StandingClock(), applications=[SCHEMA])
    assert demo.load(engine, engine.database, NOW, hashed, "salasana")
    yield engine
    engine.database.close()


def test_everybody_can_sign_in(office: Engine) -> None:
    staff = people.list(office.database)

    assert Counter(role for person in staff for role in person.roles) == {
        "expert": 7,
        "service-manager": 1,
        "process-owner": 1,
        "auditor": 1,
        "administrator": 1,
    }
    assert {person.password_hash for person in staff} == {"hash of salasana"}


def test_there_is_work_in_every_state(office: Engine) -> None:
    active = {
        element.element_id
        for instance in instances.page(office.database, limit=100).items
        for element in instances.active_elements(office.database, instance.id)
    }

    assert active >= {
        "needs-assessment",
        "choose-services",
        "recruitment",
        "competence-development",
        "enterprise-development",
        "staff-reduction",
        "network-guidance",
        "feedback",
        "answer-or-silence",
        "call-customer",
        "reply",
        "reassessment",
        "aftercare",
        "time-or-customer",
        "contact-customer",
    }
    ended = instances.page(office.database, status="completed", process_id="service-path").items
    assert len(ended) == 1


def test_every_customer_is_in_the_register_with_its_path(office: Engine) -> None:
    companies = queries.search(office.database, limit=100).items
    paths = instances.page(office.database, limit=100).items

    assert {company.name for company in companies} == {part.name for part in PARTS}
    about = {path.business_key for path in paths if path.process_id == "service-path"}
    assert about == {company.business_id for company in companies}


def test_what_people_wrote_has_their_name(office: Engine) -> None:
    accounts = {person.account for person in people.list(office.database) if "expert" in person.roles}
    customers = [queries.customer(office.database, one.business_id) for one in queries.search(office.database).items]

    authors = {memo.author for customer in customers for memo in customer.memos}
    assert authors
    assert authors <= accounts
    contacted = {contact.expert for customer in customers for contact in customer.contacts if contact.expert}
    assert contacted
    assert contacted <= accounts
    by_office = [contact for one in customers for contact in one.contacts if contact.initiative == "office"]
    assert all(contact.expert for contact in by_office)


def test_some_work_is_late_and_some_is_not(office: Engine) -> None:
    items = work_items.page(office.database, scope="all", limit=200).items

    late = [item for item in items if item.due_at is not None and item.due_at < NOW]
    assert len(late) >= 3
    assert len(items) - len(late) >= 8
    assert any(item.candidate_groups == ("palveluesimiehet",) for item in items)
    assert any(not item.assignee for item in items)


def test_nothing_stopped_nothing_is_from_the_future_and_the_history_holds(office: Engine) -> None:
    for instance in instances.page(office.database, limit=100).items:
        assert instances.state(office.database, instance.id).incidents == {}
        assert instance.started_at < NOW
    assert all(proof.equal for proof in verify_all(office.database))


def test_loading_again_changes_nothing(office: Engine) -> None:
    before = instances.page(office.database, limit=100)

    assert demo.load(office, office.database, NOW, hashed) is False
    assert instances.page(office.database, limit=100) == before


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Day 1, Mon 12 Jan 2026",
                "makes contact",
                "Aino Lehtola: «Tee palvelutarvearvio asiakkaan kanssa»",
                "All are in aftercare:",
                "services: Recruitment, Enterprise development, Competence development",
                "feedback: negative",
            ],
        ),
        ("fi", ["1. päivä, ma 12.1.2026", "ottaa yhteyttä", "Kaikki ovat jälkihoidossa:", "palaute: kielteinen"]),
    ],
)
def test_the_demonstration_ends_with_three_customers_in_aftercare(language: str, expected: list[str]) -> None:
    lines: list[str] = []
    opened: list[Engine] = []

    def open_engine(clock: Clock) -> Engine:
        database = Database("sqlite://")
        migrate(database, [SCHEMA])
        opened.append(Engine(database, clock, jobs=Jobs(database, clock)))
        return opened[0]

    demo.run(open_engine, lines.append, language)

    told = "\n".join(lines)
    for text in expected:
        assert text in told
    database = opened[0].database
    customers = invented_business_ids(3)
    assert all(paths.waiting_for(database, "customer-contact", customer) for customer in customers)
    second_round, negative, silent = (queries.customer(database, customer) for customer in customers)
    assert len(second_round.feedback) == 2
    assert [given.grade for given in negative.feedback] == ["negative"]
    assert negative.feedback[0].replied_by
    assert [(given.channel, given.tries) for given in silent.feedback] == [("phone", 2)]
