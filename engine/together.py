"""Several commands in one transaction, each failing alone: due timers, starts in bulk, signals.

The kernel decides without touching a table. So a command that it refuses leaves nothing behind, and what it decided of
the others is written in the same few statements that a single command takes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import PolkuError
from engine.execution import Consequences, Execution
from engine.kernel.commands import Command
from engine.log import log
from engine.store import Session
from engine.store.asking import asked_by, request
from engine.store.loading import Record
from engine.store.saving import Decided, write

#: So many share a transaction: more gain little, and keep the instances locked for longer.
TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Given:
    """A command to an instance in hand, which is new or locked. `asked_by` is the request that it belongs to."""

    record: Record
    command: Command
    actor: str
    asked_by: str = field(default_factory=request)


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a command was not carried out."""

    sentence: str
    error: Exception


Outcome = Consequences | Failed
#: What is to be written (None where nothing follows from the command) and what is left to be done, or why neither.
Decision = tuple[Decided | None, Consequences] | Failed


def carry_out_together(
    execution: Execution, session: Session, given: Sequence[Given], now: datetime
) -> tuple[Outcome, ...]:
    """Carry out commands to different instances; an outcome for each. Raises when the writing fails: then none is done.

    One that can't be carried out fails alone, as `decided_alone` says.
    """
    decisions = [decided_alone(execution, session, one, now) for one in given]
    write_decided(session, decisions)
    return tuple(decision if isinstance(decision, Failed) else decision[1] for decision in decisions)


def decided_alone(execution: Execution, session: Session, one: Given, now: datetime) -> Decision:
    """Decide a command of several, without writing.

    One that runs into a mistake of the program fails like one that is refused, and the mistake is logged: one instance
    that can't go on must not hold up all those behind it.
    """
    try:
        with asked_by(one.asked_by):
            return execution.decide(session, one.record, one.command, actor=one.actor, now=now)
    except PolkuError as error:
        return Failed(str(error), error)
    except Exception as error:  # noqa: BLE001  see above
        log.error("command failed", instance=one.record.id, command=type(one.command).__name__, exc_info=error)
        return Failed(f"{type(error).__name__}: {error}", error)


def write_decided(session: Session, decisions: Iterable[Decision]) -> None:
    """Write what did not fail, in the same few statements."""
    results = [decision[0] for decision in decisions if not isinstance(decision, Failed)]
    write(session, [result for result in results if result is not None])


def batches(instance_ids: Sequence[str], most: int = TOGETHER) -> Iterator[list[int]]:
    """The numbers of what can be done together: none of the same instance, and not too many."""
    waiting = list(range(len(instance_ids)))
    while waiting:
        batch: dict[str, int] = {}
        left = []
        for number in waiting:
            instance_id = instance_ids[number]
            if instance_id in batch or len(batch) == most:
                left.append(number)
            else:
                batch[instance_id] = number
        yield list(batch.values())
        waiting = left
