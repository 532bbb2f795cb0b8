"""The key that signs checkpoints. It lives in a file outside the database: who owns only the database can't sign.

The file has the log's name, then the private key (Ed25519, 32 bytes in base64), then the public keys that it replaced.
Public keys are records of the history too, so that a rotation is seen by everybody who verifies it.
"""

import contextlib
import os
import tempfile
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from engine.errors import Refused
from engine.proof.checkpoint import NAME, VerifierKey

FILE = "log-key"
LENGTH = 32  # bytes


@dataclass(frozen=True, slots=True)
class LogKey:
    """`name` is the log's; `private` signs; `former` are public keys that signed earlier checkpoints."""

    name: str
    private: Ed25519PrivateKey
    former: tuple[VerifierKey, ...] = ()

    @property
    def public(self) -> VerifierKey:
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    @property
    def trusted(self) -> tuple[VerifierKey, ...]:
        """Every public key that a checkpoint of this log may be signed with, the newest first."""
        return (self.public, *self.former)


def key_in(folder: Path, name: str) -> LogKey:
    """The key of the log, made with this name when there is none. Raises `Refused` for a file that holds no key."""
    file = folder / FILE
    if not file.exists():
        if not NAME.fullmatch(name):
            raise Refused(f"The log can't be called “{name}”: its name has no space and no plus sign.")
        keep(file, LogKey(name, Ed25519PrivateKey.generate()), replace=False)
    return read(file)


def rotated(folder: Path, key: LogKey) -> LogKey:
    """A new key in the place of this one, whose public half stays known."""
    new = LogKey(key.name, Ed25519PrivateKey.generate(), key.trusted)
    keep(folder / FILE, new, replace=True)
    return new


def read(file: Path) -> LogKey:
    try:
        name, private, *former = file.read_text(encoding="utf-8").splitlines()
        content = b64decode(private, validate=True)
        if not NAME.fullmatch(name) or len(content) != LENGTH:
            raise ValueError
        return LogKey(name, Ed25519PrivateKey.from_private_bytes(content), tuple(map(VerifierKey.read, former)))
    except ValueError as unreadable:
        raise Refused(
            f"{file} should hold the key that signs the history, and can't be read. Put it back from a backup; "
            "without it, earlier checkpoints can still be verified by their public key."
        ) from unreadable


def keep(file: Path, key: LogKey, *, replace: bool) -> None:
    """Write the file in one step, readable to its owner only; of two programs starting at once, the first one wins."""
    lines = (key.name, b64encode(key.private.private_bytes_raw()).decode(), *map(str, key.former))
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="utf-8", delete=False) as draft:  # mode 600
        draft.write("".join(f"{line}\n" for line in lines))
        draft.flush()
        os.fsync(draft.fileno())
    made = Path(draft.name)
    try:
        if replace:
            made.replace(file)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(made, file)
    finally:
        made.unlink(missing_ok=True)
