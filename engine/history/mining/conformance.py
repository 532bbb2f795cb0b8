"""Conformance: whether what happened is what the diagram allows, by letting the kernel's own state follow the facts.

Each element that begins must have the tokens that it takes, or be one that begins without any; each sequence flow must
be in the diagram, behind an element that was completed. The engine makes no other moves; what does not fit is what
somebody modified by hand, or a history that was made up.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine.kernel import facts as f
from engine.kernel.apply import apply
from engine.kernel.state import State
from engine.model.elements import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    Element,
    EventBasedGateway,
    EventSubProcess,
    IntermediateCatchEvent,
    Transaction,
    is_cancelling,
)
from engine.model.process import Process
from engine.store.facts import StoredFact

Model = Callable[[str], Process | None]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A move that the diagram has not: the fact's number, its kind and where it happened."""

    number: int
    kind: str
    element_id: str


@dataclass(slots=True)
class Conformance:
    """How many moves were looked at, and those that did not fit."""

    moves: int = 0
    deviations: list[Deviation] = field(default_factory=list)

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where nothing moved."""
        return 1 - len(self.deviations) / self.moves if self.moves else 1.0


def conforming(facts: Iterable[tuple[StoredFact, f.Fact]], process: int, model: Model) -> Conformance:
    """Follow all facts of an instance; count the moves of the process with the key `process`."""
    found, state, completed = Conformance(), State(), Counter[tuple[int, str]]()
    for stored, fact in facts:
        if stored.process == process and (fits := verdict(fact, stored, state, completed, model)) is not None:
            found.moves += 1
            if not fits:
                found.deviations.append(Deviation(stored.number, stored.kind, stored.element_id))
        if isinstance(fact, f.ElementCompleted):
            completed[state.elements[fact.key].scope, fact.element] += 1
        if isinstance(fact, f.InstanceMigrated):
            completed = Counter({(scope, fact.elements.get(id, id)): n for (scope, id), n in completed.items()})
        apply(state, fact)
    return found


def verdict(
    fact: f.Fact, stored: StoredFact, state: State, completed: Counter[tuple[int, str]], model: Model
) -> bool | None:
    """Whether the move fits; None for a fact that moves no token."""
    match fact:
        case f.InstanceModified() | f.TokenRemoved():
            return False
        case f.ElementActivated():
            known = model(stored.definition)
            return known is not None and may_begin(fact, known, state)
        case f.FlowTaken():
            known = model(stored.definition)
            flow = known.flows.get(fact.flow) if known is not None else None
            return flow is not None and may_leave(flow.source, fact.scope, state, completed, known)
    return None


def may_leave(
    source: str, scope: int, state: State, completed: Counter[tuple[int, str]], process: Process | None
) -> bool:
    """Whether a token may leave an element: it is complete, or still there, as a throw event that does not wait.

    An event-based gateway that begins the process is there by the event that came.
    """
    if completed[scope, source] or any(one.element == source and one.scope == scope for one in state.elements.values()):
        return True
    element = process.elements.get(source) if process is not None else None
    return isinstance(element, EventBasedGateway) and element.instantiate


def may_begin(fact: f.ElementActivated, process: Process, state: State) -> bool:
    element = process.elements.get(fact.element)
    if element is None:
        return False
    if fact.flows:
        waiting = state.elements[fact.scope].tokens
        return all(flow in element.incoming and waiting.get(flow, 0) > 0 for flow in fact.flows)
    if fact.index or not element.incoming:
        return True
    around = process.elements.get(element.scope)
    begins_alone = isinstance(element, BoundaryEvent | EventSubProcess | IntermediateCatchEvent)
    undoes = isinstance(element, Activity) and element.for_compensation
    return begins_alone or undoes or isinstance(around, AdHocSubProcess) or goes_on(fact, element, process, state)


def goes_on(fact: f.ElementActivated, element: Element, process: Process, state: State) -> bool:
    """Whether a cancel end event that was reached deeper within a transaction goes on directly in the transaction."""
    cancelled = process.elements.get(state.elements[fact.scope].element)
    reached = any(one.element == fact.element for one in state.elements.values())
    return is_cancelling(element) and isinstance(cancelled, Transaction) and reached
