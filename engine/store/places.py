"""Where in which diagram each fact happened, also when what it is about is gone afterwards."""

from typing import NamedTuple

from engine.kernel import facts as f
from engine.kernel.renaming import renamed
from engine.kernel.state import ROOT, Condition, ElementInstance, SignalSubscription, State, Subscription, Timer


class Place(NamedTuple):
    """`process` is the key of the process inside the instance; `element_id` is a sequence flow's for `FlowTaken`."""

    definition: str
    process_id: str
    process: int
    element_id: str


class Places:
    """Finds the place of facts that follow on a state. Made before the step that changes the `state`."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.elements = dict(state.elements)
        self.found: dict[int, Place] = {}  # of element instances that were asked for: each is asked for several times
        self.waits = {key: (wait.owner, awaited_event(wait)) for key, wait in state.waits.items()}
        self.waits |= {key: (incident.owner, "") for key, incident in state.incidents.items()}
        self.jobs_of_incidents = {key: incident.job for key, incident in state.incidents.items()}

    def of(self, fact: f.Fact) -> Place:
        """The place of the next fact. Facts must be asked for in their order."""
        match fact:  # what happens most often first: it is asked for each fact
            case f.ElementCompleted():
                return self.found.get(fact.key) or self.at(fact.key)
            case f.ElementActivated():
                self.elements[fact.key] = ElementInstance(fact.element, fact.scope, fact.process)
                return self.at(fact.key)
            case f.FlowTaken() | f.TokenRemoved():
                return self.at(fact.scope, fact.flow)
            case f.VariablesSet() | f.TokensDropped() | f.DataStateSet():
                return self.at(fact.scope)
            case f.ProcessStarted():
                self.elements[fact.key] = ElementInstance(
                    fact.process, scope=fact.scope, process=fact.key, definition=fact.definition
                )
                return self.at(fact.key)
            case f.TimerArmed() | f.MessageSubscribed() | f.SignalSubscribed() | f.ConditionAwaited():
                return self.opened(fact.key, fact.owner, fact.event)
            case f.IncidentRaised():
                self.jobs_of_incidents[fact.key] = fact.job
                return self.opened(fact.key, fact.owner, "")
            case f.JobCreated() | f.WorkItemCreated() | f.InputsAwaited():
                return self.opened(fact.key, fact.owner, "")
            case f.GatewayStarted() | f.GatewayReset():
                return self.at(fact.scope, fact.gateway)
            case f.InstanceMigrated():
                return self.migrated(fact)
            case f.MessageReceived() | f.SignalReceived() | f.ConditionMet() if not fact.key:
                return self.at(ROOT, fact.event)  # what started the instance
        key: int = getattr(fact, "key", ROOT)  # what is about the whole instance has none
        return self.at(*self.waits.get(key, (key, "")))

    def migrated(self, fact: f.InstanceMigrated) -> Place:
        """What happens from now on in the process happens under the ids of its new version."""
        inside = {key for key, instance in self.elements.items() if instance.process == fact.process}
        self.found.clear()
        for key in inside:
            self.elements[key] = renamed(self.elements[key], fact)
        for key, (owner, event) in self.waits.items():
            if owner in inside:
                self.waits[key] = (owner, fact.elements.get(event, event))
        return self.at(fact.process)

    def opened(self, key: int, owner: int, event: str) -> Place:
        self.waits[key] = (owner, event)
        return self.at(owner, event)

    def at(self, key: int, element_id: str = "") -> Place:
        """The place of the element instance `key`, or of `element_id` beside it."""
        place = self.found.get(key)
        if place is None:
            instance = self.elements[key]
            process = self.elements[instance.process]
            place = self.found[key] = Place(process.definition, process.element, instance.process, instance.element)
        return Place(place[0], place[1], place[2], element_id) if element_id else place


def awaited_event(wait: object) -> str:
    return wait.event if isinstance(wait, Timer | Subscription | SignalSubscription | Condition) else ""
