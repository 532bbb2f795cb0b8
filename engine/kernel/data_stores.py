"""Data stores: an activity reads one before it begins and writes one when it is done (BPMN 2.0.2, 10.4.1).

What is in a store is outside of the instance, and the kernel does no input or output: a job reads or writes it. What
was read is its result; it stands in the history as the variable of the store's name at the activity.
"""

from collections.abc import Iterable

from engine.kernel.context import Step
from engine.kernel.facts import JobCreated
from engine.model.data import DataAssociation, DataItem, store_job

READ, WRITE = "read", "write"
#: A store is in the same database as a rule: what fails three times will not get better by itself.
TRIES = 3


def read_first(step: Step, key: int, associations: Iterable[DataAssociation]) -> bool:
    """Let a job read the first data store that the instance `key` has not read yet. False: there is none."""
    known = step.state.elements[key].variables
    for association in associations:
        for source in association.sources:
            if source.store and source.name not in known:
                _create(step, key, source, READ, f"{READ} {source.name}")
                return True
    return False


def is_written_later(association: DataAssociation) -> bool:
    """Whether the association leads to a data store, so that a job carries it out."""
    return bool(association.target.store)


def write(step: Step, key: int, association: DataAssociation, number: int) -> None:
    """Let a job write what stands ready for the store; `number` is where the activity goes on after it."""
    _create(step, key, association.target, WRITE, f"{WRITE} {number}")


def _create(step: Step, key: int, item: DataItem, access: str, data: str) -> None:
    step.emit(JobCreated(step.new_key(), key, store_job(item.store, access), TRIES, {"store": item.store}, data))
