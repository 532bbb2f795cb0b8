"""What is deployed, parsed once: a version never changes, so it is kept for as long as the program runs."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from engine.decisions import DecisionModel, read_dmn, read_head
from engine.errors import NotDeployed
from engine.kernel.definitions import DecisionOutcome
from engine.model.process import Process
from engine.reader import read_bpmn
from engine.store import Session
from engine.store import definitions as stored

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision gave (`engine.kernel.definitions.DecisionOutcome`)."""

    value: Any
    rules: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...]
    inputs: Mapping[str, Any]


class Catalog:
    """Parsed definitions by key. Threads may share one: the worst that happens is that a file is read twice."""

    def __init__(self) -> None:
        self._processes: dict[str, Process] = {}
        self._decisions: dict[str, DecisionModel] = {}
        self._models: dict[str, DecisionModel] = {}
        self._forms: dict[str, dict[str, Any]] = {}
        self._latest: tuple[int, dict[tuple[str, str], str | None]] = (0, {})

    def latest(self, session: Session, kind: str, id: str, newest: int) -> str | None:
        """The key of the latest version. While `newest`, the number of the newest deployment, is the same, so is it.

        0: the number is not known, and the database is asked.
        """
        if not newest:
            return stored.key_of(session, kind, id)
        number, known = self._latest
        if number != newest:
            known = {}
            self._latest = (newest, known)
        if (kind, id) not in known:
            known[kind, id] = stored.key_of(session, kind, id)
        return known[kind, id]

    def process(self, session: Session, key: str) -> Process:
        """Raises `NotDeployed`."""
        return remembered(self._processes, key, lambda: read_process(session, key))

    def decisions(self, session: Session, key: str) -> DecisionModel:
        """The file in which the decision `key` is. Raises `NotDeployed`."""
        return remembered(self._decisions, key, lambda: self._read(session, "decision", key))

    def model(self, session: Session, key: str) -> DecisionModel:
        """The decision model `key`, as others import it. Raises `NotDeployed`."""
        return remembered(self._models, key, lambda: self._read(session, "model", key))

    def _read(self, session: Session, kind: str, key: str) -> DecisionModel:
        """A file with the models that it was deployed with: a later version of theirs does not change it."""
        content = stored.content_of(session, kind, key)
        imports: dict[str, DecisionModel] = {}
        for namespace in read_head(content).imports:
            found = stored.key_beside(session, "model", namespace, key, kind)
            if found is None:
                raise NotDeployed(f"The model {namespace}, which {key} imports, is not deployed.")
            imports[namespace] = self.model(session, found)
        return read_dmn(content, imports)

    def form(self, session: Session, key: str) -> dict[str, Any]:
        """The form's schema. Raises `NotDeployed`."""
        return remembered(self._forms, key, lambda: json.loads(stored.content_of(session, "form", key)))


def remembered(known: dict[str, T], key: str, read: Callable[[], T]) -> T:
    found = known.get(key)
    if found is None:
        found = known[key] = read()
    return found


def read_process(session: Session, key: str) -> Process:
    reading = read_bpmn(stored.content_of(session, "process", key), key)
    id = key.rpartition(":")[0]
    for process in reading.processes:
        if process.id == id:
            return process
    problems = " ".join(str(problem) for problem in reading.problems)
    raise NotDeployed(f"The process {key} was deployed by another release and can't be read by this one: {problems}")


class InTransaction:
    """The catalog as the kernel sees it (`engine.kernel.definitions.Definitions`), inside one transaction.

    `newest` is the number of the newest deployment, as the transaction sees it, or 0.
    """

    def __init__(self, catalog: Catalog, session: Session, newest: int = 0) -> None:
        self.catalog = catalog
        self.session = session
        self.newest = newest

    def process(self, definition: str) -> Process:
        return self.catalog.process(self.session, definition)

    def find_process(self, process_id: str, binding: str, version_tag: str | None, caller: str) -> str:
        return self._find("process", process_id, binding, version_tag, caller)

    def find_decision(self, decision_id: str, binding: str, version_tag: str | None, caller: str) -> str:
        return self._find("decision", decision_id, binding, version_tag, caller)

    def find_form(self, form_id: str, caller: str) -> str:
        return self._find("form", form_id, "latest", None, caller)

    def decide(self, definition: str, variables: Mapping[str, Any], now: datetime) -> DecisionOutcome:
        model = self.catalog.decisions(self.session, definition)
        result = model.decide(definition.rpartition(":")[0], variables, now)
        rules = tuple((table, rule, *annotations) for table, rule, annotations in result.rules)
        return Outcome(result.value, rules, result.warnings, result.inputs)

    def _find(self, kind: str, id: str, binding: str, version_tag: str | None, caller: str) -> str:
        match binding:
            case "deployment":
                found = stored.key_beside(self.session, kind, id, caller)
                missing = (
                    f"The {kind} {id} was not deployed together with {caller}, which is bound to its own deployment."
                )
            case "versionTag":
                found = stored.key_with_tag(self.session, kind, id, version_tag or "")
                missing = f"No version of the {kind} {id} has the version tag {version_tag}."
            case _:
                found = self.catalog.latest(self.session, kind, id, self.newest)
                missing = f"No {kind} {id} is deployed."
        if found is None:
            raise NotDeployed(missing)
        return found
