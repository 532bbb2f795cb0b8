"""A bundle: one instance's facts with their values, proofs and definitions, for somebody who has nothing else.

It is a ZIP file. `bundle.json` holds

    format       "polku-bundle/1"
    instance     the instance's id
    checkpoint   the signed checkpoint that everything is proved against
    facts        the entries of the instance, in their order
    records      entries that are not the instance's own: the deployments of the definitions that it ran on
    files        for every definition: the name of its file in the ZIP, and the SHA-256 of its content

An entry has `leaf` (the text that was hashed), `index` (its place in the log), `proof` (hashes in base64) and, where it
has values that have not been erased, `salt` (hexadecimal) and `values` (their JSON).
"""

import json
import zipfile
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from engine.proof.checkpoint import BadCheckpoint, Checkpoint, VerifierKey, verified
from engine.proof.entry import digest, hash_of
from engine.proof.findings import UNREADABLE, Findings
from engine.proof.merkle import included

FORMAT = "polku-bundle/1"
BUNDLE = "bundle.json"
LARGEST = 2**30  # bytes that a bundle may have when it is unpacked


def check_bundle(file: Path, keys: Iterable[VerifierKey]) -> Findings:
    """Check a bundle against the public keys of the log that one trusts."""
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
                return Findings((), ("The bundle is too large to be one: it unpacks to more than 1 GiB.",))
            content = json.loads(packed.read(BUNDLE))
            if not isinstance(content, dict) or content.get("format") != FORMAT:
                return Findings((), (f"The file {file.name} is no bundle of the form {FORMAT}.",))
            checkpoint = verified(str(content["checkpoint"]), keys)
            wrong = [*wrong_in(content, checkpoint), *wrong_files(content, packed)]
    except BadCheckpoint as bad:
        return Findings((), (str(bad),))
    except UNREADABLE as error:
        return Findings((), (f"The bundle {file.name} can't be read: {type(error).__name__} {error}.",))
    return Findings((described(content, checkpoint),), tuple(wrong))


def described(content: Mapping[str, Any], checkpoint: Checkpoint) -> str:
    return (
        f"Instance {content['instance']}: {len(content['facts'])} facts, {len(content['records'])} deployments, "
        f"against the checkpoint of {checkpoint.origin} over {checkpoint.size} entries."
    )


def wrong_in(content: Mapping[str, Any], checkpoint: Checkpoint) -> Iterator[str]:
    for place, entry in enumerate([*content["facts"], *content["records"]], 1):
        yield from wrong_entry(f"Entry {place}", entry, checkpoint)
    for number, entry in enumerate(content["facts"], 1):
        fact = json.loads(entry["leaf"])
        if fact.get("instance_id") != content["instance"]:
            yield f"Fact {number} is one of another instance, {fact.get('instance_id')}."
        elif fact.get("number") != number:
            yield f"Where fact {number} should be, there is fact {fact.get('number')}: one was left out or put in."


def wrong_entry(name: str, entry: Mapping[str, Any], checkpoint: Checkpoint) -> Iterator[str]:
    text, index = entry["leaf"], entry["index"]
    proof = [b64decode(one) for one in entry["proof"]]
    if not included(hash_of(text), index, checkpoint.size, proof, checkpoint.root):
        yield f"{name} is not what stands at place {index} of the log: it was changed, or never was there."
    if (values := entry.get("values")) is not None:
        promised = json.loads(text).get("digest")
        if promised != digest(bytes.fromhex(entry["salt"]), values.encode()):
            yield f"The values of {name[0].lower()}{name[1:]} are not those that were logged."


def wrong_files(content: Mapping[str, Any], packed: zipfile.ZipFile) -> Iterator[str]:
    data = (json.loads(json.loads(entry["leaf"])["data"]) for entry in content["records"])
    deployed = {found for record in data for found in record.get("files", {}).items()}
    for definition, file in content["files"].items():
        found = sha256(packed.read(file["name"])).hexdigest()
        if (definition, found) not in deployed:
            yield f"The file of {definition} is not the one that was deployed."
