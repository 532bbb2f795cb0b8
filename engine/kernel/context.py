"""What is at hand while a command is decided."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.calendar import DEFAULT_HOURS, OfficeHours
from engine.kernel import facts as f
from engine.kernel.apply import APPLIERS
from engine.kernel.behaviour import Behaviour
from engine.kernel.definitions import Definitions
from engine.kernel.nodes import Graph, Node, graph_of
from engine.kernel.state import ElementInstance, State
from engine.model.elements import Element
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
        "graphs",
        "hours",
        "new_conditions",
        "now",
        "resting",
        "state",
    )

    def __init__(
        self,
        behaviours: Mapping[type, Behaviour],
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
        self.graphs: dict[int, Graph] = {}  # by the key of their process instance: looked up once in a step
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

    def graph_at(self, key: int) -> Graph:
        """The graph of the process instance `key`."""
        try:
            return self.graphs[key]
        except KeyError:
            process = self.definitions.process(self.state.elements[key].definition)
            found = self.graphs[key] = graph_of(process, self.behaviours)
            return found

    def process_at(self, key: int) -> Process:
        """The process that the element instance `key` stands in (or is)."""
        return self.graph_at(self.state.elements[key].process).process

    def node_of(self, instance: ElementInstance) -> Node:
        """What the diagram says about the element that the instance runs."""
        graph = self.graphs.get(instance.process) or self.graph_at(instance.process)
        if instance.definition:
            return graph.whole
        return (graph.items if instance.index else graph.nodes)[instance.element]

    def node_at(self, key: int) -> Node:
        """The same by the instance's key."""
        return self.node_of(self.state.elements[key])

    def element_at(self, key: int) -> Element:
        """The flow element that the instance `key` runs; not for processes."""
        instance = self.state.elements[key]
        return self.graph_at(instance.process).process.elements[instance.element]
