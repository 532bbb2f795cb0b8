"""The command of the verifier that stands alone: `python verifier.pyz FILE --key KEY`."""

import argparse
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.proof.archive import ARCHIVE, check_archive
from engine.proof.bundle import BUNDLE, check_bundle
from engine.proof.checkpoint import BadCheckpoint, VerifierKey
from engine.proof.findings import UNREADABLE, Findings
from engine.proof.log import LOG, check_log


def main(arguments: Sequence[str] | None = None) -> int:
    """Check bundles, archives and logs. Gives the exit code: 0 verified, 1 not verified, 2 misused."""
    parser = argparse.ArgumentParser(
        prog="verifier",
        description="Check bundles, archives and logs of a history against the public keys of its log. A log that is "
        "checked together with others must have the entries that their checkpoints were signed over.",
    )
    parser.add_argument(
        "file", type=Path, nargs="+", help="what polku audit bundle, polku audit export or polku archive wrote"
    )
    parser.add_argument(
        "--key", action="append", required=True, help="a public key (name+id+base64) that you got from the log's owner"
    )
    parser.add_argument(
        "--checkpoint", action="append", type=Path, default=[], help="a checkpoint that was kept: for a log"
    )
    given = parser.parse_args(arguments)
    try:
        keys = [VerifierKey.read(text) for text in given.key]
        notes = [file.read_text(encoding="utf-8") for file in given.checkpoint]
    except (BadCheckpoint, OSError, ValueError) as bad:
        sys.stderr.write(f"{bad}\n")
        return 2
    if notes and not any(has(file, LOG) for file in given.file):
        sys.stderr.write("A checkpoint is compared with a whole log: give the file of polku audit export too.\n")
        return 2
    notes += [note for file in given.file for note in signed_in(file)]
    found = [check(file, keys, notes) for file in given.file]
    sys.stdout.write("".join(f"{one.text()}\n" for one in found))
    return 0 if all(one.sound for one in found) else 1


def check(file: Path, keys: Sequence[VerifierKey], notes: Sequence[str]) -> Findings:
    if has(file, LOG):
        return check_log(file, keys, notes)
    return (check_archive if has(file, ARCHIVE) else check_bundle)(file, keys)


def has(file: Path, part: str) -> bool:
    try:
        with zipfile.ZipFile(file) as packed:
            return part in packed.namelist()
    except UNREADABLE:
        return False


def signed_in(file: Path) -> Iterator[str]:
    """The checkpoint that an archive or a bundle is proved against, for the log beside it."""
    for part in (ARCHIVE, BUNDLE):
        if has(file, part):
            try:
                with zipfile.ZipFile(file) as packed:
                    yield str(json.loads(packed.read(part))["checkpoint"])
            except UNREADABLE:
                continue  # its own check says what is wrong with it
