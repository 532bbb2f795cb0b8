"""Its handlers: `errand` writes down that it was done, `errand-outside` that it was begun and may wait for ever."""

import os
from threading import Event

from sqlalchemy import text

from engine.jobs import Job, handler
from engine.store import Database


@handler("errand-outside", leaves_machine=True)
def begin(job: Job) -> None:
    if job.variables["stuck"]:
        database = Database(os.environ["POLKU_DATABASE_URL"])
        with database.writing() as session:
            session.execute(text("INSERT INTO begun VALUES (:pid)"), {"pid": os.getpid()})
        database.close()
        Event().wait()


@handler("errand")
def note(job: Job) -> None:
    assert job.session is not None
    job.session.execute(text("INSERT INTO done VALUES (:id)"), {"id": job.instance_id})
