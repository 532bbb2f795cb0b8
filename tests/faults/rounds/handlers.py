"""The note is written in the job's own transaction, so there must be exactly one for each instance."""

from sqlalchemy import text

from engine.jobs import Job, handler


@handler("write-round-note")
def write_note(job: Job) -> None:
    assert job.session is not None
    job.session.execute(text("INSERT INTO round_notes VALUES (:instance)"), {"instance": job.instance_id})
