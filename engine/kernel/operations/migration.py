"""Migrating an instance: what is alive goes on in another version of its process.

- What is alive needs an element of the same kind, in the same scope. Work, jobs and timers stay as they are: the work
  with its form and who holds it, the timer with its time.
- An event of the same kind that is awaited in both versions stays awaited. Where it names another message or signal,
  its subscription is opened anew by the new diagram.
- An event that only the old version has, around something that is alive, is no longer awaited. One that only the new
  version has is awaited from now on.
"""

from collections.abc import Mapping

from engine.errors import Impossible, NotDeployed, Refused
from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.events.waits import CANCELLED, open_waits, subscribe
from engine.kernel.failure import Failure
from engine.kernel.instructions import MigrateInstance
from engine.kernel.operations.fitting import Fitting
from engine.kernel.operations.labels import label, label_of
from engine.kernel.operations.listening import attached, awaited, has_not_begun, is_cancelled, is_interrupted, kinds
from engine.kernel.operations.subscriptions import changed_condition, names_another, subscribe_again
from engine.kernel.state import Condition, Job, SignalSubscription, Subscription, Timer, WorkItem
from engine.model.elements import Element, Event
from engine.model.process import Process
from engine.model.remark import Remark, phrase, remark

SAME_VERSION = phrase("{source} and {target} are the same version.")
OTHER_PROCESS = phrase("{target} is a version of another process than {source}.")
NOT_DEPLOYED = phrase("There is no version {target}.")
NOT_RUNNING = phrase("Nothing in this instance runs the version {source}.")
UNKNOWN_OLD = phrase("{source} has no element or sequence flow {id}, which the mapping speaks of.")
UNKNOWN_NEW = phrase("{target} has no element or sequence flow {id}, which the mapping speaks of.")
CANT_AWAIT = phrase("{it} can't be awaited: {why}")
MERGED = phrase("{it} and another event would both go on as {other}.")

GOES_ON = phrase("{it} goes on in {target}.")
GOES_ON_AS = phrase("{it} goes on as {other} in {target}.")
WORK_STAYS = phrase("The work of {it} stays in the inbox as it is, with its form and who holds it.")
JOB_STAYS = phrase("The job of {it} stays as it is.")
TIMER_STAYS = phrase("The timer of {it} keeps its time: {due}.")
NO_MORE = phrase("{it} is not in {target}: it is no longer awaited.")
FROM_NOW_ON = phrase("{it} is new in {target}: it is awaited from now on.")
ANEW = phrase("{it} waits for another name in {target}: it is awaited anew.")


def migrate(step: Step, command: MigrateInstance) -> tuple[Remark, ...]:
    """Migrate every process of the instance that runs the source version, and say what becomes of what is alive.

    Raises `Impossible` with all reasons.
    """
    if step.state.status not in ("active", "suspended"):
        raise Refused(f"The instance is {step.state.status}: nothing in it can be changed any more.")
    source, target = _versions(step, command)
    running = [key for key, one in step.state.elements.items() if one.definition == command.source]
    if not running:
        raise Impossible([remark(NOT_RUNNING, source=command.source)])
    given = _check_mapping(command, source, target)
    ids = {id: id for id in (*source.elements, *source.flows) if id in target.elements or id in target.flows} | given
    fittings = [Fitting(step, key, target, command.target, ids) for key in running]
    reasons = [reason for fitting in fittings for reason in fitting.reasons()]
    if reasons:
        raise Impossible(list(dict.fromkeys(reasons)))
    remarks: list[Remark] = []
    for fitting in fittings:
        remarks += Migration(step, fitting, command, given).carry_out()
    return tuple(remarks)


def _versions(step: Step, command: MigrateInstance) -> tuple[Process, Process]:
    if command.source == command.target:
        raise Impossible([remark(SAME_VERSION, source=command.source, target=command.target)])
    if command.source.rpartition(":")[0] != command.target.rpartition(":")[0]:
        raise Impossible([remark(OTHER_PROCESS, source=command.source, target=command.target)])
    try:
        return step.definitions.process(command.source), step.definitions.process(command.target)
    except (NotDeployed, KeyError) as missing:
        raise Impossible([remark(NOT_DEPLOYED, target=command.target)]) from missing


def _check_mapping(command: MigrateInstance, source: Process, target: Process) -> dict[str, str]:
    """The mapping's entries that say something. Raises `Impossible` for ids that a version doesn't have."""
    given = {old: new for old, new in command.mapping.items() if new and old != new}
    reasons = [
        remark(UNKNOWN_OLD, source=command.source, id=old)
        for old in given
        if old not in source.elements and old not in source.flows
    ]
    reasons += [
        remark(UNKNOWN_NEW, target=command.target, id=new)
        for old, new in given.items()
        if new not in (target.flows if old in source.flows else target.elements)
    ]
    if reasons:
        raise Impossible(reasons)
    return given


