"""Every port of the engine: what it needs from outside, and what it gives to the parts that it calls."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from engine.kernel.commands import (
    AssignWorkItem,
    CompleteJob,
    EscalateWorkItem,
    FailJob,
    RemindOfWorkItem,
    ThrowJobError,
)

JobAnswer = CompleteJob | FailJob | ThrowJobError


@dataclass(frozen=True, slots=True)
class JobWork:
    """How a job is done: `work` as `JobCommands.do_job` tells of it."""

    instance_id: str
    key: int
    work: Callable[[Any, dict[str, Any]], JobAnswer]


class Clock(Protocol):
    """What time it is: aware, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Order:
    """A command to a work item that `holder` holds, or nobody where it is empty."""

    instance_id: str
    key: int
    holder: str
    command: AssignWorkItem | RemindOfWorkItem | EscalateWorkItem


class Watch(Protocol):
    """What the engine knows of the program around it."""

    def wake(self, due: datetime | None = None, *, jobs: bool = True) -> None:
        """A command was carried out; what it left to do need not wait for the clock.

        `due` is when the first of the timers is due that it armed; with `jobs` there may be a job to do.
        """

    def clock_runs(self) -> bool: ...

    def pending_migrations(self) -> tuple[str, ...]:
        """The names of the schemas that have still to be migrated."""


class JobCommands(Protocol):
    """What the engine offers to whoever runs jobs. Each call is one transaction."""

    def do_job(self, instance_id: str, key: int, work: Callable[[Any, dict[str, Any]], JobAnswer]) -> bool:
        """Carry out a job inside the transaction that answers it.

        `work` gets the database session and the variables that the job sees, as FEEL values, and says how the job
        ended; its variables may be whatever Python values FEEL takes in. What it
        wrote through the session is kept together with that, or not at all. False: the job was no longer open
        or its instance is suspended, and `work` was not called. What `work` raises goes through, after everything was
        rolled back.
        """

    def do_jobs(self, works: Sequence[JobWork], enough: Callable[[], bool]) -> int:
        """The same for jobs of different instances, in one transaction, which ends when it is `enough`.

        Gives how many of them, from the first one on, it came to. What one of them raises goes through, and then none
        is done.
        """

    def end_lost_tries(self) -> int:
        """Fail tries of jobs whose worker did not answer until its lease ended. Gives how many."""

    def job_variables(self, instance_id: str, key: int) -> dict[str, Any]:
        """The variables that an open job sees. Raises `NotFound` when it isn't open any more."""

    def complete_job(self, instance_id: str, key: int, variables: dict[str, Any], *, actor: str = "system") -> None: ...

    def fail_job(
        self,
        instance_id: str,
        key: int,
        sentence: str,
        *,
        retries: int,
        retry_at: datetime | None = None,
        lock: str = "",
        actor: str = "system",
    ) -> None:
        """A try failed; with no `retries` left there is an incident. `retry_at`: not before then.

        Raises `AlreadyDone` when the claim `lock` has ended and the job is somebody else's.
        """

    def throw_job_error(
        self,
        instance_id: str,
        key: int,
        code: str,
        message: str = "",
        variables: dict[str, Any] | None = None,
        *,
        actor: str = "system",
    ) -> None: ...


class JobRunner(Protocol):
    """Runs jobs that are due. `engine.jobs` has one; the engine is given it when it is opened."""

    def types(self) -> Collection[str]:
        """The types of the jobs that something is registered for."""

    def run_due(self, commands: JobCommands, limit: int) -> int:
        """Try up to `limit` due jobs and give back how many were tried."""
