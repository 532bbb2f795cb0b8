"""Deployment: files are checked together, and become new versions together or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.deployable import DeployableFile, Item, Located, problems_of, read_files, refuses
from engine.errors import DeploymentRefused
from engine.execution import Execution
from engine.model.problem import Problem
from engine.reader import Reference
from engine.store import Session, deployments
from engine.store.definitions import KINDS, DefinitionRow, latest_of, tagged
from engine.store.deployments import NewDefinition

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


def check(execution: Execution, files: Mapping[str, bytes]) -> list[Located]:
    """Everything that is wrong with the files, warnings included, if they were deployed together now."""
    read = read_files(files, execution.now())
    with execution.database.reading() as session:
        return [*problems_of(read), *unresolved(session, read, known_of(session, read))]


def deploy(execution: Execution, files: Mapping[str, bytes], *, actor: str, note: str, strict: bool) -> Deployment:
    """Make new versions of what has changed. Raises `DeploymentRefused` with every problem; then nothing is deployed.

    `strict` refuses warnings too.
    """
    now = execution.now()
    read = read_files(files, now)
    with execution.database.writing() as session:
        deployments.lock(session)
        known = known_of(session, read)
        problems = [*problems_of(read), *unresolved(session, read, known)]
        refused = [(name, problem) for name, problem in problems if refuses(problem, strict=strict)]
        if refused:
            raise DeploymentRefused(refused)
        changed = changed_files(read, known)
        new = [(file, item, numbered(file, item, known)) for file in changed for item in file.items]
        same = [definition_of(known[item.kind, item.id]) for file in read if file not in changed for item in file.items]
        if not new:
            return Deployment(None, (), tuple(same))
        id = deployments.new_deployment(session, actor, note, now)
        for file in changed:
            deployments.write_file(session, file.checksum, file.content)
        deployments.write_definitions(session, id, (definition for _, _, definition in new))
        made = [definition_of(definition) for _, _, definition in new]
        members = ((definition.kind, definition.id, definition.key) for definition in (*made, *same))
        deployments.write_members(session, id, members)
        for _, item, definition in new:
            if item.kind == "process":
                starts = deployments.Starts(item.timers, item.messages, item.signals)
                deployments.replace_starts(session, item.id, definition.key, starts, now)
        return Deployment(id, tuple(made), tuple(same))


def known_of(session: Session, files: list[DeployableFile]) -> Known:
    """The latest deployed versions of everything that the files hold or refer to."""
    named: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for file in files:
        for item in file.items:
            named[item.kind].add(item.id)
        for reference in file.references:
            named[reference.kind].add(reference.id)
    return {(kind, row.id): row for kind, ids in named.items() if ids for row in latest_of(session, kind, ids)}


def unresolved(session: Session, files: list[DeployableFile], known: Known) -> Iterator[Located]:
    """References to what is neither among the files nor deployed."""
    here = {(item.kind, item.id): item for file in files for item in file.items}
    tags = {(item.kind, item.id, item.version_tag) for item in here.values()}
    wanted = {(str(r.kind), r.id, r.version_tag) for file in files for r in file.references if r.version_tag}
    tags |= tagged(session, wanted)
    for file in files:
        for reference in file.references:
            target = (str(reference.kind), reference.id)
            if reference.binding == "versionTag":
                found = (*target, reference.version_tag) in tags
            elif reference.binding == "deployment":
                found = target in here
            else:
                found = target in here or target in known
            if not found:
                yield file.name, missing(reference)


def missing(reference: Reference) -> Problem:
    kind, id = str(reference.kind), reference.id
    match reference.binding:
        case "versionTag":
            sentence = f"No version of the {kind} {id} with the version tag {reference.version_tag} is deployed."
        case "deployment":
            sentence = f"The {kind} {id} is bound to the same deployment, but is not part of it."
        case _:
            sentence = f"The {kind} {id} is neither deployed nor among these files."
    remedy = f"Deploy the {kind} together with this file, or mend its id."
    return Problem(sentence, remedy, element=reference.element, line=reference.line)


def changed_files(files: list[DeployableFile], known: Known) -> list[DeployableFile]:
    """The files with something new in them.

    A file that is bound to its own deployment also changes when one that it refers to does: otherwise new instances
    would go on calling the old version.
    """
    changed = {file.name for file in files if differs(file, known)}
    home = {(item.kind, item.id): file.name for file in files for item in file.items}
    grew = True
    while grew:
        follow = {
            file.name
            for file in files
            for reference in file.references
            if reference.binding == "deployment" and home.get((str(reference.kind), reference.id)) in changed
        }
        grew = not follow <= changed
        changed |= follow
    return [file for file in files if file.name in changed]


def differs(file: DeployableFile, known: Known) -> bool:
    return any(
        row is None or row.checksum != file.checksum for row in (known.get((item.kind, item.id)) for item in file.items)
    )


def numbered(file: DeployableFile, item: Item, known: Known) -> NewDefinition:
    before = known.get((item.kind, item.id))
    version = before.version + 1 if before else 1
    return NewDefinition(item.kind, item.id, version, item.name, item.version_tag, file.name, file.checksum)


def definition_of(row: DefinitionRow | NewDefinition) -> Definition:
    return Definition(row.kind, row.id, row.version, row.key, row.name, row.file)
