"""What is at hand while a command is decided."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from engine.calendar import DEFAULT_HOURS, OfficeHours
from engine.kernel import facts as f
from engine.kernel.apply import APPLIERS
from engine.kernel.definitions import Definitions
from engine.kernel.state import ElementInstance, State
from engine.model.elements import Activity, Element
from engine.model.process import Process

MAX_ACTIVATIONS = 100_000  # a loop that never waits ends in an incident, not in a server that hangs


class Step:
    """The state so far, what is still to do, and the facts made."""

    __slots__ = (
        "activations",
        "agenda",
        "behaviours",
        "changed",
        "definitions",
        "facts",
        "hours",
        "new_conditions",
        "now",
        "processes",
        "resting",
        "state",
    )

    def __init__(
        self,
        behaviours: Mapping[type, "Behaviour"],
        definitions: Definitions,
        state: State,
        now: datetime,
        hours: OfficeHours = DEFAULT_HOURS,
    ) -> None:
        self.behaviours = behaviours
        self.definitions = definitions
        self.state = state
        self.now = now
        self.hours = hours  # of the office: deadlines are counted in them
        self.processes: dict[int, Process] = {}  # by the key of their instance: looked up once in a step
        self.facts: list[f.Fact] = []
        self.agenda: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        self.resting: set[int] = set()  # scopes in which a token moved: their inclusive joins are looked at
        self.changed: set[str] = set()  # variables that got a value: conditions that read them are looked at
        self.new_conditions: list[int] = []  # waits for a condition that nobody has looked at yet
        self.activations = 0

    def emit(self, fact: f.Fact) -> None:
        """Record a fact: the state follows it at once."""
        APPLIERS[type(fact)](self.state, fact)
        self.facts.append(fact)

    def set_variables(self, scope: int, values: dict[str, Any], reason: str = "") -> None:
        """Give variables of the element instance `scope` these values."""
        self.emit(f.VariablesSet(scope, values, reason))
        if self.state.conditions:
            self.changed.update(values)

    def later(self, action: Callable[..., None], *arguments: Any) -> None:
        """Do `action(step, *arguments)` when what is being done is done. Keeps long paths off the call stack."""
        self.agenda.append((action, arguments))

    def next(self, action: Callable[..., None], *arguments: Any) -> None:
        """Do `action(step, *arguments)` before all else that is still to be done."""
        self.agenda.appendleft((action, arguments))

    def new_key(self) -> int:
        """The key for the next fact that brings something to life."""
        return self.state.next_key

    def process_at(self, key: int) -> Process:
        """The process that the element instance `key` stands in (or is)."""
        return self.process_of(self.state.elements[key])

    def process_of(self, instance: ElementInstance) -> Process:
        """The process that the element instance stands in (or is)."""
        key = instance.process
        try:
            return self.processes[key]
        except KeyError:
            found = self.processes[key] = self.definitions.process(self.state.elements[key].definition)
            return found

    def element_at(self, key: int) -> Element:
        """The flow element that the instance `key` runs; not for processes."""
        instance = self.state.elements[key]
        return self.process_of(instance).elements[instance.element]

    def behaviour_at(self, key: int) -> "Behaviour":
        """What the element instance `key` does: a process, the body of a multi-instance, or its element's kind."""
        instance = self.state.elements[key]
        if instance.definition:
            return self.behaviours[Process]
        return self.behaviour_of(self.process_of(instance).elements[instance.element], instance)

    def behaviour_of(self, element: Element, instance: ElementInstance) -> "Behaviour":
        """What an instance of `element` does."""
        if is_loop_body(element, instance):
            return self.behaviours[type(element.loop)]
        return self.behaviours[type(element)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a kind of element adds to the life cycle that all share.

    - `enter(step, key, element)` starts the work: it completes the instance, or leaves it waiting.
    - `outgoing(step, key, element)` chooses the sequence flows (ids) that tokens leave by.
    - `arrive(step, flow, scope, element)`: a token came along `flow`. Only gateways that wait for others have it.
    - `at_rest(step, scope, element)`: nothing moves any more; gives whether a gateway that waited went on.
    - `child_left(step, key)`: an instance inside this one ended without a token going on. Only scopes have it.
    - `item_done(step, key, element)`: the item `key` of a loop is about to complete. Only loops have it.

    `enter`, `outgoing`, `child_left` and `item_done` may raise `Failure`, before they emit facts, so that a retry finds
    nothing half done.
    """

    enter: Callable[[Step, int, Any], None]
    outgoing: Callable[[Step, int, Any], tuple[str, ...]]
    arrive: Callable[[Step, str, int, Any], None] | None = None
    at_rest: Callable[[Step, int, Any], bool] | None = None
    child_left: Callable[[Step, int], None] | None = None
    item_done: Callable[[Step, int, Any], None] | None = None


def is_loop_body(element: Element, instance: ElementInstance) -> TypeGuard[Activity]:
    """Whether the instance is the body around the items of a loop, not one of the items."""
    return isinstance(element, Activity) and element.loop is not None and not instance.index
