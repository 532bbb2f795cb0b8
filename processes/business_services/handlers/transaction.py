"""The transaction that a job is completed in; the register is written in it, exactly once."""

from engine.jobs import Job
from engine.store import Session
from processes.business_services.register.recording import written_by


def session_of(job: Job) -> Session:
    """The session of a job whose handler stays on this machine."""
    assert job.session is not None, f"the handler of {job.type} must not be registered with leaves_machine"  # noqa: S101
    written_by(job.session, job.actor, job.now, job.instance_id)
    return job.session
