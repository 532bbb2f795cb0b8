"""Random processes, built from blocks that each have one way in and one way out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import strategies as st

from engine.model.elements import (
    BoundaryEvent,
    Element,
    EndEvent,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    ScriptTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    Task,
    Transaction,
    UserTask,
)
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    Escalation,
    EscalationEventDefinition,
    EventDefinition,
    MultipleEventDefinition,
    Signal,
    SignalEventDefinition,
    TerminateEventDefinition,
)
from engine.model.extensions import JobDefinition, LoopEvent, MultiInstance
from engine.model.process import Process
from tests.kernel.sketch import feel, message, sketch, timer

ESCALATION = EscalationEventDefinition(Escalation("first", "first", feel('"FIRST"')))
JOB = JobDefinition(feel('"work"'), feel("2"))
PAIR = MultiInstance(False, feel("[1, 2]"), "item")
QUEUE = MultiInstance(True, feel("[1, 2]"), "item", "results", feel("item"))
NEWS = SignalEventDefinition(Signal("item", feel('"item done"')))
TELLING = MultiInstance(True, feel("[1, 2]"), "item", events=(LoopEvent(NEWS), LoopEvent(ESCALATION, first=True)))
ALL = MultipleEventDefinition((timer("timeDuration", '"PT1H"'), message("news", '"key"')), parallel=True)
PLAIN: dict[str, Callable[..., Element]] = {
    "task": Task,
    "user": UserTask,
    "service": partial(ServiceTask, job=JOB),
    "listened": partial(ServiceTask, job=JOB, start_listeners=(JOB, JOB), end_listeners=(JOB,)),
    "listened pair": partial(UserTask, loop=PAIR, start_listeners=(JOB,), end_listeners=(JOB, JOB)),
    "script": partial(ScriptTask, script=feel("count + 1"), result_variable="count"),
    "wait": partial(IntermediateCatchEvent, definition=timer("timeDuration", '"PT1H"')),
    "message": partial(IntermediateCatchEvent, definition=message("news", '"key"')),
    "pair": partial(UserTask, loop=PAIR),
    "queue": partial(ServiceTask, job=JOB, loop=QUEUE),
    "all": partial(IntermediateCatchEvent, definition=ALL),
}
LEAVES = (*PLAIN, "timed", "reminded", "telling", "stopped", "undone", "undone aside")
BLOCKS = (
    "cancelled",
    "listened",
    "sequence",
    "exclusive",
    "parallel",
    "inclusive",
    "loop",
    "sub",
    "race",
    "terminated",
    "cancelled",
)

blocks = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.tuples(st.sampled_from(BLOCKS), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=8,
)


@dataclass
class Drawing:
    paths: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, Callable[..., Element]] = field(default_factory=dict)
    conditions: dict[str, str] = field(default_factory=dict)
    default: list[str] = field(default_factory=list)

    def add(self, kind: Callable[..., Element], **fields: Any) -> str:
        name = f"n{len(self.kinds)}"
        self.kinds[name] = partial(kind, **fields) if fields else kind
        return name

    def flow(self, scope: str, source: str, target: str, condition: str | None = None) -> None:
        self.paths.setdefault(scope, []).append(f"{source} -> {target}")
        if condition:
            self.conditions[f"{source}->{target}"] = condition

    def block(self, scope: str, shape: Any) -> tuple[str, str]:
        """Draw a block into `scope`; gives its first and its last element."""
        if isinstance(shape, str):
            name = self.leaf(scope, shape)
            return name, name
        kind, inner = shape
        first, last = getattr(self, kind)(scope, inner)
        return first, last

    def leaf(self, scope: str, kind: str) -> str:
        if kind in PLAIN:
            return self.add(PLAIN[kind])
        match kind:
            case "telling":
                name = self.add(UserTask, loop=TELLING)
                for definition in (NEWS, ESCALATION):
                    told = self.add(BoundaryEvent, attached_to=name, definition=definition, interrupting=False)
                    self.flow(scope, told, self.add(UserTask))
                return name
            case "stopped":
                return self.way_round(scope, self.add(UserTask, loop=TELLING), NEWS)
            case "undone" | "undone aside":
                return self.undone(scope, waits=kind == "undone")
        name = self.add(UserTask)
        cycle = timer("timeCycle", '"R2/PT1H"') if kind == "reminded" else timer("timeDuration", '"PT2H"')
        late = self.add(BoundaryEvent, attached_to=name, definition=cycle, interrupting=kind == "timed")
        if kind == "reminded":
            self.flow(scope, late, self.add(Task))
            return name
        return self.joined(scope, name, late)

    def way_round(self, scope: str, name: str, definition: EventDefinition) -> str:
        """What happens at the boundary ends the activity, and the paths join behind it."""
        return self.joined(scope, name, self.add(BoundaryEvent, attached_to=name, definition=definition))

    def joined(self, scope: str, name: str, boundary: str) -> str:
        join = self.add(ExclusiveGateway)
        self.flow(scope, boundary, join)
        self.flow(scope, name, join)
        into = self.add(Task)
        self.flow(scope, into, name)
        self.ends[into] = join
        return into

    def undone(self, scope: str, *, waits: bool) -> str:
        """An activity that is undone at once, and whoever undoes it is waited for or not."""
        done = self.add(Task)
        handler = self.add(UserTask, for_compensation=True)
        event = self.add(BoundaryEvent, attached_to=done, definition=CompensateEventDefinition(), handler=handler)
        self.paths.setdefault(scope, []).extend((handler, event))
        throw = self.add(IntermediateThrowEvent, definition=CompensateEventDefinition(waits=waits))
        self.flow(scope, done, throw)
        self.ends[done] = throw
        return done

    ends: dict[str, str] = field(default_factory=dict)

    def chain(self, scope: str, first: str, shapes: list[Any]) -> str:
        last = first
        for shape in shapes:
            begin, end = self.block(scope, shape)
            self.flow(scope, last, begin)
            last = self.ends.get(end, end)
        return last

    def sequence(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        first = self.add(Task)
        return first, self.chain(scope, first, inner)

    def branches(self, scope: str, inner: list[Any], gateway: type[Element], conditions: bool) -> tuple[str, str]:
        split, join = self.add(gateway), self.add(gateway)
        for number, shape in enumerate(inner):
            begin = self.add(Task)
            self.flow(scope, split, begin, f"count > {number}" if conditions else None)
            self.flow(scope, self.chain(scope, begin, [shape]), join)
        if conditions:
            other = self.add(Task)
            self.flow(scope, split, other)
            self.default.append(f"{split}->{other}")
            self.flow(scope, other, join)
        return split, join

    def exclusive(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        return self.branches(scope, inner, ExclusiveGateway, conditions=True)

    def inclusive(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        return self.branches(scope, inner, InclusiveGateway, conditions=True)

    def parallel(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        return self.branches(scope, inner, ParallelGateway, conditions=False)

    def loop(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        begin, again = self.add(ExclusiveGateway), self.add(ExclusiveGateway)
        turn = self.add(ScriptTask, script=feel("turns + 1"), result_variable="turns")
        self.flow(scope, self.chain(scope, begin, inner), turn)
        self.flow(scope, turn, again)
        self.flow(scope, again, begin, "turns < 4")
        leave = self.add(Task)
        self.flow(scope, again, leave)
        self.default.append(f"{again}->{leave}")
        return begin, leave

    def sub(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        return self.embedded(inner)

    def embedded(self, inner: list[Any], **listeners: Any) -> tuple[str, str]:
        name = self.add(SubProcess, **listeners)
        self.flow(name, self.chain(name, self.add(StartEvent), inner), self.add(EndEvent))
        return name, name

    def listened(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        """A sub-process with listeners around it, and at a gateway and an event in it."""
        gateway = self.add(ParallelGateway, start_listeners=(JOB,))
        first, last = self.embedded(inner, start_listeners=(JOB,), end_listeners=(JOB,))
        self.flow(scope, gateway, first)
        event = self.add(IntermediateThrowEvent, definition=NEWS, start_listeners=(JOB,), end_listeners=(JOB,))
        self.flow(scope, last, event)
        return gateway, event

    def terminated(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        """All branches run side by side, and the first that ends, ends the others."""
        name = self.add(SubProcess)
        stop = self.add(EndEvent, definition=TerminateEventDefinition())
        for shape in inner:
            self.flow(name, self.chain(name, self.add(StartEvent), [shape]), stop)
        return name, name

    def cancelled(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        """All branches run side by side, each in a sub-process, and the first that ends cancels the transaction."""
        name = self.add(Transaction)
        for shape in inner:
            deep = self.add(SubProcess)
            self.flow(name, self.chain(name, self.add(StartEvent), ["undone"]), deep)
            last = self.chain(deep, self.add(StartEvent), ["undone", shape])
            self.flow(deep, last, self.add(EndEvent, definition=CancelEventDefinition()))
        first = self.way_round(scope, name, CancelEventDefinition())
        for definition, interrupting in ((timer("timeDuration", '"PT3H"'), True), (message("news", '"key"'), False)):
            event = self.add(BoundaryEvent, attached_to=name, definition=definition, interrupting=interrupting)
            self.flow(scope, event, self.ends[first] if interrupting else self.add(UserTask))
        return first, self.ends[first]

    def race(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        gateway, join = self.add(EventBasedGateway), self.add(ExclusiveGateway)
        for number, shape in enumerate([*inner, "task"]):
            event = self.add(IntermediateCatchEvent, definition=timer("timeDuration", f'"PT{number + 1}H"'))
            self.flow(scope, gateway, event)
            self.flow(scope, self.chain(scope, event, [shape]), join)
        return gateway, join


def draw(shape: Any) -> Process:
    """A process around one block."""
    drawing = Drawing()
    start, end = drawing.add(StartEvent), drawing.add(EndEvent)
    drawing.flow("p", drawing.chain("p", start, [shape]), end)
    paths = {scope: "; ".join(found) for scope, found in drawing.paths.items()}
    whole: dict[str, Any] = {"inside": paths, "conditions": drawing.conditions, "default": tuple(drawing.default)}
    return sketch(paths.pop("p"), **whole | drawing.kinds)


processes = blocks.map(draw)
