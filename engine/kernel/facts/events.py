"""What was waited for, what came, what was thrown to others."""

from datetime import datetime
from typing import Any

from engine.kernel.facts.base import Fact


class TimerArmed(Fact, frozen=True):
    """A timer will be due. `left` counts the repetitions after this one (-1 endless), `interval` apart."""

    key: int
    owner: int
    event: str
    due: datetime
    interval: str = ""
    left: int = 0


class TimerFired(Fact, frozen=True):
    key: int
    event: str


class TimerCancelled(Fact, frozen=True):
    key: int


class MessageSubscribed(Fact, frozen=True):
    key: int
    owner: int
    event: str
    name: str
    correlation_key: str = ""


class MessageReceived(Fact, frozen=True):
    """The message that subscription `key` waited for came. A start by message has key 0."""

    key: int
    event: str
    name: str
    message_id: str = ""


class MessageUnsubscribed(Fact, frozen=True):
    key: int


class MessageThrown(Fact, frozen=True):
    """The element instance `key` sent a message; the engine delivers it after this transaction."""

    key: int
    name: str
    correlation_key: str
    variables: dict[str, Any] = {}
    time_to_live: str = ""  # ISO 8601 duration


class SignalSubscribed(Fact, frozen=True):
    key: int
    owner: int
    event: str
    name: str


class SignalReceived(Fact, frozen=True):
    """The signal that subscription `key` waited for came. A start by signal has key 0."""

    key: int
    event: str
    name: str


class SignalUnsubscribed(Fact, frozen=True):
    key: int


class SignalThrown(Fact, frozen=True):
    """The element instance `key` threw a signal. Its own instance gets it at once, the engine gives it to others."""

    key: int
    name: str
    variables: dict[str, Any] = {}


class ConditionAwaited(Fact, frozen=True):
    """`event` happens when its condition becomes true. `holds`: it is true now, and must become false before."""

    key: int
    owner: int
    event: str
    part: int = 0
    holds: bool = False


class ConditionMet(Fact, frozen=True):
    """The condition that was awaited became true. A start by condition has key 0."""

    key: int
    event: str


class ConditionLapsed(Fact, frozen=True):
    """The condition that held is false now, so that it can become true again."""

    key: int


class ConditionWithdrawn(Fact, frozen=True):
    key: int
