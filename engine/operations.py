"""What operators do to instances. Everything has a reason, which stands in the history with who gave it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from engine.catalog import InTransaction
from engine.errors import Invalid, NotFound, PolkuError, Unavailable
from engine.execution import Consequences, Execution, values_of
from engine.kernel.commands import CancelInstance, Command, ResolveIncident, SetVariables
from engine.kernel.encoding import decode_state
from engine.kernel.instructions import (
    EndElement,
    EndTokens,
    Instruction,
    MigrateInstance,
    ModifyInstance,
    Move,
    ResumeInstance,
    StartAfter,
    StartBefore,
    SuspendInstance,
)
from engine.kernel.operations.plan import Plan, plan
from engine.kernel.state import ROOT, State, Subscription
from engine.retrying import Tried, retry_together
from engine.store.instances import state_bytes
from engine.store.loading import load
from engine.store.requests import first_answer
from engine.together import batches

__all__ = [
    "EndElement",
    "EndTokens",
    "Instruction",
    "Move",
    "Operations",
    "Outcome",
    "Plan",
    "StartAfter",
    "StartBefore",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one of many: done, or the `sentence` that says why not. `key` is that of an incident.

    `gone`: it was not there any more, because somebody else was first.
    """

    instance_id: str
    key: int = 0
    sentence: str = ""
    gone: bool = False

    @property
    def done(self) -> bool:
        return not self.sentence


