"""Every command that comes from outside takes a key: the same request twice gives the first answer."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.engine import Engine
from engine.errors import Refused
from engine.operations import Operations, StartBefore
from engine.starting import Start
from engine.store import instances, jobs
from engine.store.jobs import LostTry
from engine.store.tables import Table
from engine.testing import FakeClock
from tests.engine.diagrams import chain, diagram, job, user_task
from tests.engine.test_conditional_starts import process
from tests.engine.test_signals import ALARM, signal_event

FILES = {
    "t.bpmn": diagram("tasks", chain(user_task(), user_task("last"))),
    "j.bpmn": diagram("jobs", chain(job())),
    "s.bpmn": diagram("listens", chain(signal_event("intermediateCatchEvent", "catch")), beside=ALARM),
    "h.bpmn": process("hot", "=temperature &gt; 300"),
}
NEWER = {"t.bpmn": diagram("tasks", chain(user_task(), user_task("other")))}
WHO: dict[str, Any] = {"actor": "anna"}
Twice = Callable[[Engine], Callable[[], Any]]


def only(engine: Engine, instance_id: str) -> int:
    (key,) = instances.state(engine.database, instance_id).waits
    return key


def task(engine: Engine, command: str, *arguments: Any, **options: Any) -> Callable[[], Any]:
    id = engine.start("tasks", **WHO)
    key = only(engine, id)
    return lambda: getattr(engine, command)(id, key, *arguments, **WHO, **options, request_id="r")


def locked(engine: Engine) -> tuple[str, int, str]:
    engine.start("jobs", **WHO)
    (found,) = engine.fetch_jobs("robot", ["work"])
    return found.instance_id, found.key, found.lock


def fetched(engine: Engine, command: str, *arguments: Any, **options: Any) -> Callable[[], Any]:
    id, key, lock = locked(engine)
    if command == "extend_job":
        return lambda: engine.extend_job(id, key, lock, *arguments, request_id="r")
    return lambda: getattr(engine, command)(id, key, *arguments, **options, lock=lock, request_id="r")


def operation(engine: Engine, command: str, *arguments: Any) -> Callable[[], Any]:
    id = engine.start("tasks", **WHO)
    return lambda: getattr(engine.operations, command)(id, *arguments, "a reason", **WHO, request_id="r")


def stopped(engine: Engine) -> tuple[str, int]:
    id, key, lock = locked(engine)
    engine.fail_job(id, key, "no", retries=0, lock=lock)
    return id, next(iter(instances.state(engine.database, id).incidents))


def released(engine: Engine) -> Callable[[], Any]:
    again = task(engine, "release")
    id = instances.page(engine.database).items[0].id
    engine.assign(id, only(engine, id), "anna", **WHO)
    return again


def suspended(engine: Engine) -> Callable[[], Any]:
    again = operation(engine, "resume")
    engine.operations.suspend(instances.page(engine.database).items[0].id, "wait", **WHO)
    return again


def retried(engine: Engine) -> Callable[[], Any]:
    incident = stopped(engine)
    return lambda: engine.operations.retry(*incident, "mended", **WHO, request_id="r")


def all_retried(engine: Engine) -> Callable[[], Any]:
    incidents = [stopped(engine) for _ in range(2)]
    return lambda: engine.operations.retry_all(incidents, "mended", **WHO, request_id="r")


def migrated(engine: Engine, many: bool = False) -> Callable[[], Any]:
    id = engine.start("tasks", **WHO)
    engine.deploy(NEWER, actor="olli")
    found: Any = engine.operations.migrate_all if many else engine.operations.migrate
    return lambda: found([id] if many else id, "tasks:1", "tasks:2", "newer", **WHO, request_id="r")


def one_of_two(engine: Engine) -> Callable[[], Any]:
    for _ in range(2):
        engine.start("jobs", **WHO)
    return lambda: engine.fetch_jobs("robot", ["work"], limit=1, request_id="r")


def alarmed(engine: Engine) -> Callable[[], Any]:
    engine.start("listens", **WHO)
    return lambda: engine.broadcast("alarm", **WHO, request_id="r")


MINUTE = timedelta(minutes=1)
COMMANDS: dict[str, Twice] = {
    "deploy": lambda engine: lambda: engine.deploy(NEWER, **WHO, request_id="r"),
    "start": lambda engine: lambda: engine.start("tasks", **WHO, request_id="r"),
    "start_many": lambda engine: (
        lambda: engine.start_many([Start(process_id="tasks", request_id=f"r/{n}") for n in range(2)], **WHO)
    ),
    "assign": lambda engine: task(engine, "assign", "anna"),
    "release": released,
    "complete": lambda engine: task(engine, "complete"),
    "publish": lambda engine: lambda: engine.publish("paid", "1", **WHO, message_id="r"),
    "broadcast": alarmed,
    "evaluate_conditions": lambda engine: (
        lambda: engine.evaluate_conditions({"temperature": 301}, **WHO, request_id="r")
    ),
    "fetch_jobs": one_of_two,
    "extend_job": lambda engine: fetched(engine, "extend_job", MINUTE),
    "complete_job": lambda engine: fetched(engine, "complete_job"),
    "fail_job": lambda engine: fetched(engine, "fail_job", "no"),
    "throw_job_error": lambda engine: fetched(engine, "throw_job_error", "E1"),
    "operations.suspend": lambda engine: operation(engine, "suspend"),
    "operations.resume": suspended,
    "operations.cancel": lambda engine: operation(engine, "cancel"),
    "operations.set_variables": lambda engine: operation(engine, "set_variables", {"a": 1}),
    "operations.retry": retried,
    "operations.retry_all": all_retried,
    "operations.modify": lambda engine: operation(engine, "modify", [StartBefore("last")]),
    "operations.migrate": migrated,
    "operations.migrate_all": lambda engine: migrated(engine, many=True),
}
#: Says whether the message is new, which it is not the second time. The API answers with its id both times.
SECOND = {"publish": False}
NEED_NONE = {
    "check": "changes nothing",
    "operations.plan_modification": "changes nothing",
    "operations.plan_migration": "changes nothing",
    "job_variables": "changes nothing",
    "latest_decision": "changes nothing",
    "now": "changes nothing",
    "clock_runs": "changes nothing",
    "pending_migrations": "changes nothing",
    "deliver_messages": "the program's own: what was delivered is not there a second time",
    "fire_due": "the program's own: a timer that has fired is not due any more",
    "run_jobs": "the program's own: a job that was done is gone",
    "run_until_idle": "the program's own: the three above",
    "end_lost_tries": "the program's own: a try that was ended has no lease any more",
    "do_job": "the program's own: a job that was done is gone",
    "do_jobs": "the program's own: a job that was done is gone",
    "carry_out_together": "the routing round's: an order holds only while the work item is as it was",
}


def test_every_command_is_in_the_table() -> None:
    methods = {name for name, _ in inspect.getmembers(Engine, inspect.isfunction) if not name.startswith("_")}
    methods |= {
        f"operations.{name}" for name, _ in inspect.getmembers(Operations, inspect.isfunction) if name[0] != "_"
    }
    assert methods == COMMANDS.keys() | NEED_NONE.keys()


@pytest.mark.parametrize("store_url", ["sqlite in memory"], indirect=True)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_request_twice_gives_the_first_answer(engine: Engine, clock: FakeClock, name: str) -> None:
    engine.deploy(FILES, actor="olli")
    before = everything(engine)
    ask = COMMANDS[name](engine)

    first = ask()
    done = everything(engine)
    clock.advance(timedelta(seconds=7))
    second = ask()

    assert second == SECOND.get(name, first)
    assert everything(engine) == done
    assert done != before


def everything(engine: Engine) -> tuple[dict[str, int], tuple[LostTry, ...]]:
    """How many rows there are in each table, and who has which job until when."""
    with engine.database.reading() as session:
        rows = {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in Table.metadata.tables.items()
        }
    return rows, jobs.lost_tries(engine.database, engine.clock.now() + timedelta(days=400), 100)


def test_a_key_that_deployed_other_files_is_refused(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli", request_id="r")
    with pytest.raises(Refused, match="key of its own"):
        engine.deploy(NEWER, actor="olli", request_id="r")


def test_a_request_that_failed_may_be_sent_again(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    with pytest.raises(Exception, match="nowhere"):
        engine.start("nowhere", **WHO, request_id="r")
    assert engine.start("tasks", **WHO, request_id="r")


def test_conditions_that_changed_in_between_do_not_change_the_first_answer(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    first = engine.evaluate_conditions({"temperature": 301}, **WHO, request_id="r")
    engine.evaluate_conditions({"temperature": 20}, **WHO)
    assert engine.evaluate_conditions({"temperature": 301}, **WHO, request_id="r") == first
    assert len(instances.page(engine.database).items) == 1


def test_a_fetch_that_found_nothing_may_be_sent_again_for_what_came_since(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    assert engine.fetch_jobs("robot", ["work"], request_id="r") == ()
    engine.start("jobs", **WHO)
    (found,) = engine.fetch_jobs("robot", ["work"], request_id="r")
    engine.complete_job(found.instance_id, found.key, lock=found.lock)
    engine.start("jobs", **WHO)
    assert engine.fetch_jobs("robot", ["work"], request_id="r") == (), "its jobs are done"
