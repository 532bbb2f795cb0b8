"""Signed checkpoints: how many facts there were and the root over them, in the forms of C2SP's `tlog-checkpoint` and
`signed-note` (https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note), signed with Ed25519.

    origin
    size
    root in base64
    further lines (extensions), each as it likes

    — name base64(key id, signature)
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
NAME = re.compile(r"[^\s+]+")


class BadCheckpoint(Exception):
    """A checkpoint or a key can't be trusted, or not be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`size` leaves with this root (32 bytes), of the log that calls itself `origin`."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def body(self) -> str:
        """What is signed, with its last line end."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name that it signs by. Its text is `name+id+base64`, as signed-note says."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> "VerifierKey":
        """The key that `str` wrote. Raises `BadCheckpoint`."""
        name, _, rest = text.strip().partition("+")
        given, _, encoded = rest.partition("+")
        content = decoded(encoded, "The public key")
        if not NAME.fullmatch(name) or content[:1] != ED25519 or len(content) != 33:
            raise BadCheckpoint("This is no public key of a log: it should read name+id+base64 of an Ed25519 key.")
        key = cls(name, content[1:])
        if key.id.hex() != given:
            raise BadCheckpoint(f"The public key of {name} does not fit its id {given}: a character is wrong.")
        return key


def sign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note."""
    if not NAME.fullmatch(name):
        raise BadCheckpoint(f"“{name}” can't sign: a name has no space and no plus sign.")
    body = checkpoint.body()
    signer = VerifierKey(name, key.public_key().public_bytes_raw())
    signature = b64encode(signer.id + key.sign(body.encode())).decode()
    return f"{body}\n— {name} {signature}\n"


def verified(note: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint of a note that one of the keys signed. Raises `BadCheckpoint`.

    Signatures of others, for instance of witnesses, are left alone; one that names a given key must be right.
    """
    body, separator, signatures = note.partition("\n\n")
    checkpoint = read(body + "\n") if separator else None
    if checkpoint is None:
        raise BadCheckpoint("This is no checkpoint: an empty line should part its text from its signatures.")
    trusted = {(key.name, key.id): key for key in keys}
    signed = False
    for line in signatures.splitlines():
        name, content = signature_of(line)
        key = trusted.get((name, content[:4]))
        if key is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(content[4:], (body + "\n").encode())
        except InvalidSignature as invalid:
            raise BadCheckpoint(
                f"The signature of {name} is forged, or the checkpoint was changed after it."
            ) from invalid
        signed = True
    if not signed:
        known = ", ".join(sorted(f"{name}+{id_.hex()}" for name, id_ in trusted)) or "none"
        raise BadCheckpoint(f"No key that is trusted here ({known}) has signed this checkpoint.")
    return checkpoint


def read(body: str) -> Checkpoint:
    """The checkpoint of a body, whoever signed it. Raises `BadCheckpoint`."""
    origin, *rest = body.removesuffix("\n").split("\n")
    if len(rest) < 2 or not origin or not SIZE.fullmatch(rest[0]):
        raise BadCheckpoint("This is no checkpoint: its first lines should be the log's name, its size and its root.")
    found = decoded(rest[1], "The root of the checkpoint")
    if len(found) != sha256().digest_size:
        raise BadCheckpoint(f"The root of the checkpoint has {len(found)} bytes instead of 32.")
    return Checkpoint(origin, int(rest[0]), found, tuple(rest[2:]))


def time_of(checkpoint: Checkpoint) -> datetime | None:
    """When it was made, as far as its signer says."""
    lines = (line.partition(" ") for line in checkpoint.extensions)
    found = next((text for name, _, text in lines if name == "time"), "")
    try:
        return datetime.fromisoformat(found) if found else None
    except ValueError:
        return None


def signature_of(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    content = decoded(encoded, "A signature")
    if dash != "—" or not NAME.fullmatch(name) or len(content) < 5:
        raise BadCheckpoint(f"This line is no signature: {line}")
    return name, content


def decoded(text: str, what: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise BadCheckpoint(f"{what} is not base64.") from error
