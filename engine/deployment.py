"""Deployment: files are checked together, and become new versions together or not at all."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from engine.decision_files import Deployed
from engine.decisions import DecisionModel
from engine.deployable import MODEL, DeployableFile, Item, Located, problems_of, read_files, refuses
from engine.errors import DeploymentRefused, NotDeployed
from engine.execution import Execution
from engine.model.data import store_job
from engine.model.problem import Problem
from engine.phrases import problem_of
from engine.reader import Reference, ReferenceKind
from engine.store import Session, deployments
from engine.store.definitions import KINDS, DefinitionRow, key_of, latest_of, tagged
from engine.store.deployments import NewDefinition
from engine.store.log.entries import DEPLOYED
from engine.store.records import record
from engine.store.requests import first_answer, keep_answer

Known = Mapping[tuple[str, str], DefinitionRow]  # the latest version, by kind and id


@dataclass(frozen=True, slots=True)
class Definition:
    """A version of a process, decision or form."""

    kind: str
    id: str
    version: int
    key: str
    name: str
    file: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """What became a new version, and what was deployed in the same form before. No id: nothing was new."""

    id: int | None
    definitions: tuple[Definition, ...]
    unchanged: tuple[Definition, ...]


def check(execution: Execution, files: Mapping[str, bytes], jobs: Collection[str]) -> list[Located]:
    """Everything that is wrong with the files, warnings included, if they were deployed together now.

    `jobs` are the types that something is registered for; data stores are read and written by such.
    """
    with execution.database.reading() as session:
        read = read_files(files, execution.now(), models_of(execution, session))
        known = known_of(session, read)
        return problems_in(execution, session, read, known, jobs)


def deploy(
    execution: Execution,
    files: Mapping[str, bytes],
    jobs: Collection[str],
    *,
    actor: str,
    note: str,
    strict: bool,
    request_id: str,
) -> Deployment:
    """Make new versions of what has changed. Raises `DeploymentRefused` with every problem; then nothing is deployed.

    `strict` refuses warnings too.
    """
    now = execution.now()
    asked = f"deploy {digest(files)}" if request_id else ""
    with execution.database.writing() as session:
        before = first_answer(session, request_id, asked, "", now)
        if before is not None:
            return msgspec.json.decode(before, type=Deployment)
        made = deploy_in(execution, session, files, jobs, actor=actor, note=note, strict=strict, now=now)
        keep_answer(session, request_id, msgspec.json.encode(made).decode())
        return made


def digest(files: Mapping[str, bytes]) -> str:
    """Which files with which content, in few characters."""
    named = sorted((name, hashlib.sha256(content).hexdigest()) for name, content in files.items())
    return hashlib.sha256(msgspec.json.encode(named)).hexdigest()[:32]


def deploy_in(
    execution: Execution,
    session: Session,
    files: Mapping[str, bytes],
    jobs: Collection[str],
    *,
    actor: str,
    note: str,
    strict: bool,
    now: datetime,
) -> Deployment:
    """The same in a transaction that is open."""
    deployments.lock(session)
    read = read_files(files, now, models_of(execution, session))
    known = known_of(session, read)
    problems = problems_in(execution, session, read, known, jobs)
    refused = [(name, problem) for name, problem in problems if refuses(problem, strict=strict)]
    if refused:
        raise DeploymentRefused(refused)
    changed = changed_files(read, known)
    new = [(file, item, numbered(file, item, known)) for file in changed for item in file.items]
    unchanged = [(file, item) for file in read if file not in changed for item in file.items]
    same = [definition_of(known[item.kind, item.id]) for _, item in unchanged if (item.kind, item.id) in known]
    shown = {(item.kind, item.id) for file in read for item in file.shown}
    told = tuple(definition for definition in same if (definition.kind, definition.id) in shown)
    # Models that were deployed before others could import them.
    new += [(file, item, numbered(file, item, known)) for file, item in unchanged if (item.kind, item.id) not in known]
    if not new:
        return Deployment(None, (), told)
    id = deployments.new_deployment(session, actor, note, now)
    for file in changed:
        deployments.write_file(session, file.checksum, file.content)
    deployments.write_definitions(session, id, (definition for _, _, definition in new))
    made = [definition_of(definition) for _, _, definition in new]
    members = {
        (definition.kind, definition.id): definition.key for definition in (*imported(changed, known), *made, *same)
    }
    deployments.write_members(session, id, ((*item, key) for item, key in members.items()))
    contents = {f"{definition.kind} {definition.key}": file.checksum for file, _, definition in new}
    record(session, DEPLOYED, f"deployment:{id}", actor=actor, now=now, reason=note, data={"files": contents})
    for _, item, definition in new:
        if item.kind == "process":
            starts = deployments.Starts(item.timers, item.messages, item.signals, item.conditions)
            deployments.replace_starts(session, item.id, definition.key, starts, now)
    return Deployment(id, tuple(one for one in made if (one.kind, one.id) in shown), told)


def problems_in(
    execution: Execution, session: Session, read: list[DeployableFile], known: Known, jobs: Collection[str]
) -> list[Located]:
    return [
        *problems_of(read),
        *unresolved(session, read, known),
        *uncallable(execution, session, read, known),
        *unregistered(read, jobs),
    ]


def unregistered(files: list[DeployableFile], jobs: Collection[str]) -> Iterator[Located]:
    """Data stores that are read or written, and nothing is registered that does it."""
    for file in files:
        for reference in file.stores:
            if store_job(reference.id, reference.binding) not in jobs:
                code = {"read": "data-store-not-read", "write": "data-store-not-written"}[reference.binding]
                yield file.name, problem_of(code, {"store": reference.id}, reference.element, reference.line)


def models_of(execution: Execution, session: Session) -> Deployed:
    """The newest deployed decision model of a namespace."""

    def find(namespace: str) -> DecisionModel | None:
        key = key_of(session, MODEL, namespace)
        return None if key is None else execution.catalog.model(session, key)

    return find


def imported(files: list[DeployableFile], known: Known) -> Iterator[Definition]:
    """The models from earlier deployments that these files import, and go on to use in the version of now."""
    for namespace in {namespace for file in files for namespace in file.imports}:
        if (MODEL, namespace) in known:
            yield definition_of(known[MODEL, namespace])


def known_of(session: Session, files: list[DeployableFile]) -> Known:
    """The latest deployed versions of everything that the files hold or refer to."""
    named: dict[str, set[str]] = {kind: set() for kind in (*KINDS, MODEL)}
    for file in files:
        for item in file.items:
            named[item.kind].add(item.id)
        for reference in file.references:
            named[reference.kind].add(reference.id)
        named[MODEL].update(file.imports)
    return {(kind, row.id): row for kind, ids in named.items() if ids for row in latest_of(session, kind, ids)}


def unresolved(session: Session, files: list[DeployableFile], known: Known) -> Iterator[Located]:
    """References to what is neither among the files nor deployed."""
    here = {(item.kind, item.id): item for file in files for item in file.items}
    tags = {(item.kind, item.id, item.version_tag) for item in here.values()}
    wanted = {(str(r.kind), r.id, r.version_tag) for file in files for r in file.references if r.version_tag}
    tags |= tagged(session, wanted)
    refused = {(str(ReferenceKind.PROCESS), id) for file in files for id in file.refused}  # whose errors are said
    for file in files:
        for reference in file.references:
            target = (str(reference.kind), reference.id)
            if reference.binding == "versionTag":
                found = (*target, reference.version_tag) in tags
            elif reference.binding == "deployment":
                found = target in here
            else:
                found = target in here or target in known
            if not found and target not in refused:
                yield file.name, missing(reference)


def uncallable(execution: Execution, session: Session, files: list[DeployableFile], known: Known) -> Iterator[Located]:
    """Calls of processes in other files, or deployed before, that nothing but an event starts (BPMN 2.0.2, 10.5.2).

    A call inside one file is looked at when the file is read; a version tag is looked up when the call is made.
    """
    here = {item.id: (file, item) for file in files for item in file.items if item.kind == "process"}
    for file in files:
        for reference in file.references:
            if reference.kind is not ReferenceKind.PROCESS or reference.binding == "versionTag":
                continue
            home, item = here.get(reference.id, (None, None))
            row = known.get(("process", reference.id))
            if item is not None:
                starts = item.callable or home is file
            else:
                starts = row is None or callable_process(execution, session, row.key)
            if not starts:
                yield (
                    file.name,
                    problem_of("target-cannot-start", {"id": reference.id}, reference.element, reference.line),
                )


def callable_process(execution: Execution, session: Session, key: str) -> bool:
    """Whether a call activity can start the deployed process; what can't be read any more is said when it is called."""
    try:
        process = execution.catalog.process(session, key)
    except NotDeployed:
        return True
    return bool(process.beginnings.get(process.id))


