"""An archive: facts of finished instances that were taken out of a database, with the proof that they are the ones.

It is a ZIP file. `archive.json` holds

    format       "polku-archive/1"
    checkpoint   the signed checkpoint that everything is proved against
    instances    how many facts each instance has, by its id

`facts.jsonl` has the facts in the order of the log, a JSON object each: `place`, and `leaf`, the text that was hashed.
`proof` has the hashes (32 bytes each) that lead from all of them together to the checkpoint's root.

Values are not in it: personal data stays in the database, where it can be erased. A leaf has their digest.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.proof.checkpoint import BadCheckpoint, Checkpoint, VerifierKey, verified
from engine.proof.entry import hash_of
from engine.proof.findings import UNREADABLE, Findings
from engine.proof.many import root_of_many

FORMAT = "polku-archive/1"
ARCHIVE, FACTS, PROOF = "archive.json", "facts.jsonl", "proof"
LARGEST = 2**36  # bytes that an archive may have when it is unpacked
LONGEST = 2**24  # bytes of one fact
HASH = 32


@dataclass(frozen=True, slots=True)
class Content:
    """What an archive holds: for each instance the places of its facts in the log."""

    checkpoint: Checkpoint
    note: str
    places: Mapping[str, tuple[int, ...]]

    @property
    def facts(self) -> int:
        return sum(map(len, self.places.values()))

    @property
    def digest(self) -> str:
        """What the record of an archive says of its content."""
        return digest_of((id, runs(places)) for id, places in sorted(self.places.items()))


class BadArchive(ValueError):
    """The file is no archive, or it is not what was taken out; the sentence says how."""


def check_archive(file: Path, keys: Iterable[VerifierKey]) -> Findings:
    """Check an archive against the public keys of the log that one trusts."""
    try:
        found = read_archive(file, keys)
    except (BadArchive, BadCheckpoint) as bad:
        return Findings((), (str(bad),))
    return Findings((described(file, found),), ())


def described(file: Path, found: Content) -> str:
    return (
        f"Archive {file.name}: {found.facts} facts of {len(found.places)} instances, against the checkpoint of "
        f"{found.checkpoint.origin} over {found.checkpoint.size} entries."
    )


def read_archive(file: Path, keys: Iterable[VerifierKey]) -> Content:
    """The content of an archive that is proved. Raises `BadArchive`, and `BadCheckpoint` for one that nobody signed."""
    try:
        with zipfile.ZipFile(file) as packed:
            head = head_of(packed, file)
            checkpoint = verified(str(head["checkpoint"]), keys)
            leaves, places, found = [], [], dict[str, list[int]]()
            for place, text in lines(packed):
                fact = json.loads(text)
                of = found.setdefault(str(fact["instance_id"]), [])
                of.append(place)
                if fact["number"] != len(of):
                    raise BadArchive(
                        f"{file.name}: where fact {len(of)} of {fact['instance_id']} should be, there is fact "
                        f"{fact['number']}: one was left out or put in."
                    )
                leaves.append(hash_of(text))
                places.append(place)
            proof = packed.read(PROOF)
        hashes = (proof[start : start + HASH] for start in range(0, len(proof), HASH))
        root = root_of_many(leaves, places, checkpoint.size, hashes)
    except (BadArchive, BadCheckpoint):
        raise
    except UNREADABLE as error:
        raise BadArchive(f"The archive {file.name} can't be read: {type(error).__name__} {error}.") from error
    if root != checkpoint.root:
        raise BadArchive(f"The facts in {file.name} are not those that the log has at their places: one was changed.")
    if {id: len(of) for id, of in found.items()} != head["instances"]:
        raise BadArchive(f"{file.name} does not have the facts of the instances that it names.")
    return Content(checkpoint, str(head["checkpoint"]), {id: tuple(of) for id, of in found.items()})


def facts_of(file: Path, instance_id: str = "") -> Iterator[dict[str, Any]]:
    """The facts in an archive, of one instance or of all, as they stand there, unchecked. Raises `BadArchive`."""
    try:
        with zipfile.ZipFile(file) as packed:
            head_of(packed, file)
            for _, text in lines(packed):
                if instance_id in text:  # most lines need not be read as JSON
                    fact = json.loads(text)
                    if fact["instance_id"] == instance_id or not instance_id:
                        yield fact
    except UNREADABLE as error:
        raise BadArchive(f"The archive {file.name} can't be read: {type(error).__name__} {error}.") from error


def head_of(packed: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
        raise BadArchive(f"The archive {file.name} is too large to be one: it unpacks to more than 64 GiB.")
    head = json.loads(packed.read(ARCHIVE))
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise BadArchive(f"The file {file.name} is no archive of the form {FORMAT}.")
    return head


def lines(packed: zipfile.ZipFile) -> Iterator[tuple[int, str]]:
    with packed.open(FACTS) as facts:
        while line := facts.readline(LONGEST):
            entry = json.loads(line)
            yield entry["place"], entry["leaf"]


def digest_of(instances: Iterable[tuple[str, str]]) -> str:
    """The SHA-256, in hexadecimal, of instances and the runs of their places; the ids ascend."""
    found = sha256()
    for id, places in instances:
        found.update(f"{id} {places}\n".encode())
    return found.hexdigest()


def runs(places: Iterable[int]) -> str:
    """Places that ascend, as runs: `3-7,12`."""
    ascending = list(places)
    starts = [0, *(at for at, (one, other) in enumerate(pairwise(ascending), 1) if other != one + 1)]
    ends = [*starts[1:], len(ascending)]
    return ",".join(
        f"{ascending[start]}" if end - start == 1 else f"{ascending[start]}-{ascending[end - 1]}"
        for start, end in zip(starts, ends, strict=True)
        if ascending
    )


def places_in(text: str, size: int) -> Iterator[int]:
    """The places of a log of `size` entries that these runs have. Raises `ValueError` for what are none."""
    before = -1
    for run in filter(None, text.split(",")):
        first, _, last = run.partition("-")
        start, end = int(first), int(last or first)
        if not before < start <= end < size:
            raise ValueError(f"{run!r} is no run of places in a log of {size} entries.")
        yield from range(start, end + 1)
        before = end
