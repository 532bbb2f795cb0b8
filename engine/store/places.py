"""Where in which diagram each fact happened, also when what it is about is gone afterwards."""

from collections.abc import Callable
from typing import Any

import msgspec

from engine.kernel import facts as f
from engine.kernel.state import ROOT, Condition, SignalSubscription, State, Subscription, Timer


class Place(msgspec.Struct, frozen=True, gc=False):
    """`process` is the key of the process inside the instance; `element_id` is a sequence flow's for `FlowTaken`."""

    definition: str
    process_id: str
    process: int
    element_id: str


class Places:
    """Finds the place of facts that follow on a state. Made before the step that changes the `state`."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.elements = dict(state.elements)  # those that were there before; of newer ones the place is found at once
        self.found: dict[int, Place] = {}  # of element instances: each is asked for several times
        self.waits = {key: (wait.owner, awaited_event(wait)) for key, wait in state.waits.items()}
        self.waits |= {key: (incident.owner, "") for key, incident in state.incidents.items()}
        self.jobs_of_incidents = {key: incident.job for key, incident in state.incidents.items()}

    def of(self, fact: f.Fact) -> Place:
        """The place of the next fact. Facts must be asked for in their order."""
        return FINDERS.get(type(fact), of_what_is_open)(self, fact)

    def began(self, key: int, place: Place) -> Place:
        """The element instance `key` has come to life at this place."""
        self.found[key] = place
        return place

    def opened(self, key: int, owner: int, event: str = "") -> Place:
        self.waits[key] = (owner, event)
        return self.at(owner, event)

    def at(self, key: int, element_id: str = "") -> Place:
        """The place of the element instance `key`, or of `element_id` beside it."""
        place = self.found.get(key)
        if place is None:
            instance = self.elements[key]
            process = self.elements[instance.process]
            place = self.found[key] = Place(process.definition, process.element, instance.process, instance.element)
        return Place(place.definition, place.process_id, place.process, element_id) if element_id else place


def process_started(places: Places, fact: f.ProcessStarted) -> Place:
    return places.began(fact.key, Place(fact.definition, fact.process, fact.key, fact.process))


def element_activated(places: Places, fact: f.ElementActivated) -> Place:
    process = places.at(fact.process)
    return places.began(fact.key, Place(process.definition, process.process_id, fact.process, fact.element))


def incident_raised(places: Places, fact: f.IncidentRaised) -> Place:
    places.jobs_of_incidents[fact.key] = fact.job
    return places.opened(fact.key, fact.owner)


def instance_migrated(places: Places, fact: f.InstanceMigrated) -> Place:
    """What happens from now on in the process happens under the ids of its new version."""
    for key in places.elements:
        places.at(key)
    for key, place in places.found.items():
        if place.process == fact.process:
            element_id = place.element_id if key == fact.process else fact.elements.get(place.element_id)
            places.found[key] = Place(fact.definition, place.process_id, place.process, element_id or place.element_id)
    for key, (owner, event) in places.waits.items():
        if places.found[owner].process == fact.process:
            places.waits[key] = (owner, fact.elements.get(event, event))
    return places.at(fact.process)


def caught(places: Places, fact: f.MessageReceived | f.SignalReceived | f.ConditionMet) -> Place:
    """Without a key it is what started the instance."""
    return of_what_is_open(places, fact) if fact.key else places.at(ROOT, fact.event)


def of_what_is_open(places: Places, fact: f.Fact) -> Place:
    """Of what is about an element instance, or about what it waits for."""
    key: int = getattr(fact, "key", ROOT)  # what is about the whole instance has none
    wait = places.waits.get(key)
    return places.at(key) if wait is None else places.at(*wait)


#: How the place of a fact is found, where its `key` does not say it.
FINDERS: dict[type[f.Fact], Callable[[Places, Any], Place]] = {
    f.ProcessStarted: process_started,
    f.ElementActivated: element_activated,
    f.ElementCompleted: lambda places, fact: places.at(fact.key),
    f.InstanceMigrated: instance_migrated,
    f.IncidentRaised: incident_raised,
    **dict.fromkeys((f.FlowTaken, f.TokenRemoved), lambda places, fact: places.at(fact.scope, fact.flow)),
    **dict.fromkeys((f.VariablesSet, f.TokensDropped, f.DataStateSet), lambda places, fact: places.at(fact.scope)),
    **dict.fromkeys((f.GatewayStarted, f.GatewayReset), lambda places, fact: places.at(fact.scope, fact.gateway)),
    **dict.fromkeys(
        (f.TimerArmed, f.MessageSubscribed, f.SignalSubscribed, f.ConditionAwaited),
        lambda places, fact: places.opened(fact.key, fact.owner, fact.event),
    ),
    **dict.fromkeys(
        (f.JobCreated, f.WorkItemCreated, f.InputsAwaited), lambda places, fact: places.opened(fact.key, fact.owner)
    ),
    **dict.fromkeys((f.MessageReceived, f.SignalReceived, f.ConditionMet), caught),
}


def awaited_event(wait: object) -> str:
    return wait.event if isinstance(wait, Timer | Subscription | SignalSubscription | Condition) else ""
