"""A program that is killed at chosen points of commands, as `kill -9` or a power cut would.

Reads one JSON list on each line of its input: [database URL, point, busy, command, arguments …]. A copy of this process
opens the database and carries the command out; at `point` it kills itself. Answers each line with `answered`, when the
command returned first, or `killed`. There is a point before and after each statement, before and after each commit.
In a `busy` one a clock and two workers run beside the command, and have begun to work before it does.
"""

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event, select

import tests.faults.errands.handlers  # noqa: F401  registers what jobs do
from engine.bootstrap import due_next
from engine.catalog import Catalog
from engine.completing import Completion, complete_together
from engine.engine import Engine
from engine.execution import Consequences
from engine.jobs.clock import OfficeClock
from engine.jobs.run import Jobs
from engine.starting import Start
from engine.store import Database, tables
from engine.testing import FakeClock

LATER = timedelta(days=2)
WORKERS = 2
LONGEST = 30.0  # seconds that a busy machine may need to start threads
#: What is asked of the database, each before and after it; `checkin` is after the commit: the connection comes back.
POINTS = ("before_cursor_execute", "after_cursor_execute", "commit", "checkin")


def at_each_point(sql: SqlEngine, happen: Callable[..., None]) -> None:
    for name in POINTS:
        event.listen(sql, name, happen)


def die_at(engine: Engine, point: int) -> None:
    """Kill this process by a signal that can't be caught, at its `point`th point."""
    passed = 0

    def die(*_: Any) -> None:
        nonlocal passed
        if threading.current_thread() is not threading.main_thread():
            return  # the clock and the workers die with the command, wherever they are
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)
        passed += 1

    at_each_point(engine.database.engine, die)


def begin_to_work(engine: Engine) -> None:
    """Let a clock and two workers do what there is; returns when both kinds have asked the database for something."""
    seen: set[str] = set()
    both = threading.Event()

    def note(*_: Any) -> None:
        seen.add(threading.current_thread().name.partition("-")[0])
        if len(seen) > 1:
            both.set()

    event.listen(engine.database.engine, "before_cursor_execute", note)
    OfficeClock(engine, partial(due_next, engine.database), workers=WORKERS).start()
    assert both.wait(LONGEST), f"only {seen} began"


def complete(engine: Engine, instance_id: str, key: int, request_id: str) -> None:
    engine.complete(instance_id, key, {"answer": 42}, actor="anna", request_id=request_id)


def complete_those(engine: Engine, items: Sequence[tuple[str, int]], request_ids: Sequence[str]) -> None:
    """As those of several threads that come at the same time."""
    several = [
        Completion(instance_id, key, {"answer": 42}, "anna", request_id)
        for (instance_id, key), request_id in zip(items, request_ids, strict=True)
    ]
    outcomes = complete_together(engine.execution, several)
    assert all(isinstance(outcome, Consequences) for outcome in outcomes), outcomes


def start(engine: Engine, process_id: str, request_id: str) -> None:
    engine.start(process_id, {"answer": 42}, actor="anna", business_key=request_id, request_id=request_id)


def start_many(engine: Engine, process_id: str, request_ids: Sequence[str]) -> None:
    starts = [Start(process_id=process_id, business_key=id, request_id=id) for id in request_ids]
    assert all(started.instance_id for started in engine.start_many(starts, actor="anna"))


def publish(engine: Engine, name: str, correlation_key: str, message_id: str) -> None:
    engine.publish(name, correlation_key, {"amount": 7}, actor="bank", message_id=message_id)


def broadcast(engine: Engine, name: str, request_id: str) -> None:
    engine.broadcast(name, {"amount": 7}, actor="bank", request_id=request_id)


def fire_due(engine: Engine) -> None:
    engine.fire_due()


def run_jobs(engine: Engine) -> None:
    engine.run_jobs()


def answer_job(engine: Engine, instance_id: str, key: int, lock: str, request_id: str) -> None:
    engine.complete_job(instance_id, key, {"answer": 42}, lock=lock, actor="robot", request_id=request_id)


def cancel(engine: Engine, instance_id: str, request_id: str) -> None:
    engine.operations.cancel(instance_id, "Not needed.", actor="anna", request_id=request_id)


COMMANDS: dict[str, Callable[..., None]] = {
    command.__name__: command
    for command in (
        complete,
        complete_those,
        start,
        start_many,
        publish,
        broadcast,
        fire_due,
        run_jobs,
        answer_job,
        cancel,
    )
}


def catalog_of(url: str) -> Catalog:
    """What is deployed, read before the copy is made: reading it again each time would take longest of all."""
    catalog, database = Catalog(), Database(url)
    with database.reading() as session:
        for key in session.scalars(select(tables.Definition.key).where(tables.Definition.kind == "process")):
            catalog.process(session, key)
    database.close()
    return catalog


def carry_out(catalog: Catalog, url: str, point: int, busy: bool, command: str, *arguments: Any) -> None:
    clock, database = FakeClock(), Database(url)
    if busy or command == "fire_due":
        clock.advance(LATER)
    engine = Engine(database, clock, jobs=Jobs(database, clock))
    vars(engine.catalog).update(vars(catalog))
    if busy:
        begin_to_work(engine)
    die_at(engine, point)
    COMMANDS[command](engine, *arguments)


def main() -> None:
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a worker that is woken twice is no news
    catalogs: dict[str, Catalog] = {}
    for line in sys.stdin:
        url, *rest = json.loads(line)
        if url not in catalogs:
            catalogs[url] = catalog_of(url)
        child = os.fork()
        if not child:
            carry_out(catalogs[url], url, *rest)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        answers = {0: "answered", signal.SIGKILL: "killed"}
        sys.stdout.write(answers.get(status, f"broken: {status}") + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
