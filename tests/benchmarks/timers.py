"""Timers: how fast a flood of due ones is drained, and how late one is while many are armed and 50 due a second.

The clock knows of those long before. Of others it knows only when it looks: a program without a clock (a worker) armed
them for at once.
"""

import random
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event
from time import monotonic, perf_counter

from sqlalchemy import text

from engine.bootstrap import due_next
from engine.engine import Engine
from engine.history import Filters, facts
from engine.jobs.clock import OfficeClock
from engine.starting import Start
from tests.benchmarks._databases import Measurement, databases, measured, opened, percentile
from tests.engine.diagrams import chain, diagram, timer

AT = timer("wait", "due").replace("timeDuration", "timeDate").replace(">due<", ">=due<")
DIAGRAM = {"waits.bpmn": diagram("waits", chain(AT))}
A_SECOND, SECONDS = 50, 20
OF_OTHERS, APART = 60, 0.3  # timers for at once, and seconds between them: the clock sleeps meanwhile
FAR = timedelta(days=400)


def arm(engine: Engine, dues: list[datetime]) -> None:
    starts = [Start(process_id="waits", variables={"due": {"@": due.isoformat()}}) for due in dues]
    failed = [one.failure for one in engine.start_many(starts, actor="anna") if one.failure]
    if failed:
        raise RuntimeError(failed[0])


def drained(engine: Engine) -> float:
    """Timers a second, when all of them are due at once."""
    began = perf_counter()
    fired = 0
    while done := engine.fire_due(1000):
        fired += done
    return fired / (perf_counter() - began)


def lateness(engine: Engine, count: int) -> list[float]:
    """How late each of `count` timers was fired by the clock, in seconds; so many are due each second."""
    began = datetime.now(UTC) + timedelta(seconds=3)
    dues = [began + timedelta(seconds=number / A_SECOND) for number in range(count)]
    arm(engine, dues)
    clock = OfficeClock(engine, partial(due_next, engine.database), workers=1)
    clock.start()
    left = (dues[-1] - datetime.now(UTC)).total_seconds()
    done, end = Event(), monotonic() + left + 60
    while not done.wait(min(1.0, max(0.0, left))):
        with engine.database.reading() as session:
            due = session.execute(
                text("SELECT count(*) FROM timers WHERE due <= :last"), {"last": last(engine, dues[-1])}
            )
            if not due.scalar_one() or monotonic() > end:
                done.set()
    clock.stop()
    return [(fired - due).total_seconds() for due, fired in zip(dues, fired_at(engine, began, count), strict=True)]


def lateness_of_others(engine: Engine, other: Engine, count: int) -> list[float]:
    """How late timers are fired that a program without a clock arms for at once, in seconds."""
    clock = OfficeClock(engine, partial(due_next, engine.database), workers=1)
    clock.start()
    began, chance, dues = datetime.now(UTC), random.Random(7), []
    for _ in range(count):
        Event().wait(chance.uniform(0, 2 * APART))
        dues.append(datetime.now(UTC))
        arm(other, dues[-1:])
    Event().wait(3 * APART)
    clock.stop()
    engine.fire_due(count)
    return [(fired - due).total_seconds() for due, fired in zip(dues, fired_at(engine, began, count), strict=True)]


def last(engine: Engine, due: datetime) -> object:
    return due if engine.database.dialect == "postgresql" else due.replace(tzinfo=None).isoformat(" ")


def fired_at(engine: Engine, since: datetime, count: int) -> list[datetime]:
    """When the timers were fired, in the order in which they were due."""
    found: list[datetime] = []
    after: str | None = None
    while len(found) < count:
        page = facts(
            engine.database, Filters(kind="TimerFired", since=since), after=after, limit=1000, newest_first=False
        )
        found += [fact.at for fact in page.items]
        after = page.next
        if after is None:
            break
    return sorted(found)


def run(size: float = 1.0) -> list[Measurement]:
    """Measurements as `tests.benchmarks` wants them."""
    many, near = max(200, int(100_000 * size)), max(50, int(A_SECOND * SECONDS * min(1.0, size * 10)))
    found = []
    with databases() as all_databases:
        for name, url in all_databases:
            engine = opened(url)
            engine.deploy(DIAGRAM, actor="olli")
            arm(engine, [datetime.now(UTC) + timedelta(seconds=1)] * many)
            Event().wait(1.0)
            found.append(measured(f"{name}: {many:,} due at once", drained(engine), "timers/s"))
            arm(engine, [datetime.now(UTC) + FAR] * many)
            late = lateness(engine, near)
            what = f"{name}: with {many:,} armed and {A_SECOND} due a second, lateness"
            found += [measured(f"{what} p{part}", percentile(late, part / 100), "s") for part in (50, 99)]
            other = opened(url)
            late = lateness_of_others(engine, other, max(5, int(OF_OTHERS * min(1.0, size * 10))))
            what = f"{name}: armed for at once by a program without a clock, lateness"
            found += [measured(f"{what} p{part}", percentile(late, part / 100), "s") for part in (50, 99)]
            other.database.close()
            engine.database.close()
    return found
