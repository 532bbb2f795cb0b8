"""Jobs that are done outside: a worker fetches and locks them, does them, and says how it ended.

A lock is a claim on one job for a time. Whoever answers for a job gives the lock that it was fetched with: when the
time is over and another worker has the job, the answer is refused and nothing is done twice.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from engine.errors import AlreadyDone, Invalid, NotFound
from engine.execution import Consequences, Execution
from engine.jobs.bell import Bell
from engine.kernel.commands import CompleteJob, FailJob, ThrowJobError
from engine.store import Session
from engine.store import jobs as stored
from engine.store.instances import state as state_of
from engine.store.instances import to_json_values, visible
from engine.store.job_terms import lease_end, retry_at
from engine.store.jobs import ClaimedJob
from engine.store.loading import load
from engine.store.requests import answer_before, first_answer

#: How long a worker that waits goes without asking: a job that another process made rings no bell here.
ASK_AGAIN = 0.5
LONGEST_WAIT = timedelta(minutes=1)
LONGEST_LEASE = timedelta(days=7)
MOST = 100
NAME = 100


@dataclass(frozen=True, slots=True)
class FetchedJob:
    """A job in a worker's hands. (`instance_id`, `key`) is the same at every try: a key for outside systems."""

    instance_id: str
    key: int
    type: str
    lock: str
    locked_until: datetime
    retries: int
    headers: Mapping[str, str]
    variables: Mapping[str, Any]
    element_id: str
    process_id: str
    business_key: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a try failed, and what the worker wants; None: as the diagram says."""

    sentence: str
    retries: int | None = None
    retry_at: datetime | None = None


def fetch(
    execution: Execution,
    bell: Bell,
    worker: str,
    types: Collection[str],
    *,
    lease: timedelta,
    limit: int,
    wait: timedelta,
    request_id: str,
) -> tuple[FetchedJob, ...]:
    """Lock up to `limit` due jobs, waiting for one if there is none. No transaction is open while it waits.

    The same request again gives those of the first time that still are the worker's, and locks no others. One that
    found none may be sent again for new ones.
    """
    check(worker, types, lease, limit, wait)
    lock = f"{worker}/{uuid.uuid4().hex}"
    asked = f"fetch {worker}"
    with execution.database.reading() as session:
        before = answer_before(session, request_id, asked) if request_id else None
    if before is not None:
        return fetched_before(execution, before)

    def note(session: Session) -> None:
        if (first := first_answer(session, request_id, asked, lock, execution.now())) is not None:
            raise SentTwice(first)

    leases = dict.fromkeys(types, lease)
    until = monotonic() + wait.total_seconds()
    while True:
        seen, now = bell.rung, execution.now()
        try:
            claimed = stored.claim(execution.database, lock, leases, now, limit, note=note)
        except SentTwice as twice:
            return fetched_before(execution, twice.lock)
        left = until - monotonic()
        if claimed or left <= 0:
            found = (told(execution, job, lock, lease_end(job.headers, lease, now)) for job in claimed)
            return tuple(job for job in found if job is not None)
        bell.wait(seen, min(left, ASK_AGAIN))


class SentTwice(Exception):
    """The same request came twice at a time, and the other one was first, with this lock."""

    def __init__(self, lock: str) -> None:
        super().__init__(lock)
        self.lock = lock


def fetched_before(execution: Execution, lock: str) -> tuple[FetchedJob, ...]:
    held = stored.held_by(execution.database, lock)
    found = (told(execution, job, lock, until.astimezone(execution.zone)) for job, until in held)
    return tuple(job for job in found if job is not None)


def told(execution: Execution, job: ClaimedJob, lock: str, until: datetime) -> FetchedJob | None:
    """What the worker needs to know. None: the job was withdrawn since it was locked."""
    try:
        variables = visible(state_of(execution.database, job.instance_id), job.key)
    except NotFound:
        return None
    return FetchedJob(
        job.instance_id,
        job.key,
        job.type,
        lock,
        until,
        job.retries,
        job.headers,
        to_json_values(variables),
        job.element_id,
        job.process_id,
        job.business_key,
    )


def check(worker: str, types: Collection[str], lease: timedelta, limit: int, wait: timedelta) -> None:
    """Raises `Invalid` with a sentence for each thing that can't be."""
    wrong = {
        "worker": "" if 0 < len(worker) <= NAME else f"Name the worker with 1 to {NAME} characters.",
        "types": "" if types and all(types) else "Name at least one job type, and none that is empty.",
        "lease": ""
        if timedelta() < lease <= LONGEST_LEASE
        else f"A job is locked for more than 0 seconds and at most {LONGEST_LEASE.days} days.",
        "limit": "" if 1 <= limit <= MOST else f"Fetch from 1 to {MOST} jobs at a time.",
        "wait": ""
        if timedelta() <= wait <= LONGEST_WAIT
        else f"Wait from 0 to {int(LONGEST_WAIT.total_seconds())} seconds; then ask again.",
    }
    if errors := {field: sentence for field, sentence in wrong.items() if sentence}:
        raise Invalid(errors)


