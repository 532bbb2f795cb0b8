"""Whether what is alive in a process has its place in another version; every reason why it has not."""

from collections.abc import Iterator, Mapping

from engine.kernel import listeners
from engine.kernel.context import Step
from engine.kernel.operations.labels import label_of
from engine.kernel.operations.listening import kinds
from engine.kernel.state import Compensable, ElementInstance, Job
from engine.model.elements import Activity, AdHocSubProcess, Element
from engine.model.events import parts
from engine.model.extensions import MultiInstance
from engine.model.process import Process
from engine.model.remark import Remark, phrase, remark

MISSING = phrase("{it} is alive, and {target} has no element {id}. Say which element it goes on as, or end it first.")
OTHER_KIND = phrase("{it} ({kind}) can't go on as {other} ({other_kind}) in {target}: what it waits for would be lost.")
OTHER_SCOPE = phrase("{it} is in {scope}, and {other} in {target} is in {other_scope}: it can't leave its scope.")
OTHER_LOOP = phrase("{it} is done for several items, and {other} in {target} not in the same way: items would be lost.")
NO_JOB = phrase("{it} waits for a job, and {other} in {target} has none: nobody could complete it.")
NO_FLOW = phrase("A token waits on the sequence flow {flow}, which {target} does not have. Say which it goes on along.")
OTHER_FLOW = phrase("A token waits on the sequence flow {flow} at {it}; in {target} it leads to {other}.")
NOT_UNDONE = phrase("{it} is complete and could be undone; in {target} it could not. Undo it first, or end it there.")
LISTED = phrase("{it} keeps a list of the activities that are still to begin, so that none inside it can be renamed.")


class Fitting:
    """A process instance, the version that it runs, and the one that it should."""

    def __init__(self, step: Step, process: int, target: Process, version: str, ids: Mapping[str, str]) -> None:
        self.step = step
        self.key = process
        self.source = step.process_at(process)
        self.target = target
        self.version = version
        self.ids = ids

    def new(self, id: str) -> str:
        return self.ids.get(id, id)

    def alive(self) -> Iterator[tuple[int, ElementInstance]]:
        """What is alive in this process, the process itself too."""
        for key, instance in self.step.state.elements.items():
            if instance.process == self.key:
                yield key, instance

    def reasons(self) -> Iterator[Remark]:
        """Why the instance can't go on as the other version."""
        for _key, instance in self.alive():
            if not instance.definition:
                yield from self._of_element(instance)
            yield from self._of_tokens(instance)
            for kept in (*instance.compensable, *instance.undoing):
                yield from self._of_compensable(kept)

    def _of_element(self, instance: ElementInstance) -> Iterator[Remark]:
        old = self.source.elements[instance.element]
        new = self.target.elements.get(self.new(old.id))
        it = label_of(self.source, old.id)
        if new is None:
            yield remark(MISSING, it=it, id=self.new(old.id), target=self.version)
            return
        said = {"it": it, "other": label_of(self.target, new.id), "target": self.version}
        if kind(old) != kind(new) or (_throws_or_catches(old, new) and kinds(old) != kinds(new)):
            yield remark(OTHER_KIND, kind=words(old), other_kind=words(new), **said)
        if self.new(old.scope) != new.scope:
            scopes = (label_of(self.source, old.scope), label_of(self.target, new.scope))
            yield remark(OTHER_SCOPE, scope=scopes[0], other_scope=scopes[1], **said)
        if repetition(old) != repetition(new):
            yield remark(OTHER_LOOP, **said)
        jobs = [job for wait in instance.waits if isinstance(job := self.step.state.waits[wait], Job)]
        if not all(_has_job(job, old, new) for job in jobs):
            yield remark(NO_JOB, **said)
        if isinstance(old, AdHocSubProcess) and old.sequential and instance.loop is not None:
            inside = (one.id for one in self.source.elements.values() if one.scope == old.id)
            if any(self.new(id) != id or id not in self.target.elements for id in inside):
                yield remark(LISTED, it=it)

    def _of_tokens(self, instance: ElementInstance) -> Iterator[Remark]:
        waiting = dict.fromkeys((*instance.tokens, *(flow for used in instance.resetting.values() for flow in used)))
        for flow in waiting:
            there = self.target.flows.get(self.new(flow))
            if there is None:
                yield remark(NO_FLOW, flow=flow, target=self.version)
                continue
            at, after = self.source.elements[self.source.flows[flow].target], self.target.elements[there.target]
            if self.new(at.id) != after.id or kind(at) != kind(after) or self.new(at.scope) != after.scope:
                said = {"it": label_of(self.source, at.id), "other": label_of(self.target, after.id)}
                yield remark(OTHER_FLOW, flow=flow, target=self.version, **said)

    def _of_compensable(self, kept: Compensable) -> Iterator[Remark]:
        old, new = self.source.elements[kept.element], self.target.elements.get(self.new(kept.element))
        fits = new is not None and kind(old) == kind(new) and self.new(old.scope) == new.scope
        if kept.handler and (self.new(kept.handler) not in self.target.elements or not self._undoes(kept)):
            fits = False
        if not fits:
            yield remark(NOT_UNDONE, it=label_of(self.source, old.id), target=self.version)
        for inner in kept.inside:
            yield from self._of_compensable(inner)

    def _undoes(self, kept: Compensable) -> bool:
        element, handler = self.new(kept.element), self.new(kept.handler)
        return self.target.handlers.get(element) == handler or self.target.elements[handler].scope == element


def _has_job(job: Job, old: Element, new: Element) -> bool:
    """Whether the open job is one of the new element too."""
    match job.data.partition(" ")[0]:
        case "":
            return getattr(new, "job", None) is not None
        case listeners.START:
            return old.start_listeners == new.start_listeners
        case listeners.END:
            return old.end_listeners == new.end_listeners
    return old.data == new.data


def kind(element: Element) -> tuple[object, ...]:
    """What must not change under something that is alive."""
    ordering = element.sequential if isinstance(element, AdHocSubProcess) else None
    return (type(element), ordering)


def words(element: Element) -> str:
    """The kind of element in the standard's words: "user task" for `UserTask`."""
    name = type(element).__name__
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def repetition(element: Element) -> tuple[object, ...] | None:
    """How an activity is repeated, as far as it shows in what is alive of it."""
    loop = element.loop if isinstance(element, Activity) else None
    if isinstance(loop, MultiInstance):
        return (MultiInstance, loop.sequential, loop.output_collection is not None)
    return None if loop is None else (type(loop),)


def _throws_or_catches(old: Element, new: Element) -> bool:
    return bool(parts(getattr(old, "definition", None)) or parts(getattr(new, "definition", None)))
