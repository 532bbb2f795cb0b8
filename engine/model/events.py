"""Event definitions: what an event waits for or throws (BPMN 2.0.2, 10.5.5)."""

from dataclasses import dataclass
from enum import StrEnum

from engine.feel import Expression


class TimerKind(StrEnum):
    """The three ways to say when (BPMN 2.0.2, table 10.101)."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class Message:
    """A named message; the correlation key says which waiting instance it is for (zeebe:subscription)."""

    id: str
    name: Expression
    correlation_key: Expression | None = None
    time_to_live: Expression | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """A named error. Without a code, a catching event catches every error."""

    id: str
    name: str = ""
    code: Expression | None = None


@dataclass(frozen=True, slots=True)
class TimerEventDefinition:
    """When a timer is due. `value` gives a date and time, a duration or an ISO 8601 cycle, by `kind`."""

    kind: TimerKind
    value: Expression


@dataclass(frozen=True, slots=True)
class MessageEventDefinition:
    """The message that is waited for or thrown; none where a throwing event is served by a job."""

    message: Message | None


@dataclass(frozen=True, slots=True)
class ErrorEventDefinition:
    """The error that is thrown or caught; none catches every error."""

    error: Error | None
    code_variable: str | None = None
    message_variable: str | None = None


@dataclass(frozen=True, slots=True)
class CompensateEventDefinition:
    """Throwing: undo what is complete in the scope, or only `activity` (its id). Catching: how to undo.

    `waits`: the thrower goes on only when all is undone (waitForCompletion).
    """

    activity: str | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True)
class CancelEventDefinition:
    """Throwing: cancel the transaction around. Catching: the transaction was cancelled."""


@dataclass(frozen=True, slots=True)
class TerminateEventDefinition:
    """Ends every token of the enclosing scope at once (BPMN 2.0.2, 13.5.6)."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A named escalation. Without a code, a catching event catches every escalation."""

    id: str
    name: str = ""
    code: Expression | None = None


@dataclass(frozen=True, slots=True)
class EscalationEventDefinition:
    """The escalation that is thrown or caught; none catches every escalation."""

    escalation: Escalation | None
    code_variable: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A named signal; everybody who waits for the name gets it."""

    id: str
    name: Expression


@dataclass(frozen=True, slots=True)
class SignalEventDefinition:
    """The signal that is waited for or thrown."""

    signal: Signal


@dataclass(frozen=True, slots=True)
class ConditionalEventDefinition:
    """Happens when the condition becomes true."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class LinkEventDefinition:
    """A link: the token goes on at the catching event of the same name in the same scope."""

    name: str


@dataclass(frozen=True, slots=True)
class MultipleEventDefinition:
    """Several definitions on one event: one of them is enough to catch it, or (`parallel`) all must happen.

    A throwing event throws them all.
    """

    definitions: tuple["EventDefinition", ...]
    parallel: bool = False


EventDefinition = (
    TimerEventDefinition
    | MessageEventDefinition
    | SignalEventDefinition
    | ConditionalEventDefinition
    | ErrorEventDefinition
    | EscalationEventDefinition
    | LinkEventDefinition
    | CompensateEventDefinition
    | CancelEventDefinition
    | TerminateEventDefinition
    | MultipleEventDefinition
)


def parts(definition: EventDefinition | None) -> tuple[EventDefinition, ...]:
    """The single definitions of an event: none, one or several."""
    match definition:
        case None:
            return ()
        case MultipleEventDefinition(definitions):
            return definitions
    return (definition,)


def cancels(definition: EventDefinition | None) -> bool:
    """Whether it is, or has among others, what cancels a transaction or catches that."""
    return any(isinstance(part, CancelEventDefinition) for part in parts(definition))
