"""Entries of the log: what exactly is hashed of a fact.

A fact's row is written as one JSON object (RFC 8259) in UTF-8 with its members sorted by name, without spaces, and
without the members that are empty: a column that a later version adds changes no older leaf. Times are UTC with
microseconds. Variables are not in it: they may have to be erased one day. In their place stands `digest`, the SHA-256
of a random salt and their JSON; without the salt, which is erased with them, nobody can try out what they were.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from engine.proof.merkle import leaf_hash

SALT = 16  # bytes
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def leaf(columns: Mapping[str, Any]) -> str:
    """The text that is hashed for a row with these columns: texts, whole numbers, and aware times."""
    return _encode({name: written(value) for name, value in columns.items() if value is not None and value != ""})


def written(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def hash_of(text: str) -> bytes:
    """The leaf hash of a leaf's text."""
    return leaf_hash(text.encode())


def seal(values: bytes) -> tuple[bytes, str]:
    """A new salt for these values, and the digest that stands for them; both empty where there are none."""
    if not values:
        return b"", ""
    salt = token_bytes(SALT)
    return salt, digest(salt, values)


def digest(salt: bytes, values: bytes) -> str:
    """What a fact says of its values, in hexadecimal: `values` is their JSON."""
    return sha256(salt + values).hexdigest()
