"""What a token finds at each element, worked out once for each version, so that no step has to look it up again.

An activity that is repeated has two nodes: one for the body around its items, and one for the items.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.kernel.behaviour import Behaviour
from engine.model.data import DataFlow
from engine.model.elements import Activity, BoundaryEvent, Element, SequenceFlow
from engine.model.extensions import JobDefinition, VariableMapping
from engine.model.process import Process

if TYPE_CHECKING:
    from engine.kernel.context import Step

Behaviours = Mapping[type, Behaviour]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An element, or with none the process itself, and all that its life cycle asks of the diagram.

    - `arrive` lets tokens wait for others at a gateway, and an activity begins with `tokens_in` of them.
    - `prepares`: before its work begins there are data or variables to fill, listeners to ask, or events to wait for.
    - `only` are the flows out where no condition chooses, otherwise None; `ways` all but the default.
    - `item_done` counts an item of a loop; its body sends the tokens on.
    """

    id: str
    element: Element | None
    enter: Callable[[Step, int, Any], None]
    outgoing: Callable[[Step, int, Node], tuple[str, ...]]
    child_left: Callable[[Step, int], None] | None
    arrive: Callable[[Step, str, int, Any], None] | None = None
    at_rest: Callable[[Step, int, Any], bool] | None = None
    item_done: Callable[[Step, int, Any], None] | None = None
    is_body: bool = False
    flows_in: tuple[str, ...] = ()
    flows_out: tuple[str, ...] = ()
    tokens_in: int = 1
    tokens_out: int = 1
    prepares: bool = False
    data: DataFlow | None = None
    writes_stores: bool = False
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    start_listeners: tuple[JobDefinition, ...] = ()
    end_listeners: tuple[JobDefinition, ...] = ()
    boundaries: tuple[BoundaryEvent, ...] = ()
    only: tuple[str, ...] | None = ()
    ways: tuple[SequenceFlow, ...] = ()
    default: str | None = None
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """A process as tokens go through it: nodes by the id of their element, and by the flow that leads to them."""

    process: Process
    whole: Node
    nodes: Mapping[str, Node]
    items: Mapping[str, Node]  # of loops; `nodes` has their bodies
    targets: Mapping[str, Node]


def graph_of(process: Process, behaviours: Behaviours) -> Graph:
    """The graph of a process, made when it is first asked for."""
    found: Graph | None = process.worked_out.get(Graph)
    if found is None:
        found = process.worked_out[Graph] = _graph(process, behaviours)
    return found


def _graph(process: Process, behaviours: Behaviours) -> Graph:
    nodes = {id: _node(process, element, behaviours) for id, element in process.elements.items()}
    items = {
        id: _item(process, element, behaviours)
        for id, element in process.elements.items()
        if isinstance(element, Activity) and element.loop is not None
    }
    kind = behaviours[Process]
    whole = Node(id=process.id, element=None, enter=kind.enter, outgoing=kind.outgoing, child_left=kind.child_left)
    return Graph(process, whole, nodes, items, {id: nodes[flow.target] for id, flow in process.flows.items()})


def _node(process: Process, element: Element, behaviours: Behaviours) -> Node:
    """What stands in the diagram: of a repeated activity, the body around its items."""
    loop = element.loop if isinstance(element, Activity) else None
    kind = behaviours[type(element) if loop is None else type(loop)]
    inputs, outputs = (element.inputs, element.outputs) if loop is None else ((), ())
    before, after = (element.start_listeners, element.end_listeners) if loop is None else ((), ())
    boundaries = process.boundaries.get(element.id, ())
    joins = element.id in process.joins
    flows = [process.flows[id] for id in element.outgoing]
    return Node(
        id=element.id,
        element=element,
        enter=kind.enter,
        outgoing=kind.outgoing,
        child_left=kind.child_left,
        arrive=behaviours[type(element)].arrive if joins else None,
        at_rest=kind.at_rest,
        is_body=loop is not None,
        flows_in=element.incoming,
        flows_out=element.outgoing,
        tokens_in=element.start_quantity if joins and isinstance(element, Activity) else 1,
        tokens_out=element.completion_quantity if isinstance(element, Activity) else 1,
        prepares=bool(element.data or inputs or before or boundaries),
        data=element.data,
        writes_stores=_writes_stores(element.data),
        inputs=inputs,
        outputs=outputs,
        start_listeners=before,
        end_listeners=after,
        boundaries=boundaries,
        only=None if len(flows) > 1 or any(flow.condition for flow in flows) else element.outgoing,
        ways=tuple(flow for flow in flows if flow.id != element.default),
        default=element.default,
        undoable=element.id in process.undoable,
    )


def _item(process: Process, activity: Activity, behaviours: Behaviours) -> Node:
    """One item of a repeated activity: events at the boundary and tokens that leave are its body's."""
    kind = behaviours[type(activity)]
    return Node(
        id=activity.id,
        element=activity,
        enter=kind.enter,
        outgoing=kind.outgoing,
        child_left=kind.child_left,
        item_done=behaviours[type(activity.loop)].item_done,
        prepares=bool(activity.data or activity.inputs or activity.start_listeners),
        data=activity.data,
        writes_stores=_writes_stores(activity.data),
        inputs=activity.inputs,
        outputs=activity.outputs,
        start_listeners=activity.start_listeners,
        end_listeners=activity.end_listeners,
        undoable=activity.id in process.undoable,
    )


def _writes_stores(data: DataFlow | None) -> bool:
    return data is not None and any(association.target.store for association in data.outgoing)
