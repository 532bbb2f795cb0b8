"""Messages and signals are written down here, each in a transaction of its own; `engine.deliveries` delivers them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.execution import Execution, values_of
from engine.store import messages
from engine.store.instances import to_json_values
from engine.store.requests import first_answer
from engine.store.signals import ThrownSignal, throw


def publish(
    execution: Execution,
    name: str,
    correlation_key: str,
    variables: Mapping[str, Any] | None,
    *,
    message_id: str,
    time_to_live: timedelta,
    actor: str,
) -> bool:
    """Keep a message for its time to live. False: one with this `message_id` was published before."""
    now = execution.now()
    content = to_json_values(values_of(variables))
    with execution.database.writing() as session:
        return messages.publish(
            session,
            name,
            correlation_key,
            content,
            message_id=message_id,
            expires_at=now + time_to_live,
            actor=actor,
            now=now,
        )


def broadcast(
    execution: Execution, name: str, variables: Mapping[str, Any] | None, *, actor: str, request_id: str
) -> bool:
    """Keep a signal for all who wait for it now. False: this request was carried out before."""
    now = execution.now()
    thrown = ThrownSignal(name, to_json_values(values_of(variables)))
    with execution.database.writing() as session:
        if first_answer(session, request_id, f"broadcast {name}", "", now) is not None:
            return False
        throw(session, thrown, actor=actor, now=now)
    return True
