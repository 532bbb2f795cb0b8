"""Jobs whose worker fell silent: a try is used up, as if it had failed.

Else a job that kills whoever does it would come back for ever. What the diagram says of retries and pauses holds; where
it says nothing of pauses, the next try may begin at once: the lease that ended was long enough a pause.
"""

from datetime import datetime

from engine.errors import NotFound
from engine.execution import NOTHING, Consequences, Execution
from engine.kernel.commands import FailJob
from engine.log import log
from engine.store import jobs as stored
from engine.store.job_terms import BACK_OFF, retry_at
from engine.store.jobs import LostTry
from engine.store.loading import load

ACTOR = "system"


def end_lost_tries(execution: Execution, limit: int) -> tuple[int, Consequences]:
    """Fail up to `limit` tries whose lease has ended. Gives how many, and what is to be delivered.

    A worker of the program does the jobs that it has claimed one after the other: only the first of them had begun, and
    the others go back as they are. What a worker from outside has fetched may all have begun.
    """
    ended, about = 0, NOTHING
    for lost in stored.lost_tries(execution.database, execution.now(), limit):
        if not lost.outside:
            stored.give_back(execution.database, lost.claimant, but=(lost.instance_id, lost.key))
        found = end(execution, lost)
        if found is not None:
            log.warning("no answer for a job", instance=lost.instance_id, job=lost.key, claimant=lost.claimant)
            ended += 1
            about |= found
    return ended, about


def end(execution: Execution, lost: LostTry) -> Consequences | None:
    """None when there was an answer after all, or another node was faster."""
    now = execution.now()
    with execution.database.writing() as session:
        try:
            record = load(session, lost.instance_id)
        except NotFound:
            return None
        job = stored.one(session, lost.instance_id, lost.key)
        if job is None or not stored.is_lost(session, lost, now):
            return None
        left = max(job.retries - 1, 0)
        at = retry_at(job.headers, left, job.created_at, now) if BACK_OFF in job.headers else now
        command = FailJob(job.key, sentence(lost, now), left)
        return execution.carry_out(session, record, command, actor=ACTOR, now=now, retry_at=at)


def sentence(lost: LostTry, now: datetime) -> str:
    who = f"The worker {lost.claimant.rpartition('/')[0]}" if lost.outside else "A worker of the program"
    until = lost.until.astimezone(now.tzinfo)
    return (
        f"{who} had the job until {until:%Y-%m-%d at %H:%M:%S} and never said how it ended: it died in the middle, or "
        "needs more time. If so, let it extend its lock, or give the task a longer jobTimeout."
    )
