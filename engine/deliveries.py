"""Messages and signals reach who waits for them: a message in a transaction of its own, a signal many in one.

Each fails alone. It is done right after the command that sent something or began to wait for it. What a crash left
undone the clock finds again, because what was sent and who waits are rows.
"""

from collections.abc import Iterator

from engine.errors import PolkuError, Unavailable
from engine.execution import NOTHING, Consequences, Execution, values_of
from engine.identifiers import new_instance_id
from engine.kernel.commands import DeliverMessage, DeliverSignal, StartProcess
from engine.kernel.state import SignalSubscription, Subscription
from engine.log import log
from engine.store import messages, signals
from engine.store.loading import Record, load, load_free
from engine.store.messages import Match
from engine.store.signals import Recipient
from engine.together import TOGETHER, Failed, Given, carry_out_together

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
        for some in together(new[: limit - delivered]):
            tried.update(some)
            done, further = deliver_some(execution, some)
            delivered += done
            about = about and about | further
    return delivered


def together(found: list[Match | Recipient]) -> Iterator[tuple[Match | Recipient, ...]]:
    """What is delivered in one transaction: a signal to up to `TOGETHER` instances, each of which is there once."""
    instances: dict[int, list[Recipient]] = {}
    for one in found:
        if isinstance(one, Recipient) and one.instance_id:
            instances.setdefault(one.signal, []).append(one)
        else:
            yield (one,)
    for waiting in instances.values():
        while waiting:
            batch: dict[str, Recipient] = {}
            for one in waiting:
                if len(batch) < TOGETHER:
                    batch.setdefault(one.instance_id, one)
            yield tuple(batch.values())
            waiting = [one for one in waiting if batch.get(one.instance_id) is not one]


def deliver_some(execution: Execution, some: tuple[Match | Recipient, ...]) -> tuple[int, Consequences]:
    """Gives how many of them were delivered, and what follows."""
    delivered, about, left = 0, NOTHING, some
    recipients = [one for one in some if isinstance(one, Recipient)]
    if len(recipients) > 1:
        try:
            delivered, about, left = signal_to_instances(execution, recipients)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  whoever of them can't be written, the others can
            log.warning("signal not delivered together", instances=len(some), why=str(error))
    for one in left:
        further = deliver_one(execution, one)
        if further is not None:
            delivered += 1
            about |= further
    return delivered, about


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
        if signal is None or not waits_for_signal(record, recipient.key):
            return None
        command = DeliverSignal(recipient.key, values_of(signal[1]))
        return execution.carry_out(session, record, command, actor=ACTOR, now=now)


def signal_to_instances(
    execution: Execution, recipients: list[Recipient]
) -> tuple[int, Consequences, tuple[Recipient, ...]]:
    """Give one signal to different instances. The third is who has still to get it: others are changing them now."""
    now, signal = execution.now(), recipients[0].signal
    with execution.database.writing() as session:
        records = load_free(session, {one.instance_id for one in recipients})
        missing = signals.still_waiting(session, signal, records)
        here = [one for one in recipients if (one.instance_id, one.key) in missing]
        if here:
            variables = values_of(signals.content(session, signal)[1])
        waits = [one for one in here if waits_for_signal(records[one.instance_id], one.key)]
        given = [Given(records[one.instance_id], DeliverSignal(one.key, variables), ACTOR) for one in waits]
        outcomes = carry_out_together(execution, session, given, now)
        failed = {one for one, outcome in zip(waits, outcomes, strict=True) if isinstance(outcome, Failed)}
        signals.delivered(session, signal, {(one.instance_id, one.key) for one in here if one not in failed})
    about = NOTHING
    for one, outcome in zip(waits, outcomes, strict=True):
        if isinstance(outcome, Failed):
            log.warning("not delivered", what=str(one), why=outcome.sentence)
        else:
            about |= outcome
    held = tuple(one for one in recipients if one.instance_id not in records)
    return len(waits) - len(failed), about, held


def waits_for_signal(record: Record, key: int) -> bool:
    return isinstance(record.state.waits.get(key), SignalSubscription)


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
