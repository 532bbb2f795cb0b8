"""The demo office: people, customers and work in every state, made by living through the past."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from engine.engine import Engine
from engine.jobs.run import Jobs
from engine.store import Database, people, teams
from processes.business_services.demo.customers import LENGTH, PARTS
from processes.business_services.demo.parts import invented_business_ids
from processes.business_services.demo.people import TEAM
from processes.business_services.demo.play import Play
from processes.business_services.demo.stage import new_stage
from processes.business_services.stage import VirtualClock

SYSTEM = "system"
MORNING = time(7, 0, tzinfo=UTC)


def load(
    engine: Engine,
    database: Database,
    now: datetime,
    hash_password: Callable[[str], str],
    password: str = "polku",  # noqa: S107  the accounts are for showing, and the password is printed
) -> bool:
    """Fill an empty, migrated database. Gives False, and changes nothing, where there are people already.

    All accounts get this password. What happened until `now` is played by a second engine on the same database, whose
    clock begins in the past.
    """
    if people.list(database):
        return False
    hashed = hash_password(password)
    today = datetime.combine(now.astimezone(UTC).date(), MORNING)
    clock = VirtualClock(min(today, now) - timedelta(days=LENGTH))
    past = Engine(database, clock, zone=engine.execution.zone, jobs=Jobs(database, clock))
    with database.writing() as session:
        teams.save(session, TEAM, actor=SYSTEM, now=clock.now())
    stage = new_stage(clock, past, password_hash=lambda: hashed)
    play = Play(stage, dict(zip(invented_business_ids(len(PARTS)), PARTS, strict=True)))
    while clock.time + timedelta(days=1) <= now:
        play.play_day()
    stage.wait_until(now)
    return True
