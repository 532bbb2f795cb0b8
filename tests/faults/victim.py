"""A program that is killed at chosen points of commands, as `kill -9` or a power cut would.

Reads one JSON list on each line of its input: [database URL, point, command, arguments …]. A copy of this process
opens the database and carries the command out; at `point` it kills itself. Answers each line with `answered`, when the
command returned first, or `killed`. There is a point before and after each statement, before and after each commit.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event, select

import tests.faults.errands.handlers  # noqa: F401  registers what jobs do
from engine.catalog import Catalog
from engine.engine import Engine
from engine.jobs.run import Jobs
from engine.starting import Start
from engine.store import Database, tables
from engine.testing import FakeClock

LATER = timedelta(days=2)
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
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)
        passed += 1

    at_each_point(engine.database.engine, die)


def complete(engine: Engine, instance_id: str, key: int, request_id: str) -> None:
    engine.complete(instance_id, key, {"answer": 42}, actor="anna", request_id=request_id)


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
    for command in (complete, start, start_many, publish, broadcast, fire_due, run_jobs, answer_job, cancel)
}


def catalog_of(url: str) -> Catalog:
    """What is deployed, read before the copy is made: reading it again each time would take longest of all."""
    catalog, database = Catalog(), Database(url)
    with database.reading() as session:
        for key in session.scalars(select(tables.Definition.key).where(tables.Definition.kind == "process")):
            catalog.process(session, key)
    database.close()
    return catalog


def carry_out(catalog: Catalog, url: str, point: int, command: str, *arguments: Any) -> None:
    clock, database = FakeClock(), Database(url)
    if command == "fire_due":
        clock.advance(LATER)
    engine = Engine(database, clock, jobs=Jobs(database, clock))
    vars(engine.catalog).update(vars(catalog))
    die_at(engine, point)
    COMMANDS[command](engine, *arguments)


def main() -> None:
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
