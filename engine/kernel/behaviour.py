"""What a kind of element adds to the life cycle that all share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

from engine.model.elements import Activity, Element

if TYPE_CHECKING:
    from engine.kernel.context import Step
    from engine.kernel.nodes import Node
    from engine.kernel.state import ElementInstance


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a kind of element adds to the life cycle that all share.

    - `enter(step, key, element)` starts the work: it completes the instance, or leaves it waiting.
    - `outgoing(step, key, node)` chooses the sequence flows (ids) that tokens leave by.
    - `arrive(step, flow, scope, element)`: a token came along `flow`. Only gateways that wait for others have it.
    - `at_rest(step, scope, element)`: nothing moves any more; gives whether a gateway that waited went on.
    - `child_left(step, key)`: an instance inside this one ended without a token going on. Only scopes have it.
    - `item_done(step, key, element)`: the item `key` of a loop is about to complete. Only loops have it.

    `enter`, `outgoing`, `child_left` and `item_done` may raise `Failure`, before they emit facts, so that a retry finds
    nothing half done.
    """

    enter: Callable[[Step, int, Any], None]
    outgoing: Callable[[Step, int, Node], tuple[str, ...]]
    arrive: Callable[[Step, str, int, Any], None] | None = None
    at_rest: Callable[[Step, int, Any], bool] | None = None
    child_left: Callable[[Step, int], None] | None = None
    item_done: Callable[[Step, int, Any], None] | None = None


def is_loop_body(element: Element, instance: ElementInstance) -> TypeGuard[Activity]:
    """Whether the instance is the body around the items of a loop, not one of the items."""
    return isinstance(element, Activity) and element.loop is not None and not instance.index
