"""Where operators may let something begin: at which elements, and in which scope instance."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.kernel.behaviour import is_loop_body
from engine.kernel.context import Step
from engine.kernel.job_phases import waits_to_begin, waits_to_end
from engine.kernel.operations.labels import label, label_of
from engine.kernel.operations.listening import is_cancelled
from engine.model.elements import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    Element,
    EventSubProcess,
    IntermediateCatchEvent,
    StartEvent,
)
from engine.model.events import LinkEventDefinition
from engine.model.process import Process
from engine.model.remark import Remark, phrase, remark

UNKNOWN = phrase("No process of this instance has an element or sequence flow {id}.")
BOUNDARY = phrase("{it} is attached to another element and can't begin by itself. Start after it.")
TRIGGERED = phrase("{it} begins only by its event. Start after it.")
COMPENSATION = phrase("{it} only undoes what another element has done. Let a compensation event be thrown.")
LINK = phrase("{it} catches a link and can't begin by itself. Start after it.")
ONE_BY_ONE = phrase("{it} lets its activities begin one by one, from a list that it keeps. Nothing can be put into it.")
NOT_RUNNING = phrase("{it} is in {scope}, which is not under way and begins only by its event.")
LOOP_NOT_RUNNING = phrase(
    "{it} is in {scope}, which is done for several items. Say in which of them it shall begin, or start before {scope}."
)
NO_SUCH_SCOPE = phrase("The scope {key} is not alive, or {it} does not stand in it.")
LOOP_BODY = phrase("The scope {key} is the frame around the items of {scope}. Choose one of the items.")
SEVERAL_SCOPES = phrase("{it} could begin in several places: {keys}. Say in which.")
NO_SCOPE_LEFT = phrase("Nothing would be left of the instance in which {it} could begin.")
NOT_BEGUN = phrase("{scope}, in which {it} should begin, has stopped before it began. Retry its incident first.")
BEING_UNDONE = phrase("{scope}, in which {it} should begin, was cancelled and is being undone: nothing begins in it.")
WAITS_FOR_JOB = phrase("{scope}, in which {it} should begin, waits for a job before it can begin or end.")


class Unfit(Exception):
    """The element can't begin there; the remark says why."""

    def __init__(self, reason: Remark) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Spot:
    """A scope instance, and the sub-processes (ids, the outermost first) that have to begin inside it before."""

    scope: int
    missing: tuple[str, ...]
    process: Process


def check_target(element: Element) -> None:
    """Raises `Unfit` for an element that can't begin because somebody wants it to."""
    match element:
        case BoundaryEvent():
            raise Unfit(remark(BOUNDARY, it=label(element)))
        case EventSubProcess():
            raise Unfit(remark(TRIGGERED, it=label(element)))
        case StartEvent() if element.definition is not None:
            raise Unfit(remark(TRIGGERED, it=label(element)))
        case IntermediateCatchEvent(definition=LinkEventDefinition()):
            raise Unfit(remark(LINK, it=label(element)))
        case Activity(for_compensation=True):
            raise Unfit(remark(COMPENSATION, it=label(element)))


def find_spot(step: Step, id: str, wanted: int, ending: Collection[int]) -> Spot:
    """Where the element or sequence flow `id` can begin: in the scope instance `wanted`, or the only one there is.

    What is `ending` does not count. Raises `Unfit`.
    """
    known = {key: step.process_at(key) for key, one in step.state.elements.items() if one.definition}
    having = {key: process for key, process in known.items() if id in process.elements or id in process.flows}
    if not having:
        raise Unfit(remark(UNKNOWN, id=id))
    for process in having.values():
        if id in process.elements:
            check_target(process.elements[id])
    name = label_of(next(iter(having.values())), id)
    if wanted:
        spots = [spot for spot in _spots(step, id, having, ending, name) if spot.scope == wanted]
        if not spots:
            raise Unfit(_why_not(step, wanted, name))
    else:
        spots = _nearest(_spots(step, id, having, ending, name))
    if not spots:
        raise Unfit(remark(NO_SCOPE_LEFT, it=name))
    if len(spots) > 1:
        keys = ", ".join(f"{spot.scope} ({step.state.elements[spot.scope].element})" for spot in spots)
        raise Unfit(remark(SEVERAL_SCOPES, it=name, keys=keys))
    (spot,) = spots
    _check_missing(spot, name)
    scope = step.state.elements[spot.scope]
    said = {"it": name, "scope": label_of(spot.process, scope.element)}
    if scope.phase in ("activating", "held"):
        raise Unfit(remark(NOT_BEGUN, **said))
    if is_cancelled(step, spot.scope):
        raise Unfit(remark(BEING_UNDONE, **said))
    if waits_to_begin(step.state, scope) or waits_to_end(step.state, scope):
        raise Unfit(remark(WAITS_FOR_JOB, **said))
    return spot


def scope_of(process: Process, id: str) -> str:
    """The id of the process or sub-process that the element or sequence flow stands in."""
    element = process.elements.get(id)
    return element.scope if element is not None else process.elements[process.flows[id].source].scope


def _why_not(step: Step, wanted: int, name: str) -> Remark:
    instance = step.state.elements.get(wanted)
    if instance is not None and not instance.definition and is_loop_body(step.element_at(wanted), instance):
        return remark(LOOP_BODY, key=wanted, scope=label(step.element_at(wanted)))
    return remark(NO_SUCH_SCOPE, key=wanted, it=name)


def _spots(step: Step, id: str, having: dict[int, Process], ending: Collection[int], name: str) -> list[Spot]:
    """Every scope instance around `id`, with what would be missing in it."""
    found = []
    for key, instance in step.state.elements.items():
        process = having.get(instance.process)
        if process is None or _is_ending(step, key, ending):
            continue
        around = _around(process, id)
        if instance.element not in around or (instance.definition and instance.element != process.id):
            continue
        if not instance.definition and is_loop_body(process.elements[instance.element], instance):
            continue
        found.append(Spot(key, tuple(reversed(around[: around.index(instance.element)])), process))
    return found


def _nearest(spots: list[Spot]) -> list[Spot]:
    fewest = min((len(spot.missing) for spot in spots), default=0)
    return [spot for spot in spots if len(spot.missing) == fewest]


def _around(process: Process, id: str) -> list[str]:
    """The scopes (ids) around an element or sequence flow, from inside outwards."""
    found = [scope_of(process, id)]
    while found[-1] != process.id:
        found.append(process.elements[found[-1]].scope)
    return found


def _is_ending(step: Step, key: int, ending: Collection[int]) -> bool:
    while key:
        if key in ending:
            return True
        key = step.state.elements[key].scope
    return False


def _check_missing(spot: Spot, name: str) -> None:
    inner = [*spot.missing]
    for id in inner:
        match spot.process.elements[id]:
            case EventSubProcess() as scope:
                raise Unfit(remark(NOT_RUNNING, it=name, scope=label(scope)))
            case Activity(loop=loop) as scope if loop is not None:
                raise Unfit(remark(LOOP_NOT_RUNNING, it=name, scope=label(scope)))
            case Activity(for_compensation=True) as scope:
                raise Unfit(remark(COMPENSATION, it=label(scope)))


def check_scope(process: Process, scope: str) -> None:
    """Raises `Unfit` for a scope (id) that nothing can be put into."""
    element = process.elements.get(scope)
    if isinstance(element, AdHocSubProcess) and element.sequential:
        raise Unfit(remark(ONE_BY_ONE, it=label(element)))
