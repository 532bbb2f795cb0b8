"""The clock: makes what is due happen, with APScheduler; the only importer of it.

Two kinds of work, in threads of their own so that neither waits for the other:

- the *tick* fires due timers and delivers messages that a crash left undelivered. It comes every second, and earlier
  when a timer is due before that: at the end of each tick the next due time is looked up, and the next tick is moved
  to it. Timers that another node armed in between are so at most a second late; those that are known are on time.
- *workers* run jobs. They look every second, and at once when a command of this program may have made one (`wake`).

What recurs (routing rounds, housekeeping) has an interval each, or a schedule like a crontab's on the office's clock.
A run that is late because the machine slept or was
busy is made up for once (`coalesce`), however late it is (`misfire_grace_time=None`), and never runs twice at a time.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Event
from typing import Any, Protocol

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from engine.ports import Clock

EVERY = timedelta(seconds=1)
#: A clock that has not managed a tick for so long is broken.
TOO_LONG = timedelta(seconds=30)
BATCH = 100

log = structlog.get_logger("polku.clock")

#: By name: how often, or at what times (`*/15 8-16 * * mon-fri`, several separated by semicolons), and what to do.
Recurring = Mapping[str, tuple[timedelta | str, Callable[[], object]]]


class Ticking(Protocol):
    """What the clock asks of the engine."""

    @property
    def clock(self) -> Clock: ...
    def fire_due(self, limit: int) -> int: ...
    def deliver_messages(self, limit: int) -> int: ...
    def run_jobs(self, limit: int) -> int: ...


class OfficeClock:
    """Wakes the engine until it is stopped.

    `next_due` says when the next timer is due; `recurring` is a name, how often, and what to do. Schedules are on the
    clocks of `zone`.
    """

    def __init__(
        self,
        engine: Ticking,
        next_due: Callable[[], datetime | None],
        *,
        workers: int,
        recurring: Recurring | None = None,
        zone: tzinfo = UTC,
    ) -> None:
        self.engine = engine
        self.next_due = next_due
        self.workers = workers
        self.recurring = dict(recurring or {})
        self.zone = zone
        self.stopping = Event()
        self._woken = Event()
        self.last_tick: datetime | None = None
        self._failing: set[str] = set()
        self._scheduler: Any = None

    def start(self) -> None:
        """Begin ticking, in threads of its own. What became due while nothing ran is caught up with at once."""
        if self._scheduler is not None:
            return
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={
                "tick": ThreadPoolExecutor(1),
                "jobs": ThreadPoolExecutor(self.workers),
                "recurring": ThreadPoolExecutor(1),
            },
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        now = datetime.now(UTC)
        self._every(EVERY, "tick", "tick", self.tick, now)
        for name in self._worker_names():
            self._every(EVERY, name, "jobs", self.work, now)
        for name, (often, action) in self.recurring.items():
            if isinstance(often, timedelta):
                self._every(often, name, "recurring", action, now + often)
            else:
                self._at(often, name, "recurring", action)
        self.last_tick = now
        self._scheduler.start()

    def stop(self) -> None:
        """Stop after what is just running; nothing is cut off."""
        if self._scheduler is None:
            return
        self.stopping.set()
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=True)
        self._scheduler = None

    def runs(self) -> bool:
        """Whether it was started, and has managed a tick lately."""
        return (
            self._scheduler is not None and self.last_tick is not None and datetime.now(UTC) - self.last_tick < TOO_LONG
        )

    def wake(self) -> None:
        """There may be a job to do: let the workers look now."""
        if self._scheduler is not None:
            self._woken.set()  # a worker that is just finishing looks once more
            for name in self._worker_names():
                self._move(name, datetime.now(UTC))

    def tick(self) -> None:
        """Fire and deliver until nothing is left for now, and be back when the next timer is due."""
        while not self.stopping.is_set() and self.engine.fire_due(BATCH) + self.engine.deliver_messages(BATCH):
            pass
        self.last_tick = datetime.now(UTC)
        due = self.next_due()
        if due is not None:
            left = due - self.engine.clock.now()
            if left < EVERY:
                self._move("tick", self.last_tick + max(left, timedelta()))

    def work(self) -> None:
        """Run jobs until none is left for now."""
        looking = True
        while looking and not self.stopping.is_set():
            self._woken.clear()
            looking = self.engine.run_jobs(BATCH) > 0 or self._woken.is_set()

    def _worker_names(self) -> tuple[str, ...]:
        return tuple(f"worker-{number}" for number in range(1, self.workers + 1))

    def _every(
        self, interval: timedelta, name: str, executor: str, action: Callable[[], object], first: datetime
    ) -> None:
        self._scheduler.add_job(
            self._guarded,
            "interval",
            (name, action),
            id=name,
            executor=executor,
            seconds=interval.total_seconds(),
            next_run_time=first,
        )

    def _at(self, schedule: str, name: str, executor: str, action: Callable[[], object]) -> None:
        times = [CronTrigger.from_crontab(part, timezone=self.zone) for part in schedule.split(";")]
        self._scheduler.add_job(self._guarded, OrTrigger(times), (name, action), id=name, executor=executor)

    def _move(self, name: str, to: datetime) -> None:
        if self.stopping.is_set():
            return
        try:
            self._scheduler.modify_job(name, next_run_time=to)
        except JobLookupError:
            log.debug("clock stopped before it was moved", job=name)

    def _guarded(self, name: str, action: Callable[[], object]) -> None:
        """Do it; a failure is logged when it begins and when it is over, not at every try in between."""
        try:
            action()
        except Exception as failure:  # the next time, the database may be back
            if name not in self._failing:
                log.error("failed, and will be tried again", job=name, exc_info=failure)
            self._failing.add(name)
        else:
            if name in self._failing:
                log.info("works again", job=name)
                self._failing.discard(name)
