"""Opening a stage: an engine on a database, with the processes deployed and the demo office's people at work."""

from collections.abc import Callable

from engine.applications import load_application
from engine.engine import Engine
from engine.jobs.run import Jobs
from engine.store import Database, people
from engine.store.migrate import migrate
from processes.business_services.demo.people import people as office
from processes.business_services.stage import Stage, VirtualClock

APPLICATION = "processes.business_services"
NO_PASSWORD = "!"  # noqa: S105  the hash of no password at all: nobody can sign in


def new_stage(
    clock: VirtualClock, engine: Engine | None = None, *, password_hash: Callable[[], str] = lambda: NO_PASSWORD
) -> Stage:
    """A stage on `engine`, which has this clock; without one, on an engine and a database in memory."""
    application = load_application(APPLICATION)
    if engine is None:
        database = Database("sqlite://")
        migrate(database, application.schemas)
        engine = Engine(database, clock, jobs=Jobs(database, clock))
    engine.deploy(application.files(), actor="system", note="The demo office opens.")
    staff = office(password_hash)
    for person in staff:
        people.save(engine.database, person)
    return Stage(engine, clock, staff)
