"""Housekeeping removes what nothing asks for any more, and nothing else."""

from datetime import timedelta

from sqlalchemy import func, select

from engine.history import Filters, facts
from engine.jobs.housekeeping import AT_ONCE, MESSAGES, NAMED_MESSAGES, REQUESTS, keep_house
from engine.store import instances, tables, work_items
from engine.testing import assert_replay
from tests.engine.diagrams import chain, diagram, user_task
from tests.jobs.conftest import Office


def count(office: Office, table: type[tables.Table]) -> int:
    with office.engine.database.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def later(office: Office, by: timedelta) -> int:
    office.clock.advance(by)
    office.engine.deliver_messages()  # closes what has expired
    return keep_house(office.engine.database, office.clock)


def test_answers_to_requests_are_kept_until_nobody_repeats_them(office: Office) -> None:
    office.engine.start("errand", actor="anna", request_id="r-1")

    assert later(office, REQUESTS - timedelta(minutes=1)) == 0
    assert later(office, timedelta(minutes=2)) == 1
    assert count(office, tables.Request) == 0


def test_a_message_with_an_id_of_its_own_is_kept_longer_so_that_it_is_not_delivered_again(office: Office) -> None:
    office.engine.publish("news", actor="anna", time_to_live=timedelta(hours=1))
    office.engine.publish("news", actor="anna", message_id="m-1", time_to_live=timedelta(hours=1))

    assert later(office, MESSAGES + timedelta(hours=2)) == 1
    assert not office.engine.publish("news", actor="anna", message_id="m-1")
    assert later(office, NAMED_MESSAGES) == 1
    assert count(office, tables.Message) == 0


def test_a_message_that_may_still_be_received_stays(office: Office) -> None:
    office.engine.publish("news", actor="anna", time_to_live=timedelta(days=4000))

    assert later(office, NAMED_MESSAGES + MESSAGES) == 0
    assert count(office, tables.Message) == 1


def test_more_than_fits_into_one_go_is_removed_in_several_and_facts_stay(office: Office) -> None:
    office.start()
    before = len(facts(office.engine.database).items)
    with office.engine.database.writing() as session:
        for number in range(AT_ONCE + 3):
            session.add(tables.Request(id=f"r{number}", command="start", answer="", at=office.clock.now()))

    assert later(office, REQUESTS + timedelta(days=1)) == AT_ONCE + 3
    assert len(facts(office.engine.database).items) == before


def test_the_work_items_of_finished_instances_go_when_their_time_is_over(office: Office) -> None:
    task = {"task.bpmn": diagram("task", chain(user_task("one")))}
    office.engine.deploy(task, actor="owner")
    done, running = (office.engine.start("task", actor="anna") for _ in range(2))
    office.engine.complete(done, only(office, done), actor="anna")
    office.clock.advance(timedelta(days=30))
    retention = {"errand": 1, "task": 31}

    def keep(rules: dict[str, int]) -> int:
        return keep_house(office.engine.database, office.clock, rules)

    assert keep(retention) == keep({}) == keep({"errand": 1}) == 0
    office.clock.advance(timedelta(days=2))
    assert keep(retention) == 1
    assert keep({"*": 1}) == 0  # once is enough

    assert {item.instance_id for item in work_items.page(office.engine.database, scope="all").items} == {running}
    assert count(office, tables.WorkItem) == 1
    assert_replay(office.engine, done)
    assert instances.one(office.engine.database, done).status == "completed"
    assert len(facts(office.engine.database, Filters(instance_id=done)).items) > 3


def only(office: Office, instance_id: str) -> int:
    found = work_items.page(office.engine.database, scope="all").items
    return next(item.key for item in found if item.instance_id == instance_id)
