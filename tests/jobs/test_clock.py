"""The clock wakes what is due on time, workers at once, and goes on when something fails."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Event
from time import time
from zoneinfo import ZoneInfo

import pytest

from engine.jobs import clock as clock_module
from engine.jobs.alarm import Alarm
from engine.jobs.clock import OfficeClock, schedule_of
from engine.ports import Clock, SystemClock

SOON = 10.0  # seconds that a busy machine may need; nothing waits so long where all is well


class Recorded:
    """An engine that notes what it is asked to do, and when."""

    def __init__(self) -> None:
        self.clock: Clock = SystemClock()
        self.due: datetime | None = None
        self.fired: list[datetime] = []
        self.failing = False
        self.next_after: Callable[[datetime], None] = lambda _after: None
        self.happened = {name: Event() for name in ("fired", "ticked", "worked", "failed")}

    def fire_due(self, limit: int) -> int:
        assert limit > 0
        if self.failing:
            self.happened["failed"].set()
            raise ConnectionError("The database is gone.")
        self.happened["ticked"].set()
        now = datetime.now(UTC)
        if self.due is None or now < self.due:
            return 0
        self.fired.append(now)
        self.due = None
        self.happened["fired"].set()
        return 1

    def next_due(self, after: datetime) -> datetime | None:
        self.next_after(after)
        return self.due if self.due is not None and self.due > after else None

    def deliver_messages(self, limit: int) -> int:
        assert limit > 0
        return 0

    def run_jobs(self, limit: int) -> int:
        assert limit > 0
        self.happened["worked"].set()
        return 0

    def wait_for(self, what: str) -> bool:
        return self.happened[what].wait(SOON)


@pytest.fixture
def engine() -> Recorded:
    return Recorded()


@pytest.fixture
def opened(engine: Recorded) -> Iterator[Callable[..., OfficeClock]]:
    clocks: list[OfficeClock] = []

    def make(**recurring: tuple[timedelta, Callable[[], object]]) -> OfficeClock:
        clock = OfficeClock(engine, engine.next_due, workers=2, recurring=recurring)
        clocks.append(clock)
        clock.start()
        return clock

    yield make
    for clock in clocks:
        clock.stop()


def test_what_became_due_while_nothing_ran_is_fired_at_once(
    engine: Recorded, opened: Callable[..., OfficeClock]
) -> None:
    engine.due = datetime.now(UTC) - timedelta(days=3)

    opened()

    assert engine.wait_for("fired")


def test_a_timer_that_is_due_before_the_next_tick_is_fired_when_it_is_due(
    engine: Recorded, opened: Callable[..., OfficeClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_module, "LOOK", timedelta(hours=1))  # so that only the due time can wake the clock
    engine.due = due = datetime.now(UTC) + timedelta(milliseconds=300)

    opened()

    assert engine.wait_for("fired")
    assert engine.fired[0] >= due


def test_a_timer_that_a_command_arms_for_the_near_future_does_not_wait_for_the_next_tick(
    engine: Recorded, opened: Callable[..., OfficeClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_module, "LOOK", timedelta(hours=1))
    clock = opened()
    assert engine.wait_for("ticked")
    engine.due = due = datetime.now(UTC) + timedelta(milliseconds=200)

    clock.wake(due)

    assert engine.wait_for("fired")
    assert engine.fired[0] >= due


def test_a_timer_that_another_program_armed_for_at_once_waits_for_half_a_second_at_most(
    engine: Recorded, opened: Callable[..., OfficeClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    class Impatient(Alarm):
        def sleep(self, longest: float) -> None:
            asked.append(longest)
            super().sleep(longest)

    monkeypatch.setattr(clock_module, "Alarm", Impatient)
    opened()
    assert engine.wait_for("ticked")
    engine.due = datetime.now(UTC)  # nobody wakes this clock for it
    assert engine.wait_for("fired")
    assert asked
    assert max(asked) <= 0.5


def test_a_timer_that_cannot_be_fired_does_not_make_the_clock_turn_without_a_pause(
    engine: Recorded, opened: Callable[..., OfficeClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_module, "LOOK", timedelta(hours=1))
    asked: list[datetime] = []
    engine.next_after = asked.append
    before = datetime.now(UTC)

    opened()

    assert engine.wait_for("ticked")
    assert all(after >= before for after in asked)  # it asks for what comes later, not for what is overdue


def test_workers_are_woken_by_a_command(
    engine: Recorded, opened: Callable[..., OfficeClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_module, "EVERY", timedelta(hours=1))
    clock = opened()
    assert engine.wait_for("worked")
    engine.happened["worked"].clear()

    clock.wake()

    assert engine.wait_for("worked")


def test_work_goes_on_when_the_time_of_the_machine_is_set_back(
    engine: Recorded, opened: Callable[..., OfficeClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    """APScheduler goes by the time of day: what it would have done in a second is an hour away all at once."""

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(time() - 3600, tz)

    clock = opened()
    for _ in clock._worker_names():  # each begins by looking once
        assert engine.wait_for("worked")
        engine.happened["worked"].clear()
    for name in clock._worker_names():
        clock._move(name, datetime.now(UTC) + timedelta(hours=1))
    engine.happened["worked"].clear()
    monkeypatch.setattr(clock_module, "datetime", SetBack)

    assert engine.wait_for("worked"), "the workers wait for the hour to pass once more"


def test_a_failure_does_not_stop_the_clock(engine: Recorded, opened: Callable[..., OfficeClock]) -> None:
    engine.failing = True
    clock = opened()
    assert engine.wait_for("failed")

    engine.failing = False

    assert engine.wait_for("ticked")
    assert clock.runs()


def test_what_recurs_is_done_again_and_again(opened: Callable[..., OfficeClock]) -> None:
    done: list[int] = []
    twice = Event()

    def round() -> None:
        done.append(1)
        if len(done) == 2:
            twice.set()

    opened(routing=(timedelta(milliseconds=50), round))

    assert twice.wait(SOON)


def test_a_clock_says_whether_it_runs(engine: Recorded, opened: Callable[..., OfficeClock]) -> None:
    never_started = OfficeClock(engine, lambda _after: None, workers=1)
    assert not never_started.runs()

    clock = opened()
    assert clock.runs()

    clock.last_tick = datetime.now(UTC) - timedelta(minutes=5)
    clock.stopping.set()  # no tick comes that would mend it
    assert not clock.runs()


def test_a_stopped_clock_has_finished_what_it_was_doing_and_does_no_more(engine: Recorded) -> None:
    begun, go_on, finished = Event(), Event(), Event()

    def slow(limit: int) -> int:
        begun.set()
        go_on.wait(SOON)
        finished.set()
        return limit

    engine.run_jobs = slow  # type: ignore[method-assign]
    clock = OfficeClock(engine, lambda _after: None, workers=1)
    clock.start()
    assert begun.wait(SOON)

    go_on.set()
    clock.stop()

    assert finished.is_set()
    assert not clock.runs()
    clock.wake()  # too late, and no error
    clock.stop()  # a second time, and no error


def fired(schedule: str, begun: datetime, number: int) -> list[str]:
    """The next times of a schedule in the office's zone, as the UTC day, hour and minute."""
    times, found = schedule_of(schedule, ZoneInfo("Europe/Helsinki")), [begun]
    for _ in range(number):
        found.append(times.get_next_fire_time(found[-1], found[-1]))
    return [f"{one.astimezone(UTC):%d %H:%M}" for one in found[1:]]


def test_what_is_scheduled_at_an_hour_that_comes_twice_is_done_once_that_day() -> None:
    assert fired("30 3 * * *", datetime(2026, 10, 23, 12, tzinfo=UTC), 4) == [
        "24 00:30", "25 00:30", "26 01:30", "27 01:30",
    ]  # fmt: skip
    assert fired("*/30 3-4 * * *; 0 8 * * *", datetime(2026, 10, 24, 12, tzinfo=UTC), 5) == [
        "25 00:00", "25 00:30", "25 02:00", "25 02:30", "25 06:00",
    ]  # fmt: skip


def test_what_is_scheduled_at_an_hour_that_is_left_out_is_done_an_hour_later() -> None:
    assert fired("30 3 * * *", datetime(2026, 3, 28, 12, tzinfo=UTC), 2) == ["29 01:30", "30 00:30"]


def test_what_is_scheduled_for_every_hour_is_done_in_each_hour_there_is() -> None:
    assert fired("0 * * * *", datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 4) == [
        "25 00:00", "25 01:00", "25 02:00", "25 03:00",
    ]  # fmt: skip