class Migration:
    """One process instance at its migration."""

    def __init__(self, step: Step, fitting: Fitting, command: MigrateInstance, given: Mapping[str, str]) -> None:
        self.step = step
        self.fitting = fitting
        self.command = command
        self.given = given
        self.remarks: list[Remark] = []
        self.new: list[tuple[int, Event]] = []
        self.renewed: list[tuple[int, Element]] = []

    def carry_out(self) -> list[Remark]:
        for key, instance in list(self.fitting.alive()):
            if not instance.definition:
                self._tell(key)
            self._compare_events(key)
        source, target = self.fitting.source, self.fitting.target
        self.step.emit(
            f.InstanceMigrated(
                self.fitting.key,
                self.command.target,
                self.command.reason,
                {old: new for old, new in self.given.items() if old in source.elements},
                {old: new for old, new in self.given.items() if old in source.flows},
            )
        )
        self.step.graphs.pop(self.fitting.key, None)
        for key, event in self.new:
            self._await(key, event)
            self.remarks.append(remark(FROM_NOW_ON, it=label_of(target, event.id), target=self.command.target))
        for key, element in self.renewed:
            self._await(key, element)
        return self.remarks

    def _tell(self, key: int) -> None:
        """What becomes of an element instance and of what it waits for."""
        instance, fitting = self.step.state.elements[key], self.fitting
        it, after = label_of(fitting.source, instance.element), fitting.new(instance.element)
        if after == instance.element:
            self.remarks.append(remark(GOES_ON, it=it, target=self.command.target))
        else:
            other = label_of(fitting.target, after)
            self.remarks.append(remark(GOES_ON_AS, it=it, other=other, target=self.command.target))
        for wait in instance.waits:
            match self.step.state.waits[wait]:
                case WorkItem():
                    self.remarks.append(remark(WORK_STAYS, it=it))
                case Job():
                    self.remarks.append(remark(JOB_STAYS, it=it))

    def _compare_events(self, key: int) -> None:
        """Which awaited events stay, go and come; those that go are withdrawn here, under their old names."""
        instance, fitting = self.step.state.elements[key], self.fitting
        after = instance.element if instance.definition else fitting.new(instance.element)
        old: dict[str, Element] = {**attached(fitting.source, instance.element, instance)}
        new: dict[str, Element] = {**attached(fitting.target, after, instance)}
        if not instance.definition:
            old |= awaited(fitting.source, instance.element)
            new |= awaited(fitting.target, after)
        kept: dict[str, str] = {}
        for id, event in old.items():
            there = new.get(fitting.new(id))
            if there is None or kinds(event) != kinds(there):
                self._withdraw(key, event)
            elif there.id in kept.values():
                raise Impossible([remark(MERGED, it=label(event), other=label(there))])
            else:
                kept[id] = there.id
                self._keep(key, event, there)
        if has_not_begun(self.step.state, key) or is_cancelled(self.step, key):
            return
        interrupted = is_interrupted(self.step, key)
        for id, event in new.items():
            inside = isinstance(event, Event) and event.scope != _scope_around(fitting.target, after)
            if id not in kept.values() and isinstance(event, Event) and not (interrupted and inside):
                self.new.append((key, event))

    def _keep(self, key: int, old: Element, new: Element) -> None:
        for wait in open_waits(self.step, key, [old.id]):
            match self.step.state.waits[wait]:
                case Timer(due=due):
                    when = due.astimezone(self.step.now.tzinfo)
                    self.remarks.append(remark(TIMER_STAYS, it=label(old), due=f"{when:%Y-%m-%d %H:%M}"))
                case Condition(part=part) if changed_condition(old, new, part):
                    self.step.new_conditions.append(wait)
        waits = [self.step.state.waits[wait] for wait in open_waits(self.step, key, [old.id])]
        if any(isinstance(wait, Subscription | SignalSubscription) for wait in waits) and names_another(old, new):
            self.remarks.append(remark(ANEW, it=label(old), target=self.command.target))
            for wait in open_waits(self.step, key, [old.id]):
                if isinstance(self.step.state.waits[wait], Subscription | SignalSubscription):
                    self.step.emit(CANCELLED[type(self.step.state.waits[wait])](wait))
            self.renewed.append((key, new))

    def _withdraw(self, key: int, event: Element) -> None:
        waits = open_waits(self.step, key, [event.id])
        if waits:
            self.remarks.append(remark(NO_MORE, it=label(event), target=self.command.target))
        for wait in waits:
            self.step.emit(CANCELLED[type(self.step.state.waits[wait])](wait))

    def _await(self, key: int, element: Element) -> None:
        try:
            if (key, element) in self.renewed:
                subscribe_again(self.step, key, element)
            elif isinstance(element, Event):
                subscribe(self.step, key, element)
        except Failure as failure:
            raise Impossible([remark(CANT_AWAIT, it=label(element), why=failure)]) from failure


def _scope_around(process: Process, id: str) -> str:
    return "" if id == process.id else process.elements[id].scope
