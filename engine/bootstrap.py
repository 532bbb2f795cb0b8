"""Puts the program together: the only place that knows every part."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import sleep

from engine.applications import Application, all_files, load_application
from engine.calendar import OfficeHours
from engine.deployment import Deployment
from engine.engine import Engine
from engine.history.checkpoints import make_one
from engine.jobs import queue
from engine.jobs.clock import OfficeClock
from engine.jobs.handlers import Handler, handlers
from engine.jobs.heartbeat import Heartbeat, new_node_id
from engine.jobs.housekeeping import keep_house
from engine.jobs.mail import Mail
from engine.jobs.run import Jobs
from engine.jobs.webhook import Webhook
from engine.ports import Clock, SystemClock
from engine.routing.round import run_scheduled_round, run_urgent_round
from engine.settings import Settings
from engine.store import Database, jobs
from engine.store.log.appending import append_beside
from engine.store.migrate import Schema, migrate, pending
from engine.store.settings_kept import keep_settings
from engine.store.upcoming import next_due

SYSTEM = "system"
WORKERS = "workers"
#: What of the program runs in a server, by who runs the jobs.
PARTS = {"threads": ("web", "clock", "jobs"), WORKERS: ("web", "clock")}
HOUSEKEEPING = timedelta(hours=1)
LOG = timedelta(seconds=5)
URGENT_WORK = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Program:
    """Every part, ready to be used; `clock` has to be started by whoever serves."""

    settings: Settings
    database: Database
    engine: Engine
    clock: OfficeClock
    applications: tuple[Application, ...]
    jobs: Jobs
    heartbeat: Heartbeat

    def migrate(self) -> None:
        """Bring the tables of the engine and of all applications to this release."""
        migrate(self.database, self.schemas)
        if self.settings.job_runner == WORKERS:
            queue.prepare(self.database)

    def pending_migrations(self) -> tuple[str, ...]:
        """The names of the schemas that have still to be migrated."""
        return pending(self.database, self.schemas)

    def clock_runs(self) -> bool:
        return self.clock.runs()

    def wake(self, due: datetime | None = None, *, jobs: bool = True) -> None:
        self.clock.wake(due, jobs=jobs)

    def take_up(self) -> None:
        """Take up what the program had begun when it ended. On SQLite nobody else can be at it; elsewhere others may be
        alive, and those who are not are noticed by their silence."""
        if self.database.dialect == "sqlite":
            with self.database.writing() as session:
                jobs.end_leases(session, self.engine.clock.now(), jobs.OURS)

    def start(self) -> None:
        """Start the clock, and say that this process is alive."""
        keep_settings(self.database, self.settings, self.engine.now())
        self.heartbeat.start()
        self.clock.start()

    def deploy(self) -> Deployment:
        """Deploy the applications' files; what has not changed stays at its version."""
        return self.engine.deploy(all_files(self.applications), actor=SYSTEM, note="Released with the program.")

    def close(self) -> None:
        """Let what is just running end, and let go of the database."""
        self.clock.stop()
        self.heartbeat.stop()
        self.database.close()

    @property
    def schemas(self) -> tuple[Schema, ...]:
        return tuple(schema for application in self.applications for schema in application.schemas)


def open_program(settings: Settings, *, clock: Clock | None = None) -> Program:
    """Load the process applications and connect all parts. Nothing is migrated, deployed or started yet."""
    applications = tuple(load_application(name) for name in settings.processes)
    time = clock or SystemClock()
    database = Database(
        settings.database_url, connections=settings.database_connections, prepared=settings.database_prepared == "yes"
    )
    runner = Jobs(database, time, partial(all_handlers, settings), new_node_id())
    opens, closes = settings.office_hours
    hours = OfficeHours(opens, closes, settings.time_zone, settings.holidays)
    engine = Engine(database, time, zone=settings.time_zone, hours=hours, jobs=runner)
    if settings.job_runner == WORKERS:
        database.announce = queue.Queue(runner.find_handlers).announce
    beating = Heartbeat(database, time, runner.node, PARTS[settings.job_runner])
    program = Program(
        settings, database, engine, office_clock(engine, settings, applications), applications, runner, beating
    )
    engine.watch = program
    return program


def open_engine(settings: Settings, *, clock: Clock | None = None) -> Engine:
    """An engine on a migrated database, for programs that need no clock."""
    program = open_program(settings, clock=clock)
    program.migrate()
    return program.engine


def office_clock(engine: Engine, settings: Settings, applications: tuple[Application, ...] = ()) -> OfficeClock:
    """The clock with everything that recurs in the office, what the applications bring included."""
    parts = [part for application in applications if (part := application.part("recurring")) is not None]
    brought = {name: what for part in parts for name, what in part.recurring(engine, settings).items()}
    housekeeping = partial(keep_house, engine.database, engine.clock, dict(settings.retention))
    return OfficeClock(
        engine,
        partial(due_next, engine.database),
        workers=settings.job_threads if settings.job_runner != WORKERS else 0,
        recurring={
            "routing": (settings.routing_schedule, partial(run_scheduled_round, engine)),
            "urgent work": (URGENT_WORK, partial(run_urgent_round, engine)),
            "log": (LOG, partial(append_beside, engine.database, sleep)),
            "checkpoint": (settings.checkpoint_interval, partial(make_one, engine.database, engine.clock, settings)),
            "housekeeping": (HOUSEKEEPING, housekeeping),
        }
        | brought,
        zone=settings.time_zone,
    )


def stay_loaded() -> None:
    """What the program is made of is no garbage: looking through it again and again would hold up all work."""
    gc.collect()
    gc.freeze()


def all_handlers(settings: Settings) -> Mapping[str, Handler]:
    """Those of the applications and the program's own."""
    own = (
        Webhook(settings.webhook_hosts, settings.webhook_secret).handler(),
        Mail(settings.mail_server, settings.mail_from).handler(),
    )
    return {one.type: one for one in own} | dict(handlers())


def due_next(database: Database, after: datetime) -> datetime | None:
    with database.reading() as session:
        return next_due(session, after)
