"""Modifying an instance: things begin and end because an operator says so, all of it or nothing.

What begins comes first, so that scopes in which everything ends but something new begins stay alive. A scope in which
nothing is left ends too, and no token goes on from it.
"""

from collections.abc import Callable
from typing import Any

from engine.errors import Impossible, Refused
from engine.kernel import facts as f
from engine.kernel.behaviour import is_loop_body
from engine.kernel.context import Step
from engine.kernel.events.event_sub_processes import await_events
from engine.kernel.events.waits import subscribe
from engine.kernel.failure import Failure
from engine.kernel.instructions import EndElement, EndTokens, ModifyInstance, Move, StartAfter, StartBefore
from engine.kernel.lifecycle import arrive, child_left, come_to_life, enter, terminate
from engine.kernel.operations.labels import label, label_of
from engine.kernel.operations.targets import UNKNOWN, Spot, Unfit, check_scope, find_spot, scope_of
from engine.kernel.state import ROOT
from engine.kernel.variables import map_inputs
from engine.model.elements import Activity, AdHocSubProcess
from engine.model.process import Process
from engine.model.remark import Remark, phrase, remark

NOTHING_ASKED = phrase("There is nothing to do: choose what shall end or begin.")
NOT_ALIVE = phrase("There is no element instance {key} alive in this instance: it has ended meanwhile.")
IS_PROCESS = phrase("{it} is a whole process. Cancel the instance, or end the call activity that called it.")
NO_TOKENS = phrase("No token waits on the sequence flow {flow} in the scope {scope}.")
NO_WAY_OUT = phrase("No sequence flow leads out of {it}.")
SEVERAL_WAYS = phrase("Several sequence flows lead out of {it}: {flows}. Name the one.")
CANT_BEGIN = phrase("{it} can't begin: {why}")
ITEM_WHILE_SUSPENDED = phrase(
    "{it} is one of several items, and what follows when it ends can only be told when the instance moves. "
    "Resume it first, or end them all."
)

ENDS = phrase("{it} ends, and what is alive inside it. No token goes on from it.")
ITEM_ENDS = phrase("The item {index} of {it} ends and counts as done, without a result.")
EMPTY_ENDS = phrase("Nothing is left in {it}: it ends too.")
ALL_ENDS = phrase("Nothing is left in the instance: it ends.")
TOKENS_GO = phrase("{number} token(s) that wait on the sequence flow {flow} are taken away.")
BEGINS = phrase("{it} begins in {scope}.")
GOES_ALONG = phrase("A token goes along the sequence flow {flow} to {it}, in {scope}.")
SCOPE_BEGINS = phrase("{it} begins too, because what shall begin stands in it. Its own start event is passed over.")
VARIABLES = phrase("In {scope}, variables get values: {names}.")
WAITS_FOR_RESUMING = phrase("The instance is suspended: what begins waits until it is resumed.")


def modify(step: Step, command: ModifyInstance) -> tuple[Remark, ...]:
    """Carry out every instruction, and say what each does. Raises `Impossible` with all reasons."""
    if step.state.status not in ("active", "suspended"):
        raise Refused(f"The instance is {step.state.status}: nothing in it can be changed any more.")
    return Modification(step, command).carry_out()


