"""Files as somebody hands them in to be deployed: what is in them, and what is wrong with them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from engine.decisions import DmnError, read_dmn
from engine.feel import Expression, FeelError
from engine.forms import read_form
from engine.kernel.events.timers import first_due
from engine.kernel.failure import Failure
from engine.model.elements import StartEvent
from engine.model.events import MessageEventDefinition, SignalEventDefinition, TimerEventDefinition, parts
from engine.model.problem import Problem, Severity
from engine.model.process import Process
from engine.reader import Reference, ReferenceKind, read_bpmn
from engine.store.deployments import MessageStart, SignalStart, TimerStart

Located = tuple[str, Problem]  # a file name and what is wrong there


@dataclass(frozen=True)
class Item:
    """One definition in a file. A process has start events that a timer, message or signal triggers."""

    kind: str
    id: str
    name: str
    version_tag: str | None = None
    timers: tuple[TimerStart, ...] = ()
    messages: tuple[MessageStart, ...] = ()
    signals: tuple[SignalStart, ...] = ()


@dataclass(frozen=True)
class DeployableFile:
    """A file with the definitions in it and what it refers to. With errors among its problems it is refused."""

    name: str
    content: bytes
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_files(files: Mapping[str, bytes], now: datetime) -> list[DeployableFile]:
    """Every file, read. `now` is when timer start events begin to count."""
    return [read_file(name, content, now) for name, content in files.items()]


def read_file(name: str, content: bytes, now: datetime) -> DeployableFile:
    match PurePath(name).suffix.lower():
        case ".bpmn":
            return read_diagram(name, content, now)
        case ".dmn":
            return read_decisions(name, content)
        case ".form":
            return read_form_file(name, content)
    problem = Problem(
        "The file is of a kind that can't be deployed.", "Give it the ending .bpmn, .dmn or .form, as fits."
    )
    return DeployableFile(name, content, problems=(problem,))


def read_diagram(name: str, content: bytes, now: datetime) -> DeployableFile:
    reading = read_bpmn(content, name)
    problems = list(reading.problems)
    items = tuple(process_item(process, now, problems) for process in reading.processes)
    references = tuple(reference for reference in reading.references if reference.kind is not ReferenceKind.JOB)
    return DeployableFile(name, content, items, tuple(problems), references)


def process_item(process: Process, now: datetime, problems: list[Problem]) -> Item:
    timers: list[TimerStart] = []
    messages: list[MessageStart] = []
    signals: list[SignalStart] = []
    for event in process.starts.get(process.id, ()):
        for number, definition in enumerate(parts(event.definition)):
            try:
                match definition:
                    case TimerEventDefinition(kind, value):
                        due = first_due(kind, value.evaluate({}, now), now, event.id)
                        timers.append(TimerStart(event.id, number, *due))
                    case MessageEventDefinition(message):
                        messages.append(MessageStart(event.id, name_of(event, message.name if message else None, now)))
                    case SignalEventDefinition(signal):
                        signals.append(SignalStart(event.id, name_of(event, signal.name, now)))
            except (Failure, FeelError) as error:
                remedy = "A start event knows no variables: give it a fixed value or one that needs none."
                problems.append(Problem(str(error), remedy, element=event.id))
    starts = tuple(timers), tuple(messages), tuple(signals)
    return Item("process", process.id, process.name, process.version_tag, *starts)


def name_of(event: StartEvent, name: Expression | None, now: datetime) -> str:
    """The name of what the start event waits for. Raises `Failure` where there is none."""
    found = name.evaluate({}, now) if name else None
    if not isinstance(found, str) or not found:
        raise Failure(f"The start event {event.id} does not name what it waits for.")
    return found


def read_decisions(name: str, content: bytes) -> DeployableFile:
    try:
        model = read_dmn(content)
    except DmnError as error:
        problems = tuple(Problem(sentence, remedy, element=element) for element, sentence, remedy in error.problems)
        return DeployableFile(name, content, problems=problems)
    items = tuple(Item("decision", decision.id, decision.name or "") for decision in model.decisions.values())
    return DeployableFile(name, content, items)


def read_form_file(name: str, content: bytes) -> DeployableFile:
    schema, problems = read_form(content)
    if schema is None or not schema.get("id"):
        return DeployableFile(name, content, problems=problems)
    item = Item("form", str(schema["id"]), str(schema.get("name") or ""), version_tag(schema))
    return DeployableFile(name, content, (item,), problems)


def version_tag(schema: Mapping[str, Any]) -> str | None:
    tag = schema.get("versionTag")
    return str(tag) if tag else None


def problems_of(files: list[DeployableFile]) -> Iterator[Located]:
    """What is wrong with the files themselves, and with their standing side by side."""
    owner: dict[tuple[str, str], str] = {}
    for file in files:
        for problem in file.problems:
            yield file.name, problem
        for item in file.items:
            first = owner.setdefault((item.kind, item.id), file.name)
            if first != file.name:
                sentence = f"The {item.kind} {item.id} is also in {first}."
                yield file.name, Problem(sentence, "Leave one of them out, or give it another id.", element=item.id)


def refuses(problem: Problem, *, strict: bool) -> bool:
    return strict or problem.severity is Severity.ERROR
