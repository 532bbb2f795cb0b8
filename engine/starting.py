"""Starts in bulk: many instances in a transaction, each start failing alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.errors import NotDeployed, PolkuError, Refused, Unavailable
from engine.execution import NOTHING, Consequences, Execution, values_of
from engine.identifiers import new_instance_id
from engine.kernel.commands import StartProcess
from engine.log import log
from engine.store import Session
from engine.store.definitions import key_of
from engine.store.loading import Record
from engine.store.requests import first_answer, forget, new_requests
from engine.together import TOGETHER, Decision, Failed, Given, decided_alone, write_decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """An instance to be started, of the latest or the given version. The same `request_id` again starts no other."""

    process_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    business_key: str = ""
    version: int | None = None
    request_id: str = ""

    @property
    def asked(self) -> str:
        return f"start {self.process_id}"


@dataclass(frozen=True, slots=True)
class Started:
    """The id of the instance, or the sentence why there is none."""

    instance_id: str = ""
    failure: str = ""


Answers = tuple[list[Started], Consequences]
#: The key of each process and version that was asked for before.
Keys = dict[tuple[str, int | None], str | None]


def start_many(execution: Execution, starts: Sequence[Start], actor: str) -> Answers:
    """An answer for each, in their order; up to `TOGETHER` of them share a transaction."""
    answers: list[Started] = []
    about = NOTHING
    for first in range(0, len(starts), TOGETHER):
        some = starts[first : first + TOGETHER]
        try:
            found, further = start_together(execution, some, actor)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  whichever of them can't be written, the others can
            log.warning("instances not started together", starts=len(some), why=str(error))
            found, further = start_each(execution, some, actor)
        answers += found
        about |= further
    return answers, about


def start_together(execution: Execution, starts: Sequence[Start], actor: str) -> Answers:
    """All in one transaction to write in. They are decided before it begins: no other command can be in the way of an
    instance that is not there yet, and on SQLite others write meanwhile."""
    now = execution.now()
    ids = [new_instance_id(now) for _ in starts]
    keys: Keys = {}
    with execution.database.reading() as session:
        decisions = [
            decide_start(execution, session, start, id, keys, actor, now) for start, id in zip(starts, ids, strict=True)
        ]
    would = [
        Started(failure=decision.sentence) if isinstance(decision, Failed) else Started(id)
        for decision, id in zip(decisions, ids, strict=True)
    ]
    with execution.database.writing() as session:
        answers = repeated(session, starts, would, now)
        new = [number for number in range(len(starts)) if number not in answers]
        failed = [starts[number].request_id for number in new if would[number].failure]
        forget(session, [request for request in failed if request])
        write_decided(session, [decisions[number] for number in new])
    about = NOTHING
    for number in new:
        decision = decisions[number]
        if not isinstance(decision, Failed):
            about |= decision[1]
    return [answers.get(number, would[number]) for number in range(len(starts))], about


def decide_start(
    execution: Execution, session: Session, start: Start, id: str, keys: Keys, actor: str, now: datetime
) -> Decision:
    """What the start under this id comes to, without writing."""
    try:
        given = Given(Record(id), command_of(session, start, keys), actor)
    except PolkuError as error:
        return Failed(str(error), error)
    return decided_alone(execution, session, given, now)


def repeated(session: Session, starts: Sequence[Start], would: Sequence[Started], now: datetime) -> dict[int, Started]:
    """The answers to the requests that came before, here or in an earlier batch.

    The others are remembered, with what they `would` be answered.
    """
    first: dict[str, int] = {}
    for number, start in enumerate(starts):
        if start.request_id:
            first.setdefault(start.request_id, number)
    asked = {request: (starts[number].asked, would[number].instance_id) for request, number in first.items()}
    known = new_requests(session, asked, now)
    answers = {}
    for number, start in enumerate(starts):
        if start.request_id in known:
            command, answer = known[start.request_id]
            answers[number] = Started(answer) if command == start.asked else Started(failure=other_use(start, command))
        elif (before := first.get(start.request_id, number)) != number:
            same = starts[before].asked == start.asked
            answers[number] = would[before] if same else Started(failure=other_use(start, starts[before].asked))
    return answers


def other_use(start: Start, command: str) -> str:
    return f"The request {start.request_id} was for something else ({command}). Give every request a key of its own."


def command_of(session: Session, start: Start, keys: Keys) -> StartProcess:
    """Raises `NotDeployed`, and `Invalid` for variables that are no FEEL values."""
    wanted = (start.process_id, start.version)
    if wanted not in keys:
        keys[wanted] = key_of(session, "process", *wanted)
    key = keys[wanted]
    if key is None:
        which = start.process_id if start.version is None else f"{start.process_id}, version {start.version},"
        raise NotDeployed(f"The process {which} is not deployed.")
    return StartProcess(key, values_of(start.variables), start.business_key)


def start_each(execution: Execution, starts: Sequence[Start], actor: str) -> Answers:
    """Each in a transaction of its own."""
    answers, about = [], NOTHING
    for start in starts:
        try:
            id, further = start_one(execution, start, actor)
        except Unavailable:
            raise
        except PolkuError as error:
            answers.append(Started(failure=str(error)))
        except Exception as error:  # noqa: BLE001  the next one shall have its turn
            log.error("instance not started", process=start.process_id, exc_info=error)
            answers.append(Started(failure=str(Refused())))
        else:
            answers.append(Started(id))
            about |= further
    return answers, about


def start_one(execution: Execution, start: Start, actor: str) -> tuple[str, Consequences]:
    """The id of the new instance, or the first answer to the same request. Raises what `engine.errors` lists."""
    now = execution.now()
    record = Record(new_instance_id(now))
    with execution.database.writing() as session:
        answered = first_answer(session, start.request_id, start.asked, record.id, now)
        if answered is not None:
            return answered, NOTHING
        command = command_of(session, start, {})
        return record.id, execution.carry_out(session, record, command, actor=actor, now=now)
