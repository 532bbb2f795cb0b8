"""The engine: one method for each command, each in one transaction of its own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine import conditions, deliveries, due, handled_jobs, lost_jobs, outside_jobs, publishing, starting
from engine import deployment as deploying
from engine.calendar import DEFAULT_HOURS, OfficeHours
from engine.catalog import Catalog
from engine.completing import Completion, completing
from engine.deployable import Located, refuses
from engine.deployment import Deployment
from engine.execution import Consequences, Execution, values_of
from engine.handing_out import HandingOut
from engine.jobs.bell import Bell
from engine.kernel.commands import (
    CompleteJob,
    ThrowJobError,
)
from engine.operations import Operations
from engine.outside_jobs import Failure, FetchedJob
from engine.ports import Clock, JobAnswer, JobRunner, JobWork, SystemClock, Watch
from engine.starting import Start, Started
from engine.store import Database, Session, messages
from engine.store.instances import state, visible
from engine.store.migrate import pending
from engine.store.projections import TIME_TO_LIVE
from engine.together import Failed

AT_ONCE = 1000  # deliveries after a command; what is left, for instance of two processes that never stop
# writing to each other, is left to the clock


class Engine(HandingOut):
    """Carries out commands. `actor` is the account of who gives one, or "system" or "clock".

    Variables come and go in the JSON form of `engine.feel.codec`. A `request_id` makes a command safe to send
    again: it is carried out once, and gives the same answer each time. Every method raises what `engine.errors` lists;
    then nothing has changed.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock | None = None,
        *,
        zone: ZoneInfo | None = None,
        hours: OfficeHours = DEFAULT_HOURS,
        jobs: JobRunner | None = None,
    ) -> None:
        self.database = database
        self.clock = clock or SystemClock()
        self.catalog = Catalog()
        self.execution = Execution(database, self.catalog, self.clock, zone or ZoneInfo("UTC"), hours)
        self._completing = completing(self.execution)
        self.jobs = jobs
        self.operations = Operations(self.execution, self._deliver)
        self.bell = Bell()
        self.watch: Watch | None = None  # the program around the engine, where there is one

    # The program around it

    def clock_runs(self) -> bool:
        """Whether something makes happen what becomes due."""
        return self.watch is not None and self.watch.clock_runs()

    def pending_migrations(self) -> tuple[str, ...]:
        """The names of the schemas of the engine and of process applications that have still to be migrated."""
        return self.watch.pending_migrations() if self.watch is not None else pending(self.database)

    # Definitions

    def check(self, files: Mapping[str, bytes], *, strict: bool = False) -> list[Located]:
        """Every problem of the files, without deploying them: (file, problem). `strict`: warnings too."""
        problems = deploying.check(self.execution, files, self._job_types())
        return [found for found in problems if strict or refuses(found[1], strict=False)]

    def deploy(
        self,
        files: Mapping[str, bytes],
        *,
        actor: str,
        note: str = "",
        strict: bool = False,
        request_id: str = "",
    ) -> Deployment:
        """Make new versions of the .bpmn, .dmn and .form files that have changed. Raises `DeploymentRefused`."""
        jobs = self._job_types()
        return deploying.deploy(
            self.execution, files, jobs, actor=actor, note=note, strict=strict, request_id=request_id
        )

    def _job_types(self) -> Collection[str]:
        return self.jobs.types() if self.jobs is not None else ()

    # Instances

    def start(
        self,
        process_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        actor: str,
        business_key: str = "",
        version: int | None = None,
        request_id: str = "",
    ) -> str:
        """Start the latest (or the given) version of a process. Gives the id of the new instance."""
        start = Start(
            process_id=process_id,
            variables=variables or {},
            business_key=business_key,
            version=version,
            request_id=request_id,
        )
        id, about = starting.start_one(self.execution, start, actor)
        self._deliver(about)
        return id

    def start_many(self, starts: Sequence[Start], *, actor: str) -> list[Started]:
        """Start many instances, a hundred in a transaction. An answer for each in their order: one fails alone."""
        answers, about = starting.start_many(self.execution, starts, actor)
        self._deliver(about)
        return answers

    # Work items

    def complete(
        self,
        instance_id: str,
        key: int,
        variables: Mapping[str, Any] | None = None,
        *,
        actor: str,
        request_id: str = "",
    ) -> None:
        """Complete a work item with the answers to its form.

        Raises `Invalid` with a sentence for each wrong field, `AlreadyDone` when it is done or withdrawn, and
        `Refused` when somebody else holds it.
        """
        self.database.refuse_nesting()
        outcome = self._completing.carry_out(Completion(instance_id, key, variables or {}, actor, request_id))
        if isinstance(outcome, Failed):
            raise outcome.error
        self._deliver(outcome)

    # Messages

    def publish(
        self,
        name: str,
        correlation_key: str = "",
        variables: Mapping[str, Any] | None = None,
        *,
        actor: str,
        message_id: str = "",
        time_to_live: timedelta = TIME_TO_LIVE,
    ) -> bool:
        """Publish a message to whoever waits for it, or will before its time to live is over.

        Each process gets it once. False: a message with this `message_id` was published before, and this one is not.
        """
        new = publishing.publish(
            self.execution,
            name,
            correlation_key,
            variables,
            message_id=message_id,
            time_to_live=time_to_live,
            actor=actor,
        )
        if new:
            self._deliver(Consequences(messages=frozenset({(name, correlation_key)})))
        return new

    def broadcast(
        self, name: str, variables: Mapping[str, Any] | None = None, *, actor: str, request_id: str = ""
    ) -> None:
        """Throw a signal to everybody who waits for it now, and to every start event that it triggers."""
        if publishing.broadcast(self.execution, name, variables, actor=actor, request_id=request_id):
            self._deliver(Consequences(signals=True))

    def evaluate_conditions(
        self,
        variables: Mapping[str, Any],
        *,
        actor: str,
        subject: str = "",
        process_id: str | None = None,
        request_id: str = "",
    ) -> tuple[str, ...]:
        """Say what is so, for the conditional start events of all processes or of one. Gives the new instances' ids.

        A process begins, with these variables, when its condition becomes true: was it true before, it must have been
        false in between. `subject` says of what, for instance of which machine: each is remembered by itself. Saying
        the same again starts nothing, so that it may be said again.
        """
        started, about = conditions.evaluate(
            self.execution,
            values_of(variables),
            actor=actor,
            subject=subject,
            process_id=process_id,
            request_id=request_id,
        )
        self._deliver(about)
        return tuple(started)

    def deliver_messages(self, limit: int = AT_ONCE) -> int:
        """Deliver messages and signals that are left over: the clock calls it, for there may be some after a crash.

        Jobs that a crash left unanswered are counted as failed.
        """
        delivered = deliveries.deliver(self.execution, None, limit) + self.end_lost_tries(limit)
        messages.close_expired(self.database, self.now())
        return delivered

    # Time and jobs

    def fire_due(self, limit: int = 1000) -> int:
        """Fire timers that are due, those that start processes included. Gives how many."""
        fired, about = due.fire_due(self.execution, limit)
        self._deliver(about)
        return fired

    def run_jobs(self, limit: int = 1000) -> int:
        """Try jobs that are due. Gives how many; without a job runner none."""
        return self.jobs.run_due(self, limit) if self.jobs else 0

    def run_until_idle(self) -> int:
        """Deliver messages, fire what is due and run jobs until nothing is left to do now. Gives how much was done."""
        done = 0
        while did := self.deliver_messages() + self.fire_due() + self.run_jobs():
            done += did
        return done

    def do_job(self, instance_id: str, key: int, work: Callable[[Session, dict[str, Any]], JobAnswer]) -> bool:
        """Carry out a job inside the transaction that answers it (see `engine.ports.JobCommands`)."""
        about = handled_jobs.answer(self.execution, instance_id, key, work)
        if about is None:
            return False
        self._deliver(about)
        return True

    def do_jobs(self, works: Sequence[JobWork], enough: Callable[[], bool]) -> int:
        """Carry out jobs of different instances in one transaction (see `engine.ports.JobCommands`)."""
        done, about = handled_jobs.answer_together(self.execution, works, enough)
        self._deliver(about)
        return done

    def end_lost_tries(self, limit: int = 100) -> int:
        """Fail tries of jobs whose worker did not answer until its lease ended. Gives how many."""
        ended, about = lost_jobs.end_lost_tries(self.execution, limit)
        if ended:
            self._deliver(about)
        return ended

    def job_variables(self, instance_id: str, key: int) -> dict[str, Any]:
        """The variables that an open job sees, as FEEL values. Raises `NotFound` when it isn't open any more."""
        return visible(state(self.database, instance_id), key)

    def fetch_jobs(
        self,
        worker: str,
        types: Collection[str],
        *,
        lease: timedelta = timedelta(minutes=5),
        limit: int = 1,
        wait: timedelta = timedelta(),
        request_id: str = "",
    ) -> tuple[FetchedJob, ...]:
        """Lock up to `limit` due jobs of these types for an outside worker, waiting up to `wait` for the first one.

        While `lease` lasts (or what the diagram says instead), no other worker gets them. Raises `Invalid`.
        """
        self.end_lost_tries()
        return outside_jobs.fetch(
            self.execution, self.bell, worker, types, lease=lease, limit=limit, wait=wait, request_id=request_id
        )

    def extend_job(self, instance_id: str, key: int, lock: str, lease: timedelta, *, request_id: str = "") -> datetime:
        """Hold a fetched job for so long from now on. Gives until when. Raises `AlreadyDone` when it is lost."""
        with self.database.writing() as session:
            return outside_jobs.extend(self.execution, session, lock, instance_id, key, lease, request_id)

    def complete_job(
        self,
        instance_id: str,
        key: int,
        variables: Mapping[str, Any] | None = None,
        *,
        lock: str = "",
        actor: str = "system",
        request_id: str = "",
    ) -> None:
        """The job is done, with these variables as its result. With a `lock` raises `AlreadyDone` when it is lost."""
        command = CompleteJob(key, values_of(variables))
        self._deliver_answer(
            outside_jobs.answer(self.execution, instance_id, command, lock, actor=actor, request_id=request_id)
        )

    def fail_job(
        self,
        instance_id: str,
        key: int,
        sentence: str,
        *,
        retries: int | None = None,
        retry_at: datetime | None = None,
        lock: str = "",
        actor: str = "system",
        request_id: str = "",
    ) -> None:
        """A try failed. With no `retries` left there is an incident, else the next try is not before `retry_at`.

        Where they are None, one try is used up, and the next one is when the diagram says.
        """
        failure = Failure(sentence, retries, retry_at)
        self._deliver_answer(
            outside_jobs.fail(self.execution, instance_id, key, failure, lock, actor=actor, request_id=request_id)
        )

    def throw_job_error(
        self,
        instance_id: str,
        key: int,
        code: str,
        message: str = "",
        variables: Mapping[str, Any] | None = None,
        *,
        lock: str = "",
        actor: str = "system",
        request_id: str = "",
    ) -> None:
        """The job ends with a business error, which an error event of the diagram may catch."""
        command = ThrowJobError(key, code, message, values_of(variables))
        self._deliver_answer(
            outside_jobs.answer(self.execution, instance_id, command, lock, actor=actor, request_id=request_id)
        )

    def _deliver_answer(self, about: Consequences | None) -> None:
        if about is not None:  # else the same answer came before
            self._deliver(about)

    def _deliver(self, about: Consequences) -> None:
        if about:
            deliveries.deliver(self.execution, about, AT_ONCE)
        # Whoever looks for jobs asks the database: let them only where there may be one, as there may be after a
        # delivery. To wake them after each command would cost more than the command.
        jobs = about.jobs or bool(about)
        if jobs:
            self.bell.ring()
        if self.watch is not None and (jobs or about.due is not None):
            self.watch.wake(about.due, jobs=jobs)
