"""A program that is killed at chosen points of commands, as `kill -9` or a power cut would.

Reads one JSON list on each line of its input: [database URL, point, command, arguments …]. A copy of this process
opens the database and carries the command out; at `point` it kills itself. Answers each line with `answered`, when the
command returned first, or `killed`. Points count what the database is asked for: 0 is before the first statement, 1
before the second …; each commit is one too, and so is the moment after it.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from engine.engine import Engine
from engine.store import Database
from engine.testing import FakeClock

LATER = timedelta(days=2)


def die_at(engine: Engine, point: int) -> None:
    """Kill this process by a signal that can't be caught, when the database is asked for the `point`th time."""
    asked = 0

    def ask(*_: Any) -> None:
        nonlocal asked
        if asked == point:
            os.kill(os.getpid(), signal.SIGKILL)
        asked += 1

    sql = engine.database.engine
    event.listen(sql, "before_cursor_execute", ask)
    event.listen(sql, "commit", ask)  # before the commit
    event.listen(sql, "checkin", ask)  # after it: the connection comes back


def complete(engine: Engine, instance_id: str, key: int, request_id: str) -> None:
    engine.complete(instance_id, key, {"answer": 42}, actor="anna", request_id=request_id)


def publish(engine: Engine, name: str, correlation_key: str, message_id: str) -> None:
    engine.publish(name, correlation_key, {"amount": 7}, actor="bank", message_id=message_id)


def fire_due(engine: Engine) -> None:
    engine.fire_due()


COMMANDS: dict[str, Callable[..., None]] = {"complete": complete, "publish": publish, "fire_due": fire_due}


def carry_out(url: str, point: int, command: str, *arguments: Any) -> None:
    clock = FakeClock()
    if command == "fire_due":
        clock.advance(LATER)
    engine = Engine(Database(url), clock)
    die_at(engine, point)
    COMMANDS[command](engine, *arguments)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            carry_out(*json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        answers = {0: "answered", signal.SIGKILL: "killed"}
        sys.stdout.write(answers.get(status, f"broken: {status}") + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
