"""A whole log as a file: every entry in its order, for somebody who checks it without the database.

It is a ZIP file. `log.json` holds

    format       "polku-log/1"
    checkpoints  the signed checkpoints, the shortest first; the last one has all entries
    archives     for every archive of facts: the instances in it, each with the runs of its places

`entries.jsonl` has the entries in the order of the log, a JSON object each: `leaf`, the text that was hashed, and where
they were written too, `salt` (hexadecimal) and `values` (their JSON). Of a fact in an archive only `hash` is left.
"""

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine.proof.archive import LONGEST, digest_of, places_in
from engine.proof.checkpoint import BadCheckpoint, Checkpoint, VerifierKey, time_of, verified
from engine.proof.entry import digest, hash_of
from engine.proof.findings import UNREADABLE, Findings
from engine.proof.merkle import Frontier

FORMAT = "polku-log/1"
LOG, ENTRIES = "log.json", "entries.jsonl"
ARCHIVED = "FactsArchived"
LATE = timedelta(minutes=10)  # between a fact and the first checkpoint that should have had it
AT_ONCE = 4096


@dataclass
class Walk:
    """What has been seen so far. `signed` are the checkpoints to come, `away` the places whose facts are not here."""

    signed: list[Checkpoint]
    wrong: list[str] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    leaves: list[bytes] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    away: list[int] = field(default_factory=list)
    archives: set[tuple[str, str]] = field(default_factory=set)
    without_values: int = 0
    covered: int = 0  # entries under the checkpoints that the walk came by
    oldest: datetime | None = None

    @property
    def place(self) -> int:
        return self.frontier.size + len(self.leaves)


def check_log(file: Path, keys: Iterable[VerifierKey], given: Iterable[str] = ()) -> Findings:
    """Check the export of a log against the public keys that one trusts, and the checkpoints that somebody kept."""
    trusted, outside = tuple(keys), tuple(given)
    try:
        with zipfile.ZipFile(file) as packed:
            head = json.loads(packed.read(LOG))
            if not isinstance(head, dict) or head.get("format") != FORMAT:
                return Findings((), (f"The file {file.name} is no log of the form {FORMAT}.",))
            signed = [verified(str(note), trusted) for note in (*head["checkpoints"], *outside)]
            if not signed:
                return Findings((), (f"No checkpoint is with {file.name}: nothing says what the log should be.",))
            walk = Walk(sorted(signed, key=lambda one: one.size))
            go_through(walk, lines(packed))
            walk.wrong.extend(wrong_archives(walk, head["archives"]))
    except BadCheckpoint as bad:
        return Findings((), (str(bad),))
    except UNREADABLE as error:
        return Findings((), (f"The log {file.name} can't be read: {type(error).__name__} {error}.",))
    return Findings(tuple(described(file, walk, len(signed))), tuple(walk.wrong))


def described(file: Path, walk: Walk, checkpoints: int) -> Iterator[str]:
    yield f"Log {file.name}: {walk.place} entries against {checkpoints} signed checkpoints."
    if walk.away:
        yield f"{len(walk.away)} facts are in {len(walk.archives)} archives; check those files too."
    if walk.without_values:
        yield f"The values of {walk.without_values} entries are not in the file: they were left out, or erased."


def lines(packed: zipfile.ZipFile) -> Iterator[Mapping[str, Any]]:
    with packed.open(ENTRIES) as entries:
        while line := entries.readline(LONGEST):
            yield json.loads(line)


def go_through(walk: Walk, entries: Iterable[Mapping[str, Any]]) -> None:
    """At the size of each checkpoint the root must be the one that was signed."""
    pass_checkpoints(walk)
    for entry in entries:
        look_at(walk, entry)
        if len(walk.leaves) == AT_ONCE or (walk.signed and walk.place == walk.signed[0].size):
            pass_checkpoints(walk)
    pass_checkpoints(walk)
    walk.wrong.extend(
        f"A checkpoint was signed over {one.size} entries, but the log has {walk.place}: its end was cut off."
        for one in walk.signed
    )
    if walk.place > walk.covered:
        walk.wrong.append(
            f"What follows the first {walk.covered} entries is under no checkpoint: it may have been put in."
        )


def pass_checkpoints(walk: Walk) -> None:
    walk.frontier.extend(walk.leaves)
    walk.leaves = []
    while walk.signed and walk.signed[0].size == walk.frontier.size:
        checkpoint = walk.signed.pop(0)
        made, walk.covered = time_of(checkpoint), checkpoint.size
        walk.oldest = None if made is None else made - LATE
        if walk.frontier.root() != checkpoint.root:
            walk.wrong.append(
                f"The first {checkpoint.size} entries are not those over which a checkpoint was signed: one of them, "
                "or their order, was changed."
            )


def look_at(walk: Walk, entry: Mapping[str, Any]) -> None:
    if "leaf" not in entry:
        walk.away.append(walk.place)
        walk.leaves.append(bytes.fromhex(entry["hash"]))
        return
    place, text = walk.place, entry["leaf"]
    row = json.loads(text)
    walk.leaves.append(hash_of(text))
    if instance := row.get("instance_id"):
        walk.numbers[instance] += 1
        if row["number"] != walk.numbers[instance]:
            walk.wrong.append(
                f"Entry {place}: where fact {walk.numbers[instance]} of {instance} should be, there is fact "
                f"{row['number']}: one was left out or put in."
            )
            walk.numbers[instance] = row["number"]
    elif row.get("kind") == ARCHIVED:
        walk.archives.add((str(row["subject"]).partition(":")[2], str(json.loads(row["data"])["digest"])))
    if walk.oldest is not None and datetime.fromisoformat(row["at"]) < walk.oldest:
        walk.wrong.append(f"Entry {place} says that it is older than a checkpoint which does not have it.")
    promised = row.get("digest", "")
    if (values := entry.get("values")) is None:
        walk.without_values += bool(promised)
    elif digest(bytes.fromhex(entry["salt"]), values.encode()) != promised:
        walk.wrong.append(f"The values of entry {place} are not those that were logged.")


def wrong_archives(walk: Walk, archives: Mapping[str, list[tuple[str, str]]]) -> Iterator[str]:
    """What is not here must be in an archive, and the log itself must say that it was moved there."""
    told: set[int] = set()
    for name, instances in archives.items():
        if (name, digest_of((id, runs) for id, runs in instances)) not in walk.archives:
            yield f"What the file says of the archive {name} is not what was recorded of it."
            continue
        told.update(place for _, runs in instances for place in places_in(runs, walk.place))
    for place in walk.away:
        if place not in told:
            yield f"Entry {place} is gone: no archive that the log knows has it."
