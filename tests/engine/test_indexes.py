"""No query reads a growing table from one end to the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from engine.bootstrap import due_next
from engine.engine import Engine
from engine.history import Filters, facts, steps
from engine.jobs.housekeeping import keep_house
from engine.starting import Start
from engine.store import Database, incidents, instances, watching, work_items
from engine.store.gauges import waiting
from engine.store.statements import send
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, job, message, message_event, timer, user_task
from tests.engine.test_signals import ALARM, CATCH

FILES = {
    "a.bpmn": diagram("tasks", chain(user_task(groups="experts"), timer(), job(), user_task("last"))),
    "b.bpmn": diagram(
        "waits", chain(message_event("intermediateCatchEvent", "catch", "m")), beside=message("m", "paid", "=invoice")
    ),
    "c.bpmn": diagram("works", chain(job())),
    "d.bpmn": diagram("listens", chain(CATCH), beside=ALARM),
}
SMALL = ("CONSTANT ROW", "timer_starts", "message_starts", "definitions")  # as many rows as there are definitions
INNER = ("SCAN anon_", "SCAN (subquery", "SCAN leaders")  # what another step of the same plan has found
Asked = list[tuple[str, Any]]


@contextmanager
def asked(database: Database) -> Iterator[Asked]:
    found: Asked = []

    def ask(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "INSERT", "EXPLAIN")):
            found.append((statement, parameters[0] if many else parameters))

    event.listen(database.engine, "before_cursor_execute", ask)
    yield found
    event.remove(database.engine, "before_cursor_execute", ask)


def scans(database: Database, questions: Asked) -> list[str]:
    """The steps of the query plans that go through a whole table, with the statement."""
    found = []
    with database.reading() as session:
        for statement, parameters in questions:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for *_, step in plan:
                whole = step.startswith("SCAN") and not step.startswith(INNER) and " USING " not in step
                if whole and not any(small in step for small in SMALL):
                    found.append(f"{step}: {statement}")
    return found


COMMANDS: dict[str, Callable[[Engine, FakeClock], Any]] = {
    "through a process": lambda engine, clock: through(engine, clock),
    "message": lambda engine, _: (
        engine.start("waits", {"invoice": "1"}, actor="a"),
        engine.publish("paid", "1", actor="b"),
    ),
    "sweep": lambda engine, _: engine.run_until_idle(),
    "in bulk": lambda engine, _: engine.start_many([Start(process_id="tasks", request_id="many")] * 3, actor="anna"),
    "next due": lambda engine, clock: due_next(engine.database, clock.now()),
    "housekeeping": lambda engine, clock: keep_house(engine.database, clock, {"*": 1}),
    "mine": lambda engine, _: work_items.page(engine.database, account="anna"),
    "groups": lambda engine, _: work_items.page(engine.database, account="anna", groups=["experts"], scope="groups"),
    "all": lambda engine, _: work_items.page(engine.database, scope="all"),
    "done": lambda engine, _: work_items.page(engine.database, scope="all", state="completed"),
    "late": lambda engine, clock: work_items.page(engine.database, scope="all", overdue=clock.now()),
    "of a process": lambda engine, _: work_items.page(engine.database, scope="all", process_id="tasks"),
    "of a customer": lambda engine, _: work_items.page(engine.database, scope="all", business_key="k"),
    "counts": lambda engine, clock: work_items.counts(engine.database, "anna", ["experts"], now=clock.now()),
    "instances": lambda engine, _: instances.page(engine.database),
    "instances of a process": lambda engine, _: instances.page(engine.database, process_id="tasks"),
    "incidents": lambda engine, _: incidents.page(engine.database),
    "incidents that say something": lambda engine, _: (
        incidents.page(engine.database, incidents.Sought(text="bank")),
        incidents.count(engine.database, incidents.Sought(text="bank")),
    ),
    "incidents of an element": lambda engine, clock: (
        incidents.page(engine.database, incidents.Sought("works", "work", before=clock.now())),
        incidents.count(engine.database, incidents.Sought("works", "work")),
    ),
    "instances that begin so": lambda engine, _: instances.page(engine.database, text="1ke6"),
    "jobs": lambda engine, _: watching.jobs(engine.database),
    "jobs of a kind": lambda engine, _: watching.jobs(
        engine.database, process_id="works", type="work", text="1234567-"
    ),
    "timers of a process": lambda engine, _: watching.timers(engine.database, process_id="tasks", text="1ke6"),
    "counts of jobs": lambda engine, clock: watching.job_counts(engine.database, clock.now()),
    "gauges": lambda engine, clock: waiting(engine.database, clock.now()),
    "timers": lambda engine, clock: watching.timers(engine.database, late=clock.now()),
    "facts of an instance": lambda engine, _: facts(engine.database, Filters(instance_id="i")),
    "a page of an instance": lambda engine, _: steps(engine.database, "i", process=1, without=["FlowTaken"]),
    "facts": lambda engine, _: facts(engine.database, Filters()),
    "lost tries": lambda engine, clock: lost(engine, clock),
    "a fetch that is sent again": lambda engine, _: (
        engine.start("works", actor="a"),
        [engine.fetch_jobs("robot", ["work"], request_id="again") for _ in range(2)],
    ),
    "a signal to many": lambda engine, _: alarm(engine),
    "instances of a customer": lambda engine, _: instances.page(engine.database, business_key="k", status="active"),
}


def alarm(engine: Engine) -> None:
    engine.start_many([Start(process_id="listens")] * 3, actor="a")
    engine.broadcast("alarm", actor="b", request_id="alarm")


def lost(engine: Engine, clock: FakeClock) -> None:
    engine.start("works", actor="a")
    assert engine.fetch_jobs("robot", ["work"])
    clock.advance(timedelta(days=1))
    assert engine.end_lost_tries()


def through(engine: Engine, clock: FakeClock) -> None:
    instance_id = engine.start("tasks", actor="anna", request_id="r")
    engine.assign(instance_id, only(engine, instance_id), "anna", actor="anna")
    engine.complete(instance_id, only(engine, instance_id), actor="anna", request_id="r2")
    clock.advance(timedelta(days=1))
    engine.fire_due()
    engine.fail_job(instance_id, only(engine, instance_id), "no", retries=0)
    state = instances.state(engine.database, instance_id)
    engine.operations.retry(instance_id, next(iter(state.incidents)), "mended", actor="anna")
    engine.complete_job(instance_id, only(engine, instance_id))
    engine.operations.cancel(instance_id, "enough", actor="anna")


def only(engine: Engine, instance_id: str) -> int:
    (key,) = instances.state(engine.database, instance_id).waits
    return key


@pytest.mark.parametrize("what", COMMANDS)
def test_every_question_is_answered_by_an_index(what: str) -> None:
    clock = FakeClock()
    engine = engine_on("sqlite://", clock)
    engine.deploy(FILES, actor="olli")
    with asked(engine.database) as questions:
        COMMANDS[what](engine, clock)
    assert questions
    assert scans(engine.database, questions) == []


def test_the_check_sees_a_whole_table_being_read() -> None:
    engine = engine_on("sqlite://")
    (found,) = scans(engine.database, [("SELECT * FROM facts WHERE data LIKE ?", ("%x%",))])
    assert found.startswith("SCAN facts")


#: As many rows as there are definitions, or as an office has processes running.
SMALL_ON_POSTGRESQL = (
    "timer_starts",
    "message_starts",
    "signal_starts",
    "definitions",
    "deployed",
    "condition_starts",
    "facts_seq_seq",
)


def sequential_scans(database: Database, questions: Asked) -> list[str]:
    """The same on PostgreSQL, which reads a whole table only where no index helps once it is told to avoid that."""
    found = []
    with database.reading() as session:
        connection = session.connection()
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql("SET LOCAL transaction_read_only = off")
        for statement, parameters in questions:
            explain = f"EXPLAIN {statement}"
            ours = "$1" in statement  # as PostgreSQL takes it; all else is as SQLAlchemy gives it to the driver
            plan = send(connection, explain, parameters) if ours else connection.exec_driver_sql(explain, parameters)
            for (step,) in plan.fetchall():
                if "Seq Scan" in step and not any(f"Seq Scan on {small}" in step for small in SMALL_ON_POSTGRESQL):
                    found.append(f"{step.strip()}: {statement}")
    return found


def test_every_question_is_answered_by_an_index_on_postgresql_too(migrated_postgres: str) -> None:
    clock = FakeClock()
    engine = engine_on(migrated_postgres, clock)
    engine.deploy(FILES, actor="olli")
    with asked(engine.database) as questions:
        for command in COMMANDS.values():
            command(engine, clock)
    of_rows = [(text, values) for text, values in questions if text.startswith(("SELECT", "UPDATE", "DELETE", "WITH"))]
    assert len(of_rows) > len(COMMANDS)
    assert sequential_scans(engine.database, of_rows) == []
    (seen,) = sequential_scans(engine.database, [("SELECT * FROM requests WHERE answer LIKE %(x)s", {"x": "x"})])
    assert "Seq Scan on requests" in seen
    engine.database.close()
