"""The command of the verifier that stands alone: `python verifier.pyz FILE --key KEY`."""

import argparse
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from engine.proof.archive import ARCHIVE, check_archive
from engine.proof.bundle import check_bundle
from engine.proof.checkpoint import BadCheckpoint, VerifierKey


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a bundle. Gives the exit code: 0 verified, 1 not verified, 2 misused."""
    parser = argparse.ArgumentParser(
        prog="verifier", description="Check a bundle or an archive of a history against the public keys of its log."
    )
    parser.add_argument("bundle", type=Path, help="the file that polku audit bundle or polku archive wrote")
    parser.add_argument(
        "--key", action="append", required=True, help="a public key (name+id+base64) that you got from the log's owner"
    )
    given = parser.parse_args(arguments)
    try:
        keys = [VerifierKey.read(text) for text in given.key]
    except BadCheckpoint as bad:
        sys.stderr.write(f"{bad}\n")
        return 2
    found = (check_archive if is_archive(given.bundle) else check_bundle)(given.bundle, keys)
    sys.stdout.write(f"{found.text()}\n")
    return 0 if found.sound else 1


def is_archive(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as packed:
            return ARCHIVE in packed.namelist()
    except (OSError, zipfile.BadZipFile):
        return False
