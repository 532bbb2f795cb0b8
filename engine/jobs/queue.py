"""The queue of jobs for workers on many machines: Procrastinate, on the PostgreSQL database that is there anyway.

The table `jobs` stays the truth: what is due, who has claimed it and until when. An entry of the queue only says to a
worker, at once, that there is something to do; it is written in the transaction that writes the job, so there is none
without the other. A worker that finds the job done or claimed lets it be. See docs/adr/0010-a-queue-that-only-tells.md.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from typing import Any

from procrastinate import App, SyncPsycopgConnector
from procrastinate import jobs as queued

from engine.errors import Refused
from engine.store import Database, Session
from engine.store.announcing import DueJob

TASK = "polku.job"
#: PostgreSQL's channels have names of 63 bytes at most, of which Procrastinate takes 23 for itself.
PLAIN = re.compile(r"[\w.-]{1,40}", re.ASCII)
LOCK = 7_065_813  # any number, the same on every node
APPLIED = "polku_queue_versions"
SCHEMA = "schema.sql"


class Queue:
    """Puts jobs into the queue, on the connection of a transaction that somebody else has open.

    Only jobs that a handler of this program may do: others wait for a worker from outside, who asks for them.
    """

    def __init__(self, known: Callable[[], Mapping[str, Any]]) -> None:
        self.known = known
        self.app = App(connector=SyncPsycopgConnector())  # never opened: it has a connection each time

    def announce(self, session: Session, jobs: Sequence[DueJob]) -> None:
        known = self.known()
        entries = [entry(job) for job in jobs if job.type in known]
        if entries:
            connection = session.connection().connection.driver_connection
            self.app.job_manager.batch_defer_jobs(entries, connection=connection)


def entry(job: DueJob) -> queued.Job:
    return queued.Job(
        id=None,
        queue=queue_name(job.type),
        lock=None,
        queueing_lock=None,
        task_name=TASK,
        task_kwargs={"instance_id": job.instance_id, "key": job.key},
        scheduled_at=job.run_at,
    )


def queue_name(type: str) -> str:
    """A queue for each type of job, so that a worker gets only what it has handlers for."""
    return type if PLAIN.fullmatch(type) else f"type-{hashlib.sha256(type.encode()).hexdigest()[:32]}"


def prepare(database: Database) -> None:
    """Make Procrastinate's tables, or bring them to the installed version. Raises `Refused` on SQLite."""
    if database.dialect != "postgresql":
        raise Refused(
            "Jobs for workers need PostgreSQL: on SQLite polku serve runs them itself. "
            "Set POLKU_JOB_RUNNER to threads, or POLKU_DATABASE_URL to a PostgreSQL database."
        )
    with database.writing() as session:
        connection: Any = session.connection().connection.driver_connection
        run(connection, f"SELECT pg_advisory_xact_lock({LOCK})")
        run(connection, f"CREATE TABLE IF NOT EXISTS {APPLIED} (name text PRIMARY KEY)")
        applied = {name for (name,) in connection.execute(f"SELECT name FROM {APPLIED}")}  # noqa: S608  our own name
        scripts = migrations()
        if not applied:
            run(connection, sql(SCHEMA))
        else:
            for name in sorted(scripts.keys() - applied):
                run(connection, scripts[name])
        for name in sorted(scripts.keys() - applied):
            connection.execute(f"INSERT INTO {APPLIED} VALUES (%s)", (name,))  # noqa: S608  our own name


def migrations() -> dict[str, str]:
    folder = resources.files("procrastinate.sql") / "migrations"
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".sql")}


def sql(name: str) -> str:
    return (resources.files("procrastinate.sql") / name).read_text("utf-8")


def run(connection: Any, script: str) -> None:
    """Several statements at once, as they are: without parameters nothing in them is replaced."""
    connection.execute(script)
