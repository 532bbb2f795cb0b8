"""What the `zeebe:` and `polku:` extension elements say about an element."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel import Expression
from engine.model.data import NO_LOOP_DATA, LoopData
from engine.model.events import EventDefinition


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """One zeebe:input or zeebe:output: the value of `source` becomes the variable `target` (a dotted path)."""

    source: Expression
    target: str


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """zeebe:taskDefinition and zeebe:taskHeaders: which handler does the work, and how often it is tried."""

    type: Expression
    retries: Expression
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who may do a user task and by when: zeebe:assignmentDefinition, taskSchedule, priorityDefinition."""

    assignee: Expression | None = None
    candidate_groups: Expression | None = None
    candidate_users: Expression | None = None
    due_date: Expression | None = None
    follow_up_date: Expression | None = None
    priority: Expression | None = None


@dataclass(frozen=True, slots=True)
class RoutingNeed:
    """polku:routing: what a user task needs of the person who gets it.

    `decision` gives what the other attributes don't say: a decision table that process owners edit.
    """

    skills: Expression | None = None
    language: Expression | None = None
    continuity: Expression | None = None  # the account of the person who already knows the customer
    due_working_days: Expression | None = None
    area: Expression | None = None
    wait_working_days: Expression | None = None  # how long for the person who knows the customer
    remind_working_days: Expression | None = None  # before it is due
    escalate_working_days: Expression | None = None  # after it was due, to who leads the work
    reassign_working_days: Expression | None = None  # after it was due, to somebody else
    decision: Expression | None = None


@dataclass(frozen=True, slots=True)
class CalledDecision:
    """zeebe:calledDecision: the decision to evaluate and the variable that gets its result."""

    decision_id: Expression
    result_variable: str
    binding: str = "latest"
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class CalledElement:
    """zeebe:calledElement, or BPMN's own calledElement attribute: the process to call."""

    process_id: Expression
    binding: str = "latest"
    version_tag: str | None = None
    propagate_parent_variables: bool = True
    propagate_child_variables: bool = True


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """standardLoopCharacteristics: again as long as the condition holds, `maximum` times at most."""

    test_before: bool
    condition: Expression | None = None
    maximum: Expression | None = None


@dataclass(frozen=True, slots=True)
class LoopEvent:
    """What a multi-instance throws when an item completes (BPMN 2.0.2, 10.3.8: the attribute `behavior`).

    At the `first` only (One), at those for which `condition` holds (Complex), or else at each (None).
    """

    definition: EventDefinition
    first: bool = False
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """multiInstanceLoopCharacteristics: one inner instance for each item, or `cardinality` of them."""

    sequential: bool
    collection: Expression | None = None
    element_variable: str | None = None
    output_collection: str | None = None
    output_element: Expression | None = None
    cardinality: Expression | None = None
    completion_condition: Expression | None = None
    data: LoopData = NO_LOOP_DATA
    events: tuple[LoopEvent, ...] = ()  # none of them: the behaviour All
