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
    ParallelGateway,
    ScriptTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    Task,
    UserTask,
)
from engine.model.events import TerminateEventDefinition
from engine.model.extensions import JobDefinition, MultiInstance
from engine.model.process import Process
from tests.kernel.sketch import feel, message, sketch, timer

JOB = JobDefinition(feel('"work"'), feel("2"))
PAIR = MultiInstance(False, feel("[1, 2]"), "item")
QUEUE = MultiInstance(True, feel("[1, 2]"), "item", "results", feel("item"))
LEAVES = ("task", "user", "service", "script", "wait", "message", "pair", "queue", "timed", "reminded")
BLOCKS = ("sequence", "exclusive", "parallel", "inclusive", "loop", "sub", "race", "terminated")

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
        match kind:
            case "task":
                return self.add(Task)
            case "user":
                return self.add(UserTask)
            case "service":
                return self.add(ServiceTask, job=JOB)
            case "script":
                return self.add(ScriptTask, script=feel("count + 1"), result_variable="count")
            case "wait":
                return self.add(IntermediateCatchEvent, definition=timer("timeDuration", '"PT1H"'))
            case "message":
                return self.add(IntermediateCatchEvent, definition=message("news", '"key"'))
            case "pair":
                return self.add(UserTask, loop=PAIR)
            case "queue":
                return self.add(ServiceTask, job=JOB, loop=QUEUE)
        name = self.add(UserTask)
        cycle = timer("timeCycle", '"R2/PT1H"') if kind == "reminded" else timer("timeDuration", '"PT2H"')
        late = self.add(BoundaryEvent, attached_to=name, definition=cycle, interrupting=kind == "timed")
        if kind == "reminded":
            self.flow(scope, late, self.add(Task))
            return name
        join = self.add(ExclusiveGateway)
        self.flow(scope, late, join)
        self.flow(scope, name, join)
        into = self.add(Task)
        self.flow(scope, into, name)
        self.ends[into] = join
        return into

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
        name = self.add(SubProcess)
        self.flow(name, self.chain(name, self.add(StartEvent), inner), self.add(EndEvent))
        return name, name

    def terminated(self, scope: str, inner: list[Any]) -> tuple[str, str]:
        """All branches run side by side, and the first that ends, ends the others."""
        name = self.add(SubProcess)
        stop = self.add(EndEvent, definition=TerminateEventDefinition())
        for shape in inner:
            self.flow(name, self.chain(name, self.add(StartEvent), [shape]), stop)
        return name, name

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
