"""Messages reach who waits for them: each in a transaction of its own, once for each process.

It is done right after the command that published the message or opened the wait. What a crash left undone, the clock
finds again, because message and wait are rows.
"""

from collections.abc import Collection

from engine.errors import PolkuError
from engine.execution import Execution, values_of
from engine.identifiers import new_instance_id
from engine.kernel.commands import DeliverMessage, StartProcess
from engine.kernel.state import Subscription
from engine.log import log
from engine.store import messages
from engine.store.loading import Record, load
from engine.store.messages import Correlation, Match

BATCH = 100
ACTOR = "system"


def deliver(execution: Execution, about: Collection[Correlation] | None, limit: int) -> int:
    """Deliver up to `limit` messages and say how many. `about`: only these names and correlation keys.

    A delivery may publish and await further messages; with `about` these are delivered too.
    """
    delivered = 0
    tried: set[Match] = set()
    wanted = None if about is None else set(about)
    while delivered < limit and wanted != set():
        with execution.database.reading() as session:
            found = messages.matches(session, wanted, BATCH + len(tried))
        new = [match for match in found if match not in tried][: limit - delivered]
        if not new:
            break
        for match in new:
            tried.add(match)
            further = deliver_one(execution, match)
            if further is not None:
                delivered += 1
                if wanted is not None:
                    wanted |= further
    return delivered


def deliver_one(execution: Execution, match: Match) -> set[Correlation] | None:
    """Deliver one message. None when nobody waits any more, somebody was faster, or it can't be delivered."""
    try:
        return start(execution, match) if match.definition else hand_over(execution, match)
    except PolkuError as error:
        log.warning("message not delivered", message=match.message, process=match.process_id, why=str(error))
        return None


def hand_over(execution: Execution, match: Match) -> set[Correlation] | None:
    now = execution.now()
    with execution.database.writing() as session:
        record = load(session, match.instance_id)
        if not isinstance(record.state.waits.get(match.key), Subscription):
            return None
        message = messages.take(session, match, match.instance_id, now)
        if message is None:
            return None
        command = DeliverMessage(match.key, values_of(message.variables), message.message_id)
        return execution.carry_out(session, record, command, actor=ACTOR, now=now)


def start(execution: Execution, match: Match) -> set[Correlation] | None:
    now = execution.now()
    record = Record(new_instance_id(now))
    with execution.database.writing() as session:
        message = messages.take(session, match, record.id, now)
        if message is None:
            return None
        variables = values_of(message.variables)
        command = StartProcess(match.definition, variables, "", match.event, message.name, message.message_id)
        return execution.carry_out(session, record, command, actor=ACTOR, now=now)
