"""Passwords are kept as argon2id hashes."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()
#: Hash of no account: a wrong account takes as long as a wrong password, so that accounts can't be guessed by time.
NOBODYS = HASHER.hash("no account has this password")


def hashed(password: str) -> str:
    return HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether the password is the one that was hashed; `stored` may be empty for an account without a password."""
    try:
        return HASHER.verify(stored or NOBODYS, password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False
