"""Processes run in memory under a virtual clock: the kernel without a database, for trying, measuring and proving.

After every step each fact is written and read back, the state too, and a second state that follows only the facts must
be equal to it, byte for byte. A difference is an `AssertionError`: the kernel has then broken its first promise.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.errors import NotDeployed, NotFound
from engine.kernel import facts as f
from engine.kernel import step
from engine.kernel.apply import apply
from engine.kernel.commands import (
    Command,
    CompleteJob,
    CompleteWorkItem,
    DeliverMessage,
    DeliverSignal,
    FireTimer,
    StartProcess,
)
from engine.kernel.definitions import DecisionOutcome
from engine.kernel.encoding import decode_fact, decode_state, encode_state, join_fact, split_fact
from engine.kernel.events.timers import first_due, next_repetition
from engine.kernel.state import ROOT, Job, SignalSubscription, State, Subscription, Timer, WorkItem
from engine.model.entries import Entry, entries
from engine.model.events import (
    ConditionalEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
    TimerEventDefinition,
)
from engine.model.process import Process

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@dataclass
class Run:
    """One root instance: its state, the state that follows from its facts alone, and the facts."""

    state: State = field(default_factory=State)
    replayed: State = field(default_factory=State)
    facts: list[f.Fact] = field(default_factory=list)

    def completed(self) -> list[str]:
        """Ids of the elements that completed, in order."""
        return [fact.element for fact in self.facts if isinstance(fact, f.ElementCompleted)]

    def variables(self) -> dict[str, Any]:
        return self.state.elements[ROOT].variables


@dataclass(frozen=True, slots=True)
class TimerStart:
    """A start event that time triggers: when next, how often after that (-1 endless) and in what interval."""

    definition: str
    event: str
    part: int
    due: datetime
    interval: str
    left: int


class Simulation:
    """Instances of these processes. A process has version 1, the next of the same id version 2, and so on.

    Decisions are looked up in `decisions`. Instances begin on the first version.
    """

    def __init__(
        self,
        processes: Iterable[Process],
        decisions: Mapping[str, Any] | None = None,
        now: datetime = START,
        proving: bool = True,
    ) -> None:
        self.processes: dict[str, Process] = {}
        for process in processes:
            version = 1 + sum(known.id == process.id for known in self.processes.values())
            self.processes[f"{process.id}:{version}"] = process
        self.decisions = decisions or {}
        self.now = now
        self.proving = proving
        self.runs: list[Run] = []
        self.held_conditions: set[tuple[str, str, int]] = set()  # of start events: true when they were asked last
        self.kept_messages: list[tuple[str, str, dict[str, Any] | None]] = []
        self.timer_starts = [
            found for id, process in self.processes.items() for found in _timer_starts(id, process, now)
        ]

    # What the kernel asks (engine.kernel.definitions.Definitions).

    def process(self, definition: str) -> Process:
        return self.processes[definition]

    def find_process(self, process_id: str, binding: str, version_tag: str | None, caller: str) -> str:
        versions = (id for id, process in self.processes.items() if process.id == process_id)
        for definition in versions:
            if binding != "versionTag" or self.processes[definition].version_tag == version_tag:
                return definition
        raise NotDeployed(
            f"No process {process_id} {f'with the tag {version_tag} ' if version_tag else ''}is deployed."
        )

    def find_decision(self, decision_id: str, binding: str, version_tag: str | None, caller: str) -> str:
        if decision_id not in self.decisions:
            raise NotDeployed(f"No decision {decision_id} is deployed.")
        return decision_id

    def find_form(self, form_id: str, caller: str) -> str:
        return f"{form_id}:1"

    def decide(self, definition: str, variables: Mapping[str, Any], now: datetime) -> DecisionOutcome:
        outcome: DecisionOutcome = self.decisions[definition](variables, now)
        return outcome

    # What a test or a demonstration does.

    def start(self, process_id: str, variables: dict[str, Any] | None = None) -> Run:
        """Start an instance and let it run until it waits."""
        run = Run()
        self.runs.append(run)
        self.do(run, StartProcess(f"{process_id}:1", variables or {}))
        return run

    def do(self, run: Run, command: Command) -> None:
        """Carry out a command on one instance, then deliver the messages that it threw."""
        made = step(self, run.state, command, self.now)
        run.facts.extend(made)
        if self.proving:
            _prove(run, made)
        for fact in made:
            match fact:
                case f.MessageThrown():
                    self.publish(fact.name, fact.correlation_key, fact.variables)
                case f.SignalThrown():
                    self.broadcast(fact.name, fact.variables, thrower=run)
        opened = {(fact.name, fact.correlation_key) for fact in made if isinstance(fact, f.MessageSubscribed)}
        for kept in [kept for kept in self.kept_messages if kept[:2] in opened]:
            self.kept_messages.remove(kept)
            self.publish(*kept)

    def publish(self, name: str, correlation_key: str = "", variables: dict[str, Any] | None = None) -> bool:
        """Deliver a message to the first instance that waits for it, otherwise start one by it.

        False: nobody waits for it yet, and it is kept for who will.
        """
        if self._deliver(name, correlation_key, variables):
            return True
        self.kept_messages.append((name, correlation_key, variables))
        return False

    def _deliver(self, name: str, correlation_key: str, variables: dict[str, Any] | None) -> bool:
        for run in self.runs:
            for key, wait in run.state.waits.items():
                if isinstance(wait, Subscription) and (wait.name, wait.correlation_key) == (
                    name,
                    correlation_key,
                ):
                    self.do(run, DeliverMessage(key, variables or {}))
                    return True
        for definition, process in self.processes.items():
            for entry in entries(process):
                if self._begins_by(entry, name, MessageEventDefinition):
                    self._begin(StartProcess(definition, variables or {}, event=entry.element.id, message=name))
                    return True
        return False

    def _begin(self, command: StartProcess) -> None:
        run = Run()
        self.runs.append(run)
        self.do(run, command)

    def broadcast(self, name: str, variables: dict[str, Any] | None = None, thrower: Run | None = None) -> None:
        """Give a signal to everybody who waits for it, and start a process for each start event that it triggers.

        The `thrower` has given it to itself already. Where an instance that has begun waits for it at a start event,
        none begins there.
        """
        waiting = [
            (run, key, wait)
            for run in self.runs
            for key, wait in run.state.waits.items()
            if isinstance(wait, SignalSubscription) and wait.name == name and run is not thrower
        ]
        begun = {(run.state.elements[ROOT].element, wait.event) for run, _, wait in waiting}
        for run, key, _ in waiting:
            if key in run.state.waits:
                self.do(run, DeliverSignal(key, variables or {}))
        for definition, process in self.processes.items():
            for entry in entries(process):
                new = (process.id, entry.element.id) not in begun
                if new and self._begins_by(entry, name, SignalEventDefinition):
                    self._begin(StartProcess(definition, variables or {}, event=entry.element.id, signal=name))

    def _begins_by(self, entry: Entry, name: str, kind: type) -> bool:
        match entry.definition:
            case MessageEventDefinition(message) if message is not None and kind is MessageEventDefinition:
                return bool(message.name.evaluate({}, self.now) == name)
            case SignalEventDefinition(signal) if kind is SignalEventDefinition:
                return bool(signal.name.evaluate({}, self.now) == name)
        return False

    def evaluate_conditions(self, variables: dict[str, Any]) -> None:
        """Start a process for each conditional start event whose condition becomes true by these variables."""
        for definition, process in self.processes.items():
            for entry in entries(process):
                if isinstance(entry.definition, ConditionalEventDefinition):
                    place = (definition, entry.element.id, entry.part)
                    true = entry.definition.condition.evaluate(variables, self.now)
                    if true is True and place not in self.held_conditions:
                        self.held_conditions.add(place)
                        command = StartProcess(definition, variables, event=entry.element.id, part=entry.part)
                        self._begin(command)
                    elif true is False:
                        self.held_conditions.discard(place)

    def complete(self, element: str, variables: dict[str, Any] | None = None) -> None:
        """Complete the oldest open work item, job or message wait of the element with this id."""
        for run in self.runs:
            for key, wait in run.state.waits.items():
                if run.state.elements[wait.owner].element != element:
                    continue
                match wait:
                    case WorkItem():
                        self.do(run, CompleteWorkItem(key, variables or {}))
                        return
                    case Job():
                        self.do(run, CompleteJob(key, variables or {}))
                        return
                    case Subscription(event=event) if event == element:
                        self.do(run, DeliverMessage(key, variables or {}))
                        return
        raise NotFound(f"Nothing waits at {element}.")

    def advance(self, duration: timedelta) -> None:
        """Move the clock on, firing timers in the order in which they are due: of start events and of who waits."""
        until = self.now + duration
        while True:
            starting = min(self.timer_starts, key=lambda one: one.due, default=None)
            waiting = self._next_due(until)
            if starting is not None and starting.due <= (until if waiting is None else waiting[2].due):
                self._start_by_time(starting)
            elif waiting is not None:
                run, key, timer = waiting
                self.now = max(self.now, timer.due)
                self.do(run, FireTimer(key))
            else:
                break
        self.now = until

    def _start_by_time(self, start: TimerStart) -> None:
        self.now = max(self.now, start.due)
        self.timer_starts.remove(start)
        again = next_repetition(start.due, start.interval, start.left, self.now) if start.left else None
        if again is not None:
            self.timer_starts.append(replace(start, due=again[0], left=again[1]))
        self._begin(StartProcess(start.definition, {}, event=start.event, part=start.part))

    def _next_due(self, until: datetime) -> tuple[Run, int, Timer] | None:
        armed = [
            (wait.due, number, key, run, wait)
            for number, run in enumerate(self.runs)
            for key, wait in run.state.waits.items()
            if isinstance(wait, Timer) and wait.due <= until
        ]
        if not armed:
            return None
        _, _, key, run, timer = min(armed, key=lambda one: one[:3])
        return run, key, timer


def _timer_starts(definition: str, process: Process, now: datetime) -> Iterator[TimerStart]:
    for entry in entries(process):
        if isinstance(entry.definition, TimerEventDefinition):
            kind, value = entry.definition.kind, entry.definition.value.evaluate({}, now)
            yield TimerStart(definition, entry.element.id, entry.part, *first_due(kind, value, now, entry.element.id))


def _prove(run: Run, made: Iterable[f.Fact]) -> None:
    """Save and reload, and hold the state against the one that only the facts have made."""
    for fact in made:
        apply(run.replayed, decode_fact(join_fact(*split_fact(fact))))
    saved = encode_state(run.state)
    assert encode_state(run.replayed) == saved, "replaying the facts gives another state"
    run.state = decode_state(saved)
    assert encode_state(run.state) == saved, "saving and reloading changes the state"
