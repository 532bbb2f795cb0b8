"""Running jobs: claim what is due, hand each to its handler, and tell the engine how it ended.

A job that fails is tried again after a pause; when its retries are used up, the engine raises an incident. One job's
failure never keeps another from being run.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from time import perf_counter
from typing import Any

import structlog

from engine.errors import AlreadyDone, NotFound, PolkuError
from engine.jobs.handlers import BpmnError, Handler, Job, handlers
from engine.kernel.commands import CompleteJob, ThrowJobError
from engine.ports import Clock, JobAnswer, JobCommands, JobWork
from engine.store import Database, Session
from engine.store import jobs as stored
from engine.store.job_terms import lease_end, retry_at
from engine.store.jobs import ClaimedJob

LONGEST_SENTENCE = 500
#: Jobs that a worker takes at a time: few, so that other workers find some too; more where one writes at a time.
BATCH, BATCH_ALONE = 10, 40
#: The part of its lease that a job may lose to those before it in the batch.
SPENT = 0.1

#: A transaction of several jobs ends with the one that it is at after so many seconds: others want to write too.
LONGEST = 0.1

Work = Callable[[Session, dict[str, Any]], JobAnswer]

log = structlog.get_logger("polku.jobs")


class TakenOver(Exception):
    """The lease ended before the handler did, and another worker has the job now."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """Runs the jobs of a database with the registered handlers; a `JobRunner` of `engine.ports`."""

    database: Database
    clock: Clock
    find_handlers: Callable[[], Mapping[str, Handler]] = handlers
    node: str = "engine"
    stopping: Event = field(default_factory=Event)

    def types(self) -> Collection[str]:
        """The types of jobs that have a handler."""
        return self.find_handlers().keys()

    def run_due(self, commands: JobCommands, limit: int) -> int:
        """Try up to `limit` due jobs and give back how many were tried."""
        tried = 0
        while tried < limit and not self.stopping.is_set():
            batch = self.run_batch(commands, min(limit - tried, BATCH_ALONE if self.writes_alone else BATCH))
            if not batch:
                break
            tried += batch
        return tried

    def run_batch(self, commands: JobCommands, limit: int) -> int:
        known = self.find_handlers()
        if not known:
            return 0
        return self.run_claimed(commands, known, limit, None)

    def run_one(self, commands: JobCommands, instance_id: str, key: int) -> bool:
        """Try this job, if it is due and nobody has it."""
        return self.run_claimed(commands, self.find_handlers(), 1, (instance_id, key)) > 0

    def run_claimed(
        self, commands: JobCommands, known: Mapping[str, Handler], limit: int, only: tuple[str, int] | None
    ) -> int:
        claimant = f"{self.node}:{uuid.uuid4().hex}"  # a name for each batch; see `engine.store.jobs`
        leases = {type: handler.lease for type, handler in known.items()}
        begun = self.clock.now()
        claimed = stored.claim(self.database, claimant, leases, begun, limit, only)
        attempts = [Attempt(self, commands, claimant, job, known[job.type]) for job in claimed]
        waiting = self.together(commands, attempts) if self.writes_alone else attempts
        untouched = len(waiting) == len(attempts)
        for number, attempt in enumerate(waiting):
            job = attempt.job
            if self.stopping.is_set():
                stored.give_back(self.database, claimant)
                return len(claimed) - len(waiting) + number
            if (untouched and not number) or self.still_ours(claimant, job, leases[job.type], begun):
                attempt.run()
        return len(claimed)

    @property
    def writes_alone(self) -> bool:
        """Whether there is one writer at a time. With several, those who do many jobs in one transaction would wait for
        each other's customers, in circles if it comes to the worst."""
        return self.database.dialect == "sqlite"

    def together(self, commands: JobCommands, attempts: list["Attempt"]) -> list["Attempt"]:
        """Do the jobs that stay on the machine, one of each instance, in few transactions. Gives those that are left:
        when one of a transaction fails, all that are still to be done, so that it fails alone."""
        first: dict[str, Attempt] = {}
        for attempt in attempts:
            first.setdefault(attempt.job.instance_id, attempt)
        chosen = [one for one in first.values() if not one.handler.leaves_machine]
        done: list[Attempt] = []
        while len(chosen) - len(done) > 1 and not self.stopping.is_set():
            some, until = chosen[len(done) :], perf_counter() + LONGEST
            try:
                done += some[: commands.do_jobs([one.work() for one in some], partial(self.is_enough, until))]
            except Exception as failure:  # noqa: BLE001  a handler may raise anything
                log.info("jobs not done together", jobs=len(some), why=str(failure))
                break
        return [one for one in attempts if one not in done]

    def is_enough(self, until: float) -> bool:
        return self.stopping.is_set() or perf_counter() > until

    def still_ours(self, claimant: str, job: ClaimedJob, lease: timedelta, claimed: datetime) -> bool:
        """Whether the claim still holds when the job's turn comes. Where others took long, it begins anew."""
        now = self.clock.now()
        if now - claimed < lease * SPENT:
            return True
        until = lease_end(job.headers, lease, now)
        with self.database.writing() as session:
            return stored.extend(session, claimant, job.instance_id, job.key, until)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a claimed job."""

    jobs: Jobs
    commands: JobCommands
    claimant: str
    job: ClaimedJob
    handler: Handler

    def run(self) -> None:
        """Try it. Whatever the handler raises becomes a failed try, never the worker's end."""
        with structlog.contextvars.bound_contextvars(**described(self.job)):
            self.tried()

    def tried(self) -> None:
        try:
            if self.handler.leaves_machine:
                self.outside()
            else:
                self.inside()
        except TakenOver:
            log.warning("job taken over")
        except Exception as failure:  # noqa: BLE001  a handler may raise anything
            self.failed(failure)

    def inside(self) -> None:
        """The handler writes in the transaction that completes its job."""
        self.report(self.answered)

    def answered(self, session: Session, variables: dict[str, Any]) -> JobAnswer:
        return answer(self.handler, self.told(variables, session))

    def work(self) -> JobWork:
        """The same for a transaction that does other jobs too."""

        def described_work(session: Session, variables: dict[str, Any]) -> JobAnswer:
            with structlog.contextvars.bound_contextvars(**described(self.job)):
                held = session.info.get(self.claimant)
                if held is None:  # whoever writes alone needs to ask but once
                    held = session.info[self.claimant] = stored.held_in(session, self.claimant)
                if (self.job.instance_id, self.job.key) not in held:
                    raise TakenOver
                return self.answered(session, variables)

        return JobWork(self.job.instance_id, self.job.key, described_work)

    def outside(self) -> None:
        """The handler runs while no transaction is open; its answer is given afterwards."""
        variables = self.commands.job_variables(self.job.instance_id, self.job.key)
        given = answer(self.handler, self.told(variables, None))
        self.report(lambda _session, _variables: given)

    def report(self, work: Work) -> None:
        def while_claimed(session: Session, variables: dict[str, Any]) -> JobAnswer:
            if not stored.holds(session, self.claimant, self.job.instance_id, self.job.key):
                raise TakenOver
            return work(session, variables)

        self.commands.do_job(self.job.instance_id, self.job.key, while_claimed)

    def told(self, variables: Mapping[str, Any], session: Session | None) -> Job:
        job = self.job
        return Job(
            instance_id=job.instance_id,
            key=job.key,
            type=job.type,
            variables=variables,
            headers=job.headers,
            business_key=job.business_key,
            process_id=job.process_id,
            element_id=job.element_id,
            actor=job.actor,
            retries=job.retries,
            now=self.jobs.clock.now(),
            session=session,
        )

    def failed(self, failure: Exception) -> None:
        job, now = self.job, self.jobs.clock.now()
        left = job.retries - 1
        log.warning("job failed", retries=left, exc_info=failure)
        at = retry_at(job.headers, left, job.created_at, now)
        try:
            self.commands.fail_job(
                job.instance_id, job.key, sentence_of(failure), retries=left, retry_at=at, lock=self.claimant
            )
        except (AlreadyDone, NotFound):
            log.info("job withdrawn or taken over")  # its instance went on, or the lease had ended


def answer(handler: Handler, job: Job) -> JobAnswer:
    """What the handler says: done with these variables, or a business error. Raises whatever else it raises."""
    try:
        return CompleteJob(job.key, dict(handler.run(job) or {}))
    except BpmnError as error:
        return ThrowJobError(job.key, error.code, error.message, error.variables)


def sentence_of(failure: Exception) -> str:
    """The failure for the incident's reader: own errors are sentences already, others are named."""
    text = str(failure).strip()
    if not isinstance(failure, PolkuError):
        text = f"{type(failure).__name__}: {text}" if text else f"{type(failure).__name__}."
    return text if len(text) <= LONGEST_SENTENCE else text[: LONGEST_SENTENCE - 1] + "…"


def described(job: ClaimedJob) -> dict[str, Any]:
    return {"instance": job.instance_id, "job": job.key, "type": job.type}
