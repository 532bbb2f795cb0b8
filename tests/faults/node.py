"""A whole program, clock, two workers and two callers, that is killed at a moment that chance has chosen.

Reads one JSON object on each line of its input (see `Life`). A copy of this process opens the program, and two threads
give it the commands while its clock and workers run. At its `point`th point (see `tests.faults.victim`), counted over
all threads, it kills itself; if it gets through all commands first, it does so then. Each command that was answered is
one line of the output while it lives: its number and what was answered. `killed` follows at the end of a life.
"""

import json
import logging
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import structlog

import tests.faults.rounds.handlers  # noqa: F401  registers what jobs do
from engine.bootstrap import Program, open_program
from engine.catalog import Catalog
from engine.engine import Engine
from engine.errors import AlreadyDone, Refused
from engine.settings import Settings
from engine.starting import Start
from engine.store.log.appending import append_all
from tests.faults.victim import at_each_point, catalog_of

APPLICATION = "tests.faults.rounds"
CALLERS = 2
PATIENCE = 5  # times that a command is sent again when another one got in its way
Command = list[Any]


@dataclass(frozen=True)
class Life:
    """`ahead`: by how many seconds the office's time is before the machine's."""

    url: str
    point: int
    ahead: float
    commands: list[Command] = field(default_factory=list)


@dataclass(frozen=True)
class AheadClock:
    """The machine's clock in a later time."""

    ahead: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def settings(url: str) -> Settings:
    return replace(Settings(), database_url=url, processes=(APPLICATION,), job_threads=2)


def opened(url: str, ahead: float, catalog: Catalog | None = None) -> Program:
    program = open_program(settings(url), clock=AheadClock(timedelta(seconds=ahead)))
    if catalog is not None:
        vars(program.engine.catalog).update(vars(catalog))
    return program


def start(engine: Engine, customer: str) -> str:
    variables = {"customer": customer}
    return engine.start("round", variables, actor="anna", business_key=customer, request_id=f"start-{customer}")


def start_many(engine: Engine, *customers: str) -> str:
    starts = [
        Start(process_id="round", variables={"customer": one}, business_key=one, request_id=f"start-{one}")
        for one in customers
    ]
    started = engine.start_many(starts, actor="anna")
    if failed := [one.failure for one in started if one.failure]:
        raise Refused(" ".join(failed))
    return " ".join(one.instance_id for one in started)


def complete(engine: Engine, instance_id: str, key: int, request_id: str) -> str:
    engine.complete(instance_id, key, {"by": request_id}, actor="anna", request_id=request_id)
    return "done"


def publish(engine: Engine, customer: str) -> str:
    new = engine.publish("paid", customer, {"amount": 7}, actor="bank", message_id=f"payment-{customer}")
    return "new" if new else "known"


def ring(engine: Engine, request_id: str) -> str:
    engine.broadcast("bell", actor="anna", request_id=request_id)
    return "done"


def note(engine: Engine, instance_id: str, request_id: str) -> str:
    engine.operations.set_variables(instance_id, {"noted": request_id}, "mended", actor="anna", request_id=request_id)
    return "done"


def log(engine: Engine) -> str:
    return str(append_all(engine.database))


COMMANDS: dict[str, Callable[..., str]] = {
    command.__name__: command for command in (start, start_many, complete, publish, ring, note, log)
}


def carried_out(engine: Engine, name: str, *arguments: Any) -> str:
    """What the caller hears in the end: `told` is that somebody else was first, or that it is over."""
    for turn in range(PATIENCE):
        try:
            return COMMANDS[name](engine, *arguments)
        except AlreadyDone:
            return "told"
        except Refused as refused:
            if turn == PATIENCE - 1:
                return f"refused: {refused}"
    raise AssertionError


def live(life: Life, catalog: Catalog) -> None:
    program = opened(life.url, life.ahead, catalog)
    points = count()

    def die(*_: Any) -> None:
        if next(points) >= life.point:  # one thread of several may be the first
            os.kill(os.getpid(), signal.SIGKILL)

    at_each_point(program.database.engine, die)
    program.start()
    waiting: queue.SimpleQueue[tuple[int, Command]] = queue.SimpleQueue()
    for numbered in enumerate(life.commands):
        waiting.put(numbered)

    def call() -> None:
        while True:
            try:
                number, (name, *arguments) = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                answer = carried_out(program.engine, name, *arguments)
            except Exception as error:  # noqa: BLE001  whatever it is, it is told
                answer = f"failed: {type(error).__name__}: {error}"
            os.write(1, f"{number} {answer}\n".encode())

    callers = [threading.Thread(target=call) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    os.write(1, f"points {next(points)}\n".encode())
    os.kill(os.getpid(), signal.SIGKILL)  # the clock and the workers are in the middle of something, or idle


def main() -> None:
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a worker that is woken twice is no news
    structlog.configure(  # the output is for answers
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    catalogs: dict[str, Catalog] = {}
    for line in sys.stdin:
        life = Life(**json.loads(line))
        if life.url not in catalogs:
            catalogs[life.url] = catalog_of(life.url)
        child = os.fork()
        if not child:
            try:
                live(life, catalogs[life.url])
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        end = "killed" if status == signal.SIGKILL else f"broken {status}"
        os.write(1, f"{end}\n".encode())


if __name__ == "__main__":
    main()
