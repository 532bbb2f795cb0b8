"""Moving the facts of finished instances out of the database into a file that still proves them.

The log keeps its entries, so that every checkpoint and proof holds. Values stay in the database, where they can be
erased: the file has nothing but their digests. Facts are deleted only after the file was written, read and proved.
"""

import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from engine.errors import Refused
from engine.history.log_key import LogKey
from engine.history.replay import follow
from engine.kernel.encoding import encode_state
from engine.proof.archive import ARCHIVE, FACTS, FORMAT, PROOF, BadArchive, Content, facts_of, read_archive, runs
from engine.proof.checkpoint import BadCheckpoint, VerifierKey
from engine.proof.entry import digest
from engine.proof.many import many_proof
from engine.store import Database, Session, archived
from engine.store import facts as stored
from engine.store.archived import Moved
from engine.store.log import checkpoints
from engine.store.log.entries import Entry, of_instance
from engine.store.log.tree import nodes
from engine.store.log.values import erased
from engine.store.retention import deployed_processes

MOST = 5_000  # instances in a file: what is gathered before it is written has to fit into memory
TIME = (1980, 1, 1, 0, 0, 0)  # the same facts give the same file


@dataclass(frozen=True, slots=True)
class Archived:
    """What went into an archive. `more`: further instances are old enough, for another file."""

    instances: int
    facts: int
    more: bool


def archive(
    database: Database,
    key: LogKey,
    file: Path,
    retention: Mapping[str, int],
    *,
    actor: str,
    now: datetime,
    most: int = MOST,
) -> Archived:
    """Move the facts of up to `most` instances that ended so many days ago, by process (`*`: all others), into a file.

    Raises `Refused` where nothing is old enough, the file or an archive of its name is there, or what was written can't
    be proved by a checkpoint of today.
    """
    if file.exists():
        raise Refused(f"{file} is there already. Name another file for this archive.")
    with database.reading() as session:
        if file.name in {name for name, _ in archived.recorded(session)}:
            raise Refused(f"There is an archive of the name {file.name} already. Each has its own name.")
    ids = old_enough(database, retention, now, most + 1)
    with database.reading() as session:
        newest = checkpoints.newest(session)
        size = 0 if newest is None else newest.size
        known = {id: of_instance(session, id) for id in ids[:most]}
        promised = archived.promised(session, list(known))
        chosen = {id: of for id, of in known.items() if len(of) == promised.get(id) and archived.placed(of, size)}
        if newest is None or not chosen:
            raise Refused("No instance that ended so long ago has its facts here and under a signed checkpoint.")
        moved = [Moved(id, len(of), runs(one.place for one in of), bare(session, id)) for id, of in chosen.items()]
        entries = sorted((one for of in chosen.values() for one in of), key=lambda entry: entry.place)
        proof = many_proof([entry.place for entry in entries], size, nodes(session))
        note = newest.note
    counts = {one.id: one.facts for one in moved}
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        write(draft, note, counts, entries, proof)
        try:
            content = read_archive(draft, key.trusted)
        except (BadArchive, BadCheckpoint) as bad:
            raise Refused(f"What was written can't be proved, so nothing was moved. {bad}") from bad
        keep(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    try:
        with database.writing() as session:
            archived.move(session, file.name, moved, content.digest, actor=actor, now=now, size=size)
    except Refused:
        file.unlink(missing_ok=True)  # nothing was moved
        raise
    # After any other error nobody knows whether the transaction was kept: then the file may be all that has the facts.
    return Archived(len(moved), len(entries), more=len(ids) > most)


def old_enough(database: Database, retention: Mapping[str, int], now: datetime, most: int) -> list[str]:
    found: list[str] = []
    for process_id in deployed_processes(database):
        days = retention.get(process_id, retention.get("*"))
        if days is not None and len(found) < most:
            with database.reading() as session:
                found += archived.candidates(session, process_id, now - timedelta(days=days), most - len(found))
    return found


def bare(session: Session, instance_id: str) -> bytes:
    """The last state of an instance without any values, as erasing leaves it."""
    state, _ = follow(replace(fact, values=None) for fact in stored.of_instance(session, instance_id))
    return encode_state(state)


def write(file: Path, note: str, counts: Mapping[str, int], entries: Iterable[Entry], proof: Iterable[bytes]) -> None:
    head = {"format": FORMAT, "checkpoint": note, "instances": counts}
    with file.open("xb") as plain:
        with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(zipfile.ZipInfo(ARCHIVE, TIME), json.dumps(head, ensure_ascii=False, indent=1))
            with packed.open(compressed(FACTS), "w") as facts:
                for entry in entries:
                    line = json.dumps({"place": entry.place, "leaf": entry.text}, ensure_ascii=False)
                    facts.write(f"{line}\n".encode())
            packed.writestr(compressed(PROOF), b"".join(proof))
        plain.flush()
        os.fsync(plain.fileno())


def keep(draft: Path, file: Path) -> None:
    """Give the file its name, so that it has it after a power cut too."""
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def compressed(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def wrong_in(session: Session, file: Path, content: Content) -> list[str]:
    """What is wrong with the values of an archive's facts, which stayed here, and with what is recorded of it."""
    wrong, told = [], erased(session)
    if (file.name, content.digest) not in archived.recorded(session):
        wrong.append(f"No record says that the facts in {file.name} were taken out of this database under that name.")
    wrong.extend(
        f"The database does not say that the facts of {id} are in {file.name}."
        for id in content.places
        if archived.archive_of(session, id) != file.name
    )
    here: dict[str, Mapping[int, tuple[bytes, str]]] = {}
    for fact in facts_of(file):
        id, number = fact["instance_id"], fact["number"]
        if id not in here:
            here[id] = archived.values(session, id)
        salt, kept = here[id].get(number, (b"", None))
        if kept is None and fact.get("digest") and f"instance:{id}" not in told:
            wrong.append(f"The values of fact {number} of {id} are gone, and nothing says who erased them.")
        if kept is not None and digest(salt, kept.encode()) != fact.get("digest"):
            wrong.append(f"The values of fact {number} of {id} are not those that were logged.")
    return wrong


def read_back(
    database: Database, keys: Iterable[VerifierKey], file: Path, instance_id: str
) -> list[tuple[Mapping[str, object], str | None]]:
    """The facts of an instance in a proved archive, each with its values, None where it has none (any more).

    Raises `BadArchive`, `BadCheckpoint`, and `Refused` for an instance that it does not have.
    """
    content = read_archive(file, keys)
    if instance_id not in content.places:
        raise Refused(f"{file.name} does not have the instance {instance_id}. polku archive --read {file} lists them.")
    with database.reading() as session:
        here = archived.values(session, instance_id)
    found: list[tuple[Mapping[str, object], str | None]] = []
    for fact in facts_of(file, instance_id):
        salt, kept = here.get(fact["number"], (b"", ""))
        right = bool(kept) and digest(salt, kept.encode()) == fact.get("digest")
        found.append((fact, kept if right else None))
    return found
