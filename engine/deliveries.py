"""Messages and signals reach who waits for them, each in a transaction of its own.

It is done right after the command that sent something or began to wait for it. What a crash left undone the clock
finds again, because what was sent and who waits are rows.
"""

from engine.errors import PolkuError
from engine.execution import Consequences, Execution, values_of
from engine.identifiers import new_instance_id
from engine.kernel.commands import DeliverMessage, DeliverSignal, StartProcess
from engine.kernel.state import SignalSubscription, Subscription
from engine.log import log
from engine.store import messages, signals
from engine.store.loading import Record, load
from engine.store.messages import Match
from engine.store.signals import Recipient

BATCH = 100
ACTOR = "system"


def deliver(execution: Execution, about: Consequences | None, limit: int) -> int:
    """Make up to `limit` deliveries and say how many. `about`: only these; None: whatever there is.

    A delivery may send and await further things; with `about` these are delivered too.
    """
    delivered = 0
    tried: set[Match | Recipient] = set()
    while delivered < limit:
        new = [one for one in waiting(execution, about, BATCH + len(tried)) if one not in tried]
        if not new:
            break
        for one in new[: limit - delivered]:
            tried.add(one)
            further = deliver_one(execution, one)
            if further is not None:
                delivered += 1
                about = about and about | further
    return delivered


def waiting(execution: Execution, about: Consequences | None, limit: int) -> list[Match | Recipient]:
    """What is to be delivered to whom, up to `limit` of each kind."""
    found: list[Match | Recipient] = []
    with execution.database.reading() as session:
        if about is None or about.messages:
            found += messages.matches(session, None if about is None else about.messages, limit)
        if about is None or about.signals:
            found += signals.recipients(session, limit)
    return found


def deliver_one(execution: Execution, one: Match | Recipient) -> Consequences | None:
    """None when nobody waits any more, somebody was faster, or it can't be delivered."""
    try:
        match one:
            case Match(definition=""):
                return message_to_instance(execution, one)
            case Match():
                return message_to_start(execution, one)
            case Recipient(instance_id=""):
                return signal_to_start(execution, one)
            case Recipient():
                return signal_to_instance(execution, one)
    except PolkuError as error:
        log.warning("not delivered", what=str(one), why=str(error))
        return None


def message_to_instance(execution: Execution, match: Match) -> Consequences | None:
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


def message_to_start(execution: Execution, match: Match) -> Consequences | None:
    """What the message is about, its correlation key, becomes the business key of the instance that it starts."""
    now = execution.now()
    record = Record(new_instance_id(now))
    with execution.database.writing() as session:
        message = messages.take(session, match, record.id, now)
        if message is None:
            return None
        variables, about = values_of(message.variables), message.correlation_key
        command = StartProcess(match.definition, variables, about, match.event, message.name, message.message_id)
        return execution.carry_out(session, record, command, actor=ACTOR, now=now)


def signal_to_instance(execution: Execution, recipient: Recipient) -> Consequences | None:
    now = execution.now()
    with execution.database.writing() as session:
        record = load(session, recipient.instance_id)
        signal = signals.take(session, recipient)
        if signal is None or not isinstance(record.state.waits.get(recipient.key), SignalSubscription):
            return None
        command = DeliverSignal(recipient.key, values_of(signal[1]))
        return execution.carry_out(session, record, command, actor=ACTOR, now=now)


def signal_to_start(execution: Execution, recipient: Recipient) -> Consequences | None:
    now = execution.now()
    with execution.database.writing() as session:
        signal = signals.take(session, recipient)
        if signal is None:
            return None
        name, variables = signal
        event = recipient.element_id
        command = StartProcess(recipient.definition, values_of(variables), event=event, signal=name)
        return execution.carry_out(session, Record(new_instance_id(now)), command, actor=ACTOR, now=now)
