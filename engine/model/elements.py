"""Flow elements: the boxes, circles and diamonds of a diagram, and the arrows between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel import Expression
from engine.model.data import DataFlow
from engine.model.events import EventDefinition, Message, cancels
from engine.model.extensions import (
    Assignment,
    CalledDecision,
    CalledElement,
    JobDefinition,
    MultiInstance,
    RoutingNeed,
    StandardLoop,
    VariableMapping,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceFlow:
    """An arrow; a token takes it when the condition is true, or always when there is none."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What every flow node has. `scope` is the id of the process or sub-process that it stands in."""

    id: str
    scope: str
    name: str = ""
    documentation: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None  # the flow taken when no condition of the others is true
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)  # zeebe:properties
    data: DataFlow | None = None  # what the standard's own elements say of its data
    start_listeners: tuple[JobDefinition, ...] = ()  # zeebe:executionListeners, in their order
    end_listeners: tuple[JobDefinition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Element):
    """An event; `definition` is None for a none event."""

    definition: EventDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEvent(Event):
    interrupting: bool = True
    form_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateCatchEvent(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateThrowEvent(Event):
    job: JobDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEvent(Event):
    job: JobDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEvent(Event):
    attached_to: str
    interrupting: bool = True
    handler: str | None = None  # of a compensation event: the activity that undoes


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Element):
    """Work: a task, a sub-process or a call."""

    loop: MultiInstance | StandardLoop | None = None
    start_quantity: int = 1  # tokens that must come before the activity begins
    completion_quantity: int = 1  # tokens that leave along each flow
    for_compensation: bool = False  # begins only when what it belongs to is undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Activity):
    """A task with no kind: passes on at once (BPMN 2.0.2, 10.3.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualTask(Task):
    """Done outside the engine: passes on at once (BPMN 2.0.2, 13.3.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTask(Task):
    assignment: Assignment = Assignment()
    routing: RoutingNeed = RoutingNeed()
    form_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTask(Task):
    """A FEEL script; with neither script nor job it passes on at once."""

    script: Expression | None = None
    result_variable: str | None = None
    job: JobDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTask(Task):
    job: JobDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessRuleTask(Task):
    decision: CalledDecision | None = None
    job: JobDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTask(Task):
    message: Message | None = None
    job: JobDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveTask(Task):
    message: Message | None = None
    instantiate: bool = False  # its message begins a process instance


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(Activity):
    """An embedded sub-process: a scope of its own inside the process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction(SubProcess):
    """A sub-process that can be cancelled: then what is complete in it is undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdHocSubProcess(SubProcess):
    """A sub-process whose activities have no fixed order; `active_elements` (ids) chooses which begin."""

    sequential: bool = False
    completion_condition: Expression | None = None
    cancel_remaining: bool = True
    active_elements: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSubProcess(SubProcess):
    """A sub-process that no flow leads to: an event in the scope around it starts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallActivity(Activity):
    called: CalledElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway(Element):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusiveGateway(Gateway):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelGateway(Gateway):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusiveGateway(Gateway):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexGateway(Gateway):
    activation_condition: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBasedGateway(Gateway):
    """The first event behind it decides. `instantiate`: it begins an instance; then all must come if `parallel`."""

    instantiate: bool = False
    parallel: bool = False


def is_cancelling(element: Element | None) -> bool:
    """Whether it is an end event that cancels the transaction around it."""
    return isinstance(element, EndEvent) and cancels(element.definition)
