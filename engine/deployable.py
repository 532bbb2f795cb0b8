"""Files as somebody hands them in to be deployed: what is in them, and what is wrong with them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from engine.decision_files import DecisionFiles, Deployed
from engine.feel import Expression, FeelError
from engine.forms import read_form
from engine.kernel.events.timers import first_due
from engine.kernel.failure import Failure
from engine.model.entries import entries
from engine.model.events import (
    ConditionalEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
    TimerEventDefinition,
)
from engine.model.problem import Problem, Severity
from engine.model.process import Process
from engine.phrases import problem
from engine.reader import Reference, ReferenceKind, read_bpmn
from engine.store.deployments import ConditionStart, MessageStart, SignalStart, TimerStart

MODEL = "model"  # the kind of item under which other decision models import this one, by its namespace

OUTSIDE = (ReferenceKind.JOB, ReferenceKind.DATA_STORE)  # what is referred to, but not deployed

Located = tuple[str, Problem]  # a file name and what is wrong there


@dataclass(frozen=True)
class Item:
    """One definition in a file. A process has start events that a timer, message or signal triggers.

    `callable`: a call activity can start it, at a none start event.
    """

    kind: str
    id: str
    name: str
    version_tag: str | None = None
    timers: tuple[TimerStart, ...] = ()
    messages: tuple[MessageStart, ...] = ()
    signals: tuple[SignalStart, ...] = ()
    conditions: tuple[ConditionStart, ...] = ()
    callable: bool = True


@dataclass(frozen=True)
class DeployableFile:
    """A file with the definitions in it and what it refers to. With errors among its problems it is refused."""

    name: str
    content: bytes
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    references: tuple[Reference, ...] = ()
    stores: tuple[Reference, ...] = ()  # the data stores that it reads and writes
    refused: tuple[str, ...] = ()  # the ids of the processes in it that are no items because of its problems
    imports: tuple[str, ...] = ()  # the namespaces of the models that it imports

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def shown(self) -> tuple[Item, ...]:
        """The items that people know: a decision model is one where it holds no decision, only what others import."""
        return tuple(item for item in self.items if item.kind != MODEL) or self.items


def read_files(files: Mapping[str, bytes], now: datetime, deployed: Deployed) -> list[DeployableFile]:
    """Every file, read. `now` is when timer start events begin to count; `deployed` gives models to import."""
    decisions = DecisionFiles({name: content for name, content in files.items() if suffix(name) == ".dmn"}, deployed)
    return [read_file(name, content, now, decisions) for name, content in files.items()]


def suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def read_file(name: str, content: bytes, now: datetime, decisions: DecisionFiles) -> DeployableFile:
    match suffix(name):
        case ".bpmn":
            return read_diagram(name, content, now)
        case ".dmn":
            return decision_file(name, content, decisions)
        case ".form":
            return read_form_file(name, content)
    return DeployableFile(name, content, problems=(problem("file-kind"),))


def read_diagram(name: str, content: bytes, now: datetime) -> DeployableFile:
    reading = read_bpmn(content, name)
    problems = list(reading.problems)
    items = tuple(process_item(process, now, problems) for process in reading.processes)
    references = tuple(found for found in reading.references if found.kind not in OUTSIDE)
    stores = tuple(found for found in reading.references if found.kind is ReferenceKind.DATA_STORE)
    refused = () if items else reading.ids
    return DeployableFile(name, content, items, tuple(problems), references, stores, refused)


def process_item(process: Process, now: datetime, problems: list[Problem]) -> Item:
    timers: list[TimerStart] = []
    messages: list[MessageStart] = []
    signals: list[SignalStart] = []
    conditions: list[ConditionStart] = []
    for entry in entries(process):
        id = entry.element.id
        try:
            match entry.definition:
                case TimerEventDefinition(kind, value):
                    due = first_due(kind, value.evaluate({}, now), now, id)
                    timers.append(TimerStart(id, entry.part, *due))
                case MessageEventDefinition(message):
                    messages.append(MessageStart(id, name_of(id, message.name if message else None, now)))
                case SignalEventDefinition(signal):
                    signals.append(SignalStart(id, name_of(id, signal.name, now)))
                case ConditionalEventDefinition(condition):
                    conditions.append(ConditionStart(id, entry.part, condition.text, not condition.names))
        except (Failure, FeelError) as error:
            problems.append(problem("start-needs-variables", id, reason=str(error)))
    starts = tuple(timers), tuple(dict.fromkeys(messages)), tuple(dict.fromkeys(signals)), tuple(conditions)
    callable = bool(process.beginnings.get(process.id))
    return Item("process", process.id, process.name, process.version_tag, *starts, callable=callable)


def name_of(event: str, name: Expression | None, now: datetime) -> str:
    """The name of what starts the process at `event`. Raises `Failure` where there is none."""
    found = name.evaluate({}, now) if name else None
    if not isinstance(found, str) or not found:
        raise Failure(f"{event} does not name what it waits for.")
    return found


def decision_file(name: str, content: bytes, files: DecisionFiles) -> DeployableFile:
    """The decisions of a model. A model that others may import is an item of its own, by its namespace."""
    problems = tuple(files.problems[name])
    model = files.models.get(name)
    if model is None:
        return DeployableFile(name, content, problems=problems)
    items = tuple(Item("decision", decision.id, decision.name or "") for decision in model.decisions.values())
    if model.namespace and files.alone(name):
        items = (*items, Item(MODEL, model.namespace, model.name))
    return DeployableFile(name, content, items, problems, imports=files.heads[name].imports)


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
        for found in file.problems:
            yield file.name, found
        for item in file.items:
            first = owner.setdefault((item.kind, item.id), file.name)
            if first != file.name:
                yield file.name, problem("item-twice", item.id, kind=item.kind, id=item.id, file=first)


def refuses(problem: Problem, *, strict: bool) -> bool:
    return strict or problem.severity is Severity.ERROR
