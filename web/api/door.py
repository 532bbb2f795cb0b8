"""Who sends a request of the API: the account of its bearer token. Cookies are not looked at.

A token that was found good is remembered for two seconds, so that a busy client costs no statement per request;
a revoked one is out within that time. Tokens that are not found are counted for each address, and an address that keeps
on trying is turned away before the database is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import cast

from flask import Flask, current_app

from engine.errors import PolkuError
from engine.store import tokens
from engine.store.tokens import Bearer, hashed
from web.auth.attempts import Attempts
from web.auth.rights import PROGRAM_ROLES, may
from web.office import office
from web.requests import here

NAME = "polku-api-door"
REMEMBERED = timedelta(seconds=2)
MOST_REMEMBERED = 10_000
SCHEME = "bearer "


class Unauthorized(PolkuError):
    """Send a token: the header Authorization with Bearer and the token after it."""


class TooManyAttempts(PolkuError):
    """Too many unknown tokens came from this address. Wait a quarter of an hour, or send a right one."""


class Forbidden(PolkuError):
    """This token may not do that. It needs another role."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they may do."""

    account: str
    roles: frozenset[str]
    token: str


@dataclass
class Door:
    """The tokens that were found good a moment ago, and those who tried bad ones."""

    attempts: Attempts = field(default_factory=Attempts)
    _good: dict[str, tuple[datetime, Caller]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def caller(self, text: str, address: str, now: datetime, find: Callable[[str], Bearer | None]) -> Caller:
        """Who the token stands for. Raises `Unauthorized` and `TooManyAttempts`."""
        hash = hashed(text)
        known = self._good.get(hash)
        if known is not None and known[0] <= now < known[0] + REMEMBERED:
            return known[1]
        if known is None and self.attempts.wait("", address, now):
            raise TooManyAttempts
        bearer = find(hash)
        caller = None if bearer is None else caller_of(bearer, now)
        if caller is None:
            with self._lock:
                self._good.pop(hash, None)
            self.attempts.failed(hash, address, now)
            raise Unauthorized("This token is unknown, expired or revoked, or its account is closed.")
        with self._lock:
            if len(self._good) >= MOST_REMEMBERED:
                self._good.clear()
            self._good[hash] = (now, caller)
        return caller


def caller_of(bearer: Bearer, now: datetime) -> Caller | None:
    """None for a token that opens nothing any more."""
    token = bearer.token
    if token.revoked_at is not None or token.expires_at <= now or (bearer.is_person and not bearer.active):
        return None
    allowed = bearer.person_roles if bearer.is_person else frozenset(PROGRAM_ROLES)
    return Caller(token.account, allowed & frozenset(token.roles), token.id)


def install(app: Flask) -> None:
    app.extensions[NAME] = Door()


def caller() -> Caller:
    """Who sends the present request. Raises `Unauthorized` and `TooManyAttempts`."""
    asked, kept = here()
    if "caller" not in kept:
        text = asked.headers.get("Authorization", "")
        if not text[: len(SCHEME)].lower() == SCHEME:
            raise Unauthorized
        door, of = cast(Door, current_app.extensions[NAME]), office()
        token = text[len(SCHEME) :].strip()
        kept.caller = door.caller(token, asked.remote_addr or "", of.now(), partial(tokens.find, of.database))
    return cast(Caller, kept.caller)


def guard(endpoint: str) -> None:
    """Let pass who may use the route. Raises what `caller` raises, and `Forbidden`."""
    if may((), endpoint):
        return
    if not may(caller().roles, endpoint):
        raise Forbidden