def missing(reference: Reference) -> Problem:
    kind, id = str(reference.kind), reference.id
    code = {"versionTag": "tag-missing", "deployment": "bound-missing"}.get(reference.binding, "target-missing")
    tag = reference.version_tag or ""
    return problem_of(code, {"kind": kind, "id": id, "tag": tag}, reference.element, reference.line)


def changed_files(files: list[DeployableFile], known: Known) -> list[DeployableFile]:
    """The files with something new in them.

    A file that is bound to its own deployment also changes when one that it refers to does: otherwise new instances
    would go on calling the old version. So does a decision model when one that it imports does.
    """
    changed = {file.name for file in files if differs(file, known)}
    home = {(item.kind, item.id): file.name for file in files for item in file.items}
    grew = True
    while grew:
        follow = {file.name for file in files if any(home.get(target) in changed for target in bound(file))}
        grew = not follow <= changed
        changed |= follow
    return [file for file in files if file.name in changed]


def bound(file: DeployableFile) -> Iterator[tuple[str, str]]:
    """Kind and id of what the file takes from its own deployment."""
    for reference in file.references:
        if reference.binding == "deployment":
            yield str(reference.kind), reference.id
    for namespace in file.imports:
        yield MODEL, namespace


def differs(file: DeployableFile, known: Known) -> bool:
    return any(
        row is None or row.checksum != file.checksum for row in (known.get((item.kind, item.id)) for item in file.shown)
    )


def numbered(file: DeployableFile, item: Item, known: Known) -> NewDefinition:
    before = known.get((item.kind, item.id))
    version = before.version + 1 if before else 1
    return NewDefinition(item.kind, item.id, version, item.name, item.version_tag, file.name, file.checksum)


def definition_of(row: DefinitionRow | NewDefinition) -> Definition:
    return Definition(row.kind, row.id, row.version, row.key, row.name, row.file)
