"""Several commands in one transaction, each failing alone: due timers, starts in bulk, signals.

The kernel decides without touching a table. So a command that it refuses leaves nothing behind, and what it decided of
the others is written in the same few statements that a single command takes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import PolkuError
from engine.execution import Consequences, Execution
from engine.kernel.commands import Command
from engine.log import log
from engine.store import Session
from engine.store.asking import asked_by, request
from engine.store.loading import Record
from engine.store.saving import write

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


def carry_out_together(
    execution: Execution, session: Session, given: Sequence[Given], now: datetime
) -> tuple[Outcome, ...]:
    """Carry out commands to different instances; an outcome for each. Raises when the writing fails: then none is done.

    A command that runs into a mistake of the program fails like one that is refused, and the mistake is logged: one
    instance that can't go on must not hold up all those behind it.
    """
    outcomes: list[Outcome] = []
    results = []
    for one in given:
        try:
            with asked_by(one.asked_by):
                result, about = execution.decide(session, one.record, one.command, actor=one.actor, now=now)
        except PolkuError as error:
            outcomes.append(Failed(str(error), error))
        except Exception as error:  # noqa: BLE001  see above
            log.error("command failed", instance=one.record.id, command=type(one.command).__name__, exc_info=error)
            outcomes.append(Failed(f"{type(error).__name__}: {error}", error))
        else:
            outcomes.append(about)
            if result is not None:
                results.append(result)
    write(session, results)
    return tuple(outcomes)


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