@dataclass(frozen=True)
class Operations:
    """The operators' commands, each in a transaction of its own; `deliver` is told what follows after the commit.

    Every command needs a reason, and raises `Invalid` without one; a `request_id` makes it safe to send again.
    """

    execution: Execution
    deliver: Callable[[Consequences], None]

    def suspend(self, instance_id: str, reason: str, *, actor: str, request_id: str = "") -> None:
        """Let nothing in the instance move until it is resumed. Raises `Refused` when it isn't under way."""
        self._carry_out(instance_id, SuspendInstance(needed(reason)), actor, request_id)

    def resume(self, instance_id: str, reason: str, *, actor: str, request_id: str = "") -> None:
        """Let everything go on that could not. What was sent to it meanwhile comes now."""
        self._carry_out(instance_id, ResumeInstance(needed(reason)), actor, request_id)

    def cancel(self, instance_id: str, reason: str, *, actor: str, request_id: str = "") -> None:
        """End the instance and everything in it."""
        self._carry_out(instance_id, CancelInstance(needed(reason)), actor, request_id)

    def set_variables(
        self,
        instance_id: str,
        variables: Mapping[str, Any],
        reason: str,
        *,
        actor: str,
        scope: int = ROOT,
        request_id: str = "",
    ) -> None:
        """Set variables of the element instance `scope`, in the JSON form of `engine.feel.codec`."""
        self._carry_out(instance_id, SetVariables(values_of(variables), scope, needed(reason)), actor, request_id)

    def retry(
        self,
        instance_id: str,
        key: int,
        reason: str,
        *,
        actor: str,
        variables: Mapping[str, Any] | None = None,
        retries: int = 1,
        request_id: str = "",
    ) -> None:
        """Try again what the incident `key` stopped, after setting `variables` that repair what was wrong."""
        command = ResolveIncident(key, retries, values_of(variables), needed(reason))
        self._carry_out(instance_id, command, actor, request_id)

    def retry_all(
        self, incidents: Iterable[tuple[str, int]], reason: str, *, actor: str, request_id: str = ""
    ) -> tuple[Outcome, ...]:
        """Try many incidents (instance id, key) again, each for itself; up to a hundred share a transaction.

        With a `request_id` each has a transaction of its own, because each remembers that it was asked for.
        """
        reason, all_of = needed(reason), list(dict.fromkeys(incidents))
        tried: dict[tuple[str, int], Tried] = {}
        for numbers in batches([id for id, _ in all_of]) if not request_id else ():
            some = [all_of[number] for number in numbers]
            found, about = retry_together(self.execution, some, reason, actor=actor)
            self.deliver(about)
            tried |= found
        each = partial(self.retry, reason=reason, actor=actor)
        return tuple(
            Outcome(id, key, tried[id, key].sentence, tried[id, key].gone)
            if (id, key) in tried
            else self._outcome(id, key, partial(each, id, key, request_id=part_of(request_id, f"{id}/{key}")))
            for id, key in all_of
        )

    def plan_modification(self, instance_id: str, instructions: Iterable[Instruction]) -> Plan:
        """What the instructions would do now, or why they can't be carried out. Nothing happens."""
        return self._plan(instance_id, ModifyInstance(with_values(instructions), ""))

    def modify(
        self, instance_id: str, instructions: Iterable[Instruction], reason: str, *, actor: str, request_id: str = ""
    ) -> None:
        """Carry out all instructions, or none. Raises `Impossible` with every reason."""
        self._carry_out(instance_id, ModifyInstance(with_values(instructions), needed(reason)), actor, request_id)

    def plan_migration(
        self, instance_id: str, source: str, target: str, mapping: Mapping[str, str] | None = None
    ) -> Plan:
        """What would become of everything alive in the instance, or why it can't be migrated. Nothing happens."""
        return self._plan(instance_id, MigrateInstance(source, target, "", dict(mapping or {})))

    def migrate(
        self,
        instance_id: str,
        source: str,
        target: str,
        reason: str,
        *,
        actor: str,
        mapping: Mapping[str, str] | None = None,
        request_id: str = "",
    ) -> None:
        """Let what runs the version `source` in the instance go on as `target`. Raises `Impossible`."""
        command = MigrateInstance(source, target, needed(reason), dict(mapping or {}))
        self._carry_out(instance_id, command, actor, request_id)

    def migrate_all(
        self,
        instance_ids: Iterable[str],
        source: str,
        target: str,
        reason: str,
        *,
        actor: str,
        mapping: Mapping[str, str] | None = None,
        request_id: str = "",
    ) -> tuple[Outcome, ...]:
        """Migrate many instances, each alone."""
        needed(reason)
        each = partial(self.migrate, source=source, target=target, reason=reason, actor=actor, mapping=mapping)
        return tuple(
            self._outcome(one, 0, partial(each, one, request_id=part_of(request_id, one))) for one in instance_ids
        )

    def _outcome(self, instance_id: str, key: int, action: Callable[[], None]) -> Outcome:
        try:
            action()
        except Unavailable:
            raise
        except PolkuError as error:
            return Outcome(instance_id, key, str(error), isinstance(error, NotFound))
        return Outcome(instance_id, key)

    def _plan(self, instance_id: str, command: ModifyInstance | MigrateInstance) -> Plan:
        execution = self.execution
        with execution.database.reading() as session:
            found = decode_state(state_bytes(session, instance_id))
            return plan(InTransaction(execution.catalog, session), found, command, execution.now())

    def _carry_out(self, instance_id: str, command: Command, actor: str, request_id: str) -> None:
        now = self.execution.now()
        asked = f"{type(command).__name__} {instance_id}/{getattr(command, 'key', '')}"
        with self.execution.database.writing() as session:
            if first_answer(session, request_id, asked, "", now) is not None:
                return
            record = load(session, instance_id)
            about = self.execution.carry_out(session, record, command, actor=actor, now=now)
            if isinstance(command, ResumeInstance):
                about |= what_waits(record.state)
        self.deliver(about)


def part_of(request_id: str, which: str) -> str:
    """The key of one of many that a request asks for."""
    return request_id and f"{request_id}/{which}"


def needed(reason: str) -> str:
    """The reason without space around it. Raises `Invalid` for an empty one."""
    if not reason.strip():
        raise Invalid({"reason": "Say why: the reason is kept in the history."})
    return reason.strip()


def with_values(instructions: Iterable[Instruction]) -> tuple[Instruction, ...]:
    """The instructions with their variables as FEEL values. Raises `Invalid`."""
    return tuple(
        replace(one, variables=values_of(one.variables)) if isinstance(one, StartBefore | StartAfter | Move) else one
        for one in instructions
    )


def what_waits(state: State) -> Consequences:
    """The messages that may have come for the instance while it was suspended, and the signals."""
    waits = (wait for wait in state.waits.values() if isinstance(wait, Subscription))
    return Consequences(frozenset((wait.name, wait.correlation_key) for wait in waits), signals=True)