class Modification:
    """One command at work: remarks about what is done, and reasons why something can't be."""

    def __init__(self, step: Step, command: ModifyInstance) -> None:
        self.step = step
        self.command = command
        self.remarks: list[Remark] = []
        self.reasons: list[Remark] = []
        self.emptied: list[int] = []

    def carry_out(self) -> tuple[Remark, ...]:
        step, asked = self.step, self.command.instructions
        ends = [one for one in asked if isinstance(one, EndElement | Move)]
        removals = [one for one in asked if isinstance(one, EndTokens)]
        starts = [one for one in asked if isinstance(one, StartBefore | StartAfter | Move)]
        if not asked:
            self.reasons.append(remark(NOTHING_ASKED))
        elements = step.state.elements
        alive = [one for one in ends if self._can_end(one.key)]
        ended = tuple(elements[one.key].element for one in alive)
        begun = tuple(one.flow if isinstance(one, StartAfter) else one.element for one in starts)
        step.emit(f.InstanceModified(self.command.reason, ended, begun))
        ending = {one.key for one in alive}
        for start in starts:
            self._attempt(self._start, start, ending)
        for removal in removals:
            self._remove_tokens(removal)
        for one in alive:
            self._end(one.key)
        if self.reasons:
            raise Impossible(self.reasons)
        for key in self.emptied:
            self._end_if_empty(key)
        if begun and step.state.status == "suspended":
            self.remarks.append(remark(WAITS_FOR_RESUMING))
        return tuple(self.remarks)

    def _attempt(self, action: Callable[..., None], *arguments: Any) -> None:
        try:
            action(*arguments)
        except Unfit as unfit:
            self.reasons.append(unfit.reason)

    # What begins

    def _start(self, start: StartBefore | StartAfter | Move, ending: set[int]) -> None:
        wanted = self._nearest_to(start) if isinstance(start, Move) else start.scope
        id = self._flow(start.flow) if isinstance(start, StartAfter) else start.element
        spot = find_spot(self.step, id, wanted, ending)
        process = spot.process
        inner = scope_of(process, id)
        check_scope(process, inner)
        scope = self._open_scopes(spot)
        name = label_of(process, inner)
        if start.variables:
            self.remarks.append(remark(VARIABLES, scope=name, names=", ".join(start.variables)))
            self.step.set_variables(scope, dict(start.variables), self.command.reason)
        if id in process.flows:
            target = process.elements[process.flows[id].target]
            self.remarks.append(remark(GOES_ALONG, flow=id, it=label(target), scope=name))
            self.step.emit(f.FlowTaken(id, scope))
            self.step.later(arrive, id, scope)
        else:
            self.remarks.append(remark(BEGINS, it=label(process.elements[id]), scope=name))
            self._begin(come_to_life(self.step, id, scope))

    def _begin(self, key: int) -> None:
        if self.step.state.status == "suspended":
            self.step.emit(f.ElementHeld(key))
        else:
            self.step.later(enter, key)

    def _nearest_to(self, move: Move) -> int:
        """The innermost scope instance around what is moved that its target stands in; 0 where there is none."""
        elements = self.step.state.elements
        key = elements[move.key].scope if move.key in elements else 0
        while key:
            instance = elements[key]
            process = self.step.process_at(key)
            inside = [process.id]
            if move.element in process.elements:
                scope = process.elements[move.element].scope
                while scope != process.id:
                    inside.append(scope)
                    scope = process.elements[scope].scope
                body = not instance.definition and is_loop_body(self.step.element_at(key), instance)
                if instance.element in inside and not body:
                    return key
            key = instance.scope
        return 0

    def _flow(self, id: str) -> str:
        """A sequence flow by its own id, or by that of the element which only it leads out of."""
        for key, instance in self.step.state.elements.items():
            process = self.step.process_at(key) if instance.definition else None
            if process is not None and id in process.flows:
                return id
            if process is not None and id in process.elements:
                element = process.elements[id]
                if not element.outgoing:
                    raise Unfit(remark(NO_WAY_OUT, it=label(element)))
                if len(element.outgoing) > 1:
                    raise Unfit(remark(SEVERAL_WAYS, it=label(element), flows=", ".join(element.outgoing)))
                return element.outgoing[0]
        raise Unfit(remark(UNKNOWN, id=id))

    def _open_scopes(self, spot: Spot) -> int:
        """Begin the sub-processes that are missing, without what would begin in them. Gives the innermost scope."""
        scope = spot.scope
        for id in spot.missing:
            element = spot.process.elements[id]
            check_scope(spot.process, id)
            scope = come_to_life(self.step, id, scope)
            self.remarks.append(remark(SCOPE_BEGINS, it=label(element)))
            try:
                map_inputs(self.step, scope, element.inputs)
                for boundary in spot.process.boundaries.get(id, ()):
                    subscribe(self.step, scope, boundary)
                await_events(self.step, scope)
            except Failure as failure:
                raise Unfit(remark(CANT_BEGIN, it=label(element), why=failure)) from failure
            if isinstance(element, AdHocSubProcess):
                self.step.emit(f.LoopStarted(scope, 1))
        return scope

    # What ends

    def _can_end(self, key: int) -> bool:
        instance = self.step.state.elements.get(key)
        if instance is None:
            self.reasons.append(remark(NOT_ALIVE, key=key))
        elif instance.definition:
            process: Process = self.step.process_at(key)
            self.reasons.append(remark(IS_PROCESS, it=label_of(process, process.id)))
        else:
            return True
        return False

    def _end(self, key: int) -> None:
        instance = self.step.state.elements.get(key)
        if instance is None:  # it was inside something else that ended
            return
        element = self.step.element_at(key)
        if instance.index and self._is_item(key):
            self._end_item(key)
            return
        self.remarks.append(remark(ENDS, it=label(element)))
        self._terminate(key)

    def _terminate(self, key: int) -> None:
        scope = self.step.state.elements[key].scope
        terminate(self.step, key)
        self.step.resting.add(scope)
        self.emptied.append(scope)

    def _is_item(self, key: int) -> bool:
        body = self.step.state.elements[self.step.state.elements[key].scope]
        return body.loop is not None and isinstance(self.step.element_at(key), Activity)

    def _end_item(self, key: int) -> None:
        """An item counts as done when it ends; what follows is for the loop to say."""
        instance, element = self.step.state.elements[key], self.step.element_at(key)
        if self.step.state.status == "suspended":
            self.reasons.append(remark(ITEM_WHILE_SUSPENDED, it=label(element)))
            return
        self.remarks.append(remark(ITEM_ENDS, it=label(element), index=instance.index))
        terminate(self.step, key)
        self.step.emit(f.LoopItemCompleted(instance.scope, instance.index))
        self.step.later(child_left, instance.scope)

    def _remove_tokens(self, removal: EndTokens) -> None:
        scope = self.step.state.elements.get(removal.scope)
        number = scope.tokens.get(removal.flow, 0) if scope is not None else 0
        if not number:
            self.reasons.append(remark(NO_TOKENS, flow=removal.flow, scope=removal.scope))
            return
        self.remarks.append(remark(TOKENS_GO, number=number, flow=removal.flow))
        for _ in range(number):
            self.step.emit(f.TokenRemoved(removal.flow, removal.scope))
        self.step.resting.add(removal.scope)
        self.emptied.append(removal.scope)

    def _end_if_empty(self, key: int) -> None:
        """End the scope instance `key` if nothing is left in it, and then perhaps the one around it."""
        instance = self.step.state.elements.get(key)
        if instance is None or instance.children or instance.tokens:
            return
        if key == ROOT:
            self.remarks.append(remark(ALL_ENDS))
            terminate(self.step, ROOT)
            return
        if instance.index and self._is_item(key):
            self._end_item(key)
            if self.reasons:
                raise Impossible(self.reasons)
            return
        process = self.step.process_at(key)
        self.remarks.append(remark(EMPTY_ENDS, it=label_of(process, instance.element)))
        scope = instance.scope
        terminate(self.step, key)
        self.step.resting.add(scope)
        self._end_if_empty(scope)
