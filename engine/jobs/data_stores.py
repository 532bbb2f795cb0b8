"""Data stores: what diagrams read and write outside of their instances, registered by the name that is drawn.

    customers = DataStore("Customers")

    @customers.read
    def found(job: Job) -> object:
        return register.customer(job.session, job.business_key)

    @customers.write
    def keep(job: Job, customer: Any) -> None:
        register.replace(job.session, job.business_key, customer)

Both are handlers of jobs: they run in the transaction that carries their activity on, so that what they write is kept
exactly once together with the step. The activity's variables say what is wanted. They may run again after a
failure: make that harmless.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from engine.jobs.handlers import Job, Result, handler
from engine.model.data import store_job

Reader = Callable[[Job], Any]
Writer = Callable[[Job, Any], None]


@dataclass(frozen=True, slots=True)
class DataStore:
    """A data store by the name (or else the id) that it has in diagrams. One that is only read may do without `write`.

    Registering a second function for the same raises ValueError.
    """

    name: str

    def read(self, function: Reader) -> Reader:
        """Register what gives the value, as FEEL takes it in; None is null."""

        @wraps(function)
        def run(job: Job) -> Result:
            return {self.name: function(job)}

        handler(store_job(self.name, "read"))(run)
        return function

    def write(self, function: Writer) -> Writer:
        """Register what gets the value, and keeps it."""

        @wraps(function)
        def run(job: Job) -> Result:
            function(job, job.variables[self.name])
            return None

        handler(store_job(self.name, "write"))(run)
        return function
