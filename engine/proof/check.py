"""The command of the verifier that stands alone: `python verifier.pyz BUNDLE --key KEY`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.proof.bundle import check_bundle
from engine.proof.checkpoint import BadCheckpoint, VerifierKey


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a bundle. Gives the exit code: 0 verified, 1 not verified, 2 misused."""
    parser = argparse.ArgumentParser(
        prog="verifier", description="Check a bundle of a history against the public keys of its log."
    )
    parser.add_argument("bundle", type=Path, help="the file that polku audit bundle wrote")
    parser.add_argument(
        "--key", action="append", required=True, help="a public key (name+id+base64) that you got from the log's owner"
    )
    given = parser.parse_args(arguments)
    try:
        keys = [VerifierKey.read(text) for text in given.key]
    except BadCheckpoint as bad:
        sys.stderr.write(f"{bad}\n")
        return 2
    found = check_bundle(given.bundle, keys)
    sys.stdout.write(f"{found.text()}\n")
    return 0 if found.sound else 1
