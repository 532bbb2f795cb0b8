"""Completing work items: one in its own transaction, and several that come at the same time in one."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import PolkuError, Unavailable
from engine.execution import NOTHING, Consequences, Execution
from engine.group_commit import GroupCommit
from engine.store.asking import request
from engine.store.requests import Asked, first_answer, forget, new_requests, the_same
from engine.store.work_items import locked_free
from engine.together import Failed, Given, Outcome, carry_out_together
from engine.work_items import completion, open_item, still_open


@dataclass(frozen=True, slots=True)
class Completion:
    """`actor` completes a work item with these answers. `asked_by` is the name of the request that it belongs to."""

    instance_id: str
    key: int
    variables: Mapping[str, Any]
    actor: str
    request_id: str = ""
    asked_by: str = field(default_factory=request)

    @property
    def asked(self) -> Asked:
        """What its request is remembered by; there is nothing to answer."""
        return f"complete {self.instance_id}/{self.key}", ""


Completing = GroupCommit[Completion, Outcome]


def completing(execution: Execution) -> Completing:
    """Completions of many threads, which share transactions where they come at the same time."""
    return GroupCommit(
        lambda one: complete(execution, one),
        lambda several: complete_together(execution, several),
        names_of,
        Unavailable,
    )


def names_of(one: Completion) -> Sequence[Hashable]:
    """Two commands to an instance, or of one request, can't share a transaction: one depends on the other."""
    return ("instance", one.instance_id), *([("request", one.request_id)] if one.request_id else [])


def complete(execution: Execution, one: Completion) -> Consequences:
    """Raises what `engine.engine.Engine.complete` does."""
    with execution.database.writing() as session:
        now = execution.now()
        if first_answer(session, one.request_id, *one.asked, now) is not None:
            return NOTHING
        record, item = open_item(session, one.instance_id, one.key, now)
        command = completion(execution, session, record, item, one.variables, one.actor, now)
        return execution.carry_out(session, record, command, actor=one.actor, now=now)


def complete_together(execution: Execution, several: Sequence[Completion]) -> Sequence[Outcome | None]:
    """Complete items of different instances, by requests of different names, each failing alone.

    None for an item that is not to be had without waiting, or not there: whoever wants it has to wait alone.
    """
    outcomes: list[Outcome | None] = [None] * len(several)
    with execution.database.writing() as session:
        now = execution.now()
        known = new_requests(session, {one.request_id: one.asked for one in several if one.request_id}, now)
        free = locked_free(session, [(one.instance_id, one.key) for one in several])
        given: dict[int, Given] = {}
        for number, one in enumerate(several):
            try:
                if one.request_id in known:
                    the_same(one.request_id, one.asked, known[one.request_id])
                    outcomes[number] = NOTHING
                elif (found := free.get((one.instance_id, one.key))) is not None:
                    record, item = still_open(*found, now)
                    command = completion(execution, session, record, item, one.variables, one.actor, now)
                    given[number] = Given(record, command, one.actor, one.asked_by)
            except PolkuError as error:
                outcomes[number] = Failed(str(error), error)
        done = carry_out_together(execution, session, list(given.values()), now)
        for number, outcome in zip(given, done, strict=True):
            outcomes[number] = outcome
        undone = [one for one, outcome in zip(several, outcomes, strict=True) if not isinstance(outcome, Consequences)]
        forget(session, [one.request_id for one in undone if one.request_id not in known])
    return outcomes