def held(session: Session, lock: str, instance_id: str, key: int) -> None:
    """Raises `AlreadyDone` unless the job is open and locked by `lock`. Without a lock nothing is asked."""
    if lock and not stored.holds(session, lock, instance_id, key):
        raise AlreadyDone(
            f"The job {key} of the instance {instance_id} is not yours any more: it is done or withdrawn, or your lock "
            "ended and another worker has it."
        )


def extend(
    execution: Execution, session: Session, lock: str, instance_id: str, key: int, lease: timedelta, request_id: str
) -> datetime:
    """Hold the job for so long from now on. Gives until when. Raises `AlreadyDone`."""
    check("-", ("-",), lease, 1, timedelta())
    now = execution.now()
    until = now + lease
    before = first_answer(session, request_id, f"extend {instance_id}/{key}", until.isoformat(), now)
    if before is not None:
        return datetime.fromisoformat(before)
    if not stored.extend(session, lock, instance_id, key, until):
        held(session, lock or "-", instance_id, key)
    return until


def failing(session: Session, instance_id: str, key: int, failure: Failure, now: datetime) -> tuple[FailJob, datetime]:
    """The command for a failed try, and when the next one may begin. Raises `NotFound`."""
    job = stored.one(session, instance_id, key)
    if job is None:
        raise NotFound(f"There is no open job {key} in the instance {instance_id}.")
    left = max(job.retries - 1, 0) if failure.retries is None else failure.retries
    at = failure.retry_at or retry_at(job.headers, left, job.created_at, now)
    return FailJob(key, failure.sentence, left), at


def answer(
    execution: Execution,
    instance_id: str,
    command: CompleteJob | ThrowJobError,
    lock: str,
    *,
    actor: str,
    request_id: str,
) -> Consequences | None:
    """Record how a job ended. None: this request was carried out before. Raises `NotFound` and `AlreadyDone`."""
    now = execution.now()
    asked = f"{type(command).__name__} {instance_id}/{command.key}"
    with execution.database.writing() as session:
        if first_answer(session, request_id, asked, "", now) is not None:
            return None
        record = load(session, instance_id)
        held(session, lock, instance_id, command.key)
        return execution.carry_out(session, record, command, actor=actor, now=now)


def fail(
    execution: Execution, instance_id: str, key: int, failure: Failure, lock: str, *, actor: str, request_id: str
) -> Consequences | None:
    """Record a failed try. None: this request was carried out before. Raises `NotFound` and `AlreadyDone`."""
    now = execution.now()
    with execution.database.writing() as session:
        if first_answer(session, request_id, f"FailJob {instance_id}/{key}", "", now) is not None:
            return None
        record = load(session, instance_id)
        held(session, lock, instance_id, key)
        command, at = failing(session, instance_id, key, failure, now)
        return execution.carry_out(session, record, command, actor=actor, now=now, retry_at=at)
