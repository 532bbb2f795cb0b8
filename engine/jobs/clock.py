"""The clock: makes what is due happen, with APScheduler; the only importer of it.

Two kinds of work, in threads of their own so that neither waits for the other:

- the *tick* fires due timers, in a thread that sleeps until the next one is due: the next in the database, or one that
  a command of this program armed meanwhile (`wake`). It sleeps no longer than half a second, for timers that a program
  without a clock (a worker) armed for at once, and once a second delivers messages that a crash left undelivered.
  Every node may have a clock: they share what is due, and nothing fires twice.
- *workers* run jobs. They look every second, and at once when a command of this program may have made one (`wake`).

What recurs (routing rounds, housekeeping) has an interval each, or a schedule like a crontab's on the office's clock.
A run that is late because the machine slept or was
busy is made up for once (`coalesce`), however late it is (`misfire_grace_time=None`), and never runs twice at a time.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Event, Thread
from time import monotonic
from typing import Any, Protocol

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from engine.jobs.alarm import Alarm
from engine.ports import Clock

EVERY = timedelta(seconds=1)
#: So late may a timer be that another program armed for at once. To look takes three small questions.
LOOK = timedelta(seconds=0.5)
#: A clock that has not managed a tick for so long is broken.
TOO_LONG = timedelta(seconds=30)
BATCH = 100
SET_BACK = 2.0  # seconds: less is what a clock is corrected by all the time

log = structlog.get_logger("polku.clock")

#: By name: how often, or at what times (`*/15 8-16 * * mon-fri`, several separated by semicolons), and what to do.
Recurring = Mapping[str, tuple[timedelta | str, Callable[[], object]]]


class OnTheClock(CronTrigger):  # type: ignore[misc]  # APScheduler has no types
    """A schedule that names its hours: what is to be done at half past three is done once on the day with two of them.

    An hour that the clocks leave out is made up for an hour later. A schedule for every hour has both hours.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        found: datetime | None = super().get_next_fire_time(previous_fire_time, now)
        while found is not None and found.fold:
            found = super().get_next_fire_time(found, found)
        return found


def schedule_of(texts: str, zone: tzinfo) -> OrTrigger:
    """When the times of these crontab lines, separated by semicolons, come on the clocks of `zone`."""
    kinds = {text: CronTrigger if text.split()[1].startswith("*") else OnTheClock for text in texts.split(";")}
    return OrTrigger([kind.from_crontab(text, timezone=zone) for text, kind in kinds.items()])


class Ticking(Protocol):
    """What the clock asks of the engine."""

    @property
    def clock(self) -> Clock: ...
    def fire_due(self, limit: int) -> int: ...
    def deliver_messages(self, limit: int) -> int: ...
    def run_jobs(self, limit: int) -> int: ...


class OfficeClock:
    """Wakes the engine until it is stopped.

    `next_due` says when the first timer after a moment is due; `recurring` is a name, how often, and what to do.
    Schedules are on the clocks of `zone`.
    """

    def __init__(
        self,
        engine: Ticking,
        next_due: Callable[[datetime], datetime | None],
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
        self._alarm = Alarm()
        self._ticking: Thread | None = None
        self._swept = 0.0
        self._ahead: float | None = None  # by how much the time of day is ahead of the time that only goes on

    def start(self) -> None:
        """Begin ticking, in threads of its own. What became due while nothing ran is caught up with at once."""
        if self._scheduler is not None:
            return
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={
                "jobs": ThreadPoolExecutor(max(1, self.workers)),
                "recurring": ThreadPoolExecutor(1),
            },
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        now = datetime.now(UTC)
        for name in self._worker_names():
            self._every(EVERY, name, "jobs", self.work, now)
        for name, (often, action) in self.recurring.items():
            if isinstance(often, timedelta):
                self._every(often, name, "recurring", action, now + often)
            else:
                self._at(often, name, "recurring", action)
        self.last_tick = now
        self._scheduler.start()
        self._ticking = Thread(target=self._keep_time, name="polku-clock", daemon=True)
        self._ticking.start()

    def stop(self) -> None:
        """Stop after what is just running; nothing is cut off."""
        if self._scheduler is None:
            return
        self.stopping.set()
        self._scheduler.remove_all_jobs()
        self._alarm.set(0)
        if self._ticking is not None:
            self._ticking.join()
        self._scheduler.shutdown(wait=True)
        self._scheduler = None

    def runs(self) -> bool:
        """Whether it was started, and has managed a tick lately."""
        return (
            self._scheduler is not None and self.last_tick is not None and datetime.now(UTC) - self.last_tick < TOO_LONG
        )

    def wake(self, due: datetime | None = None, *, jobs: bool = True) -> None:
        """Let the workers look now, where there may be `jobs` to do. `due`: a timer was armed for then."""
        if self._scheduler is None:
            return
        if due is not None and (left := due - self.engine.clock.now()) < LOOK:
            self._alarm.set(max(0.0, left.total_seconds()))
        if not jobs:
            return
        self._woken.set()  # a worker that is just finishing looks once more
        for name in self._worker_names():
            self._move(name, datetime.now(UTC))

    def tick(self) -> None:
        """Fire what is due until nothing is left for now, and set the alarm to when the next timer is due."""
        looked = self.engine.clock.now()
        while not self.stopping.is_set() and self.engine.fire_due(BATCH):
            looked = self.engine.clock.now()
        if monotonic() - self._swept >= EVERY.total_seconds():
            while not self.stopping.is_set() and self.engine.deliver_messages(BATCH):
                pass
            self._swept = monotonic()
        self.last_tick = datetime.now(UTC)
        if (due := self.next_due(looked)) is not None:
            # A clock that waits for years would overflow; it looks again before long anyway.
            left = min(due - self.engine.clock.now(), LOOK)
            self._alarm.set(max(0.0, left.total_seconds()))

    def _keep_time(self) -> None:
        while not self.stopping.is_set():
            self._guarded("tick", self.tick)
            self._notice_set_back()
            self._alarm.sleep(LOOK.total_seconds())

    def _notice_set_back(self) -> None:
        """Set back by an hour, the machine would do what has an interval only after that hour: do it now instead."""
        now = datetime.now(UTC)
        ahead = now.timestamp() - monotonic()
        if self._ahead is not None and ahead < self._ahead - SET_BACK:
            log.warning("the machine's time was set back", seconds=round(self._ahead - ahead))
            often = (name for name, (when, _) in self.recurring.items() if isinstance(when, timedelta))
            for name in (*self._worker_names(), *often):
                self._move(name, now)
        self._ahead = ahead

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
        times = schedule_of(schedule, self.zone)
        self._scheduler.add_job(self._guarded, times, (name, action), id=name, executor=executor)

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
