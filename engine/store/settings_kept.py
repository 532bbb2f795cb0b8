"""The settings that the program starts with, in the history: what differs from the last start on the same machine."""

import hashlib
import hmac
import socket
from dataclasses import fields
from datetime import datetime
from typing import Any

from engine.settings import Settings
from engine.store import records
from engine.store.database import Database

KIND, ACTOR = "SettingsChanged", "system"


def keep_settings(database: Database, settings: Settings, now: datetime) -> None:
    """Record the settings if they are not those of the last start. Secrets are told apart, and not told."""
    subject, told = f"settings:{socket.gethostname()}", described(settings)
    with database.writing() as session:
        last = next(iter(records.found(session, records.Wanted(kind=KIND, subject=subject), limit=1)), None)
        before: dict[str, Any] = {} if last is None else last.data["settings"]
        if told == before:
            return
        changed = {name: {"from": before.get(name), "to": value} for name, value in told.items()}
        changed = {name: change for name, change in changed.items() if change["from"] != change["to"]}
        data = {"settings": told, "changed": changed if last is not None else {}}
        records.record(session, KIND, subject, actor=ACTOR, now=now, data=data)


def described(settings: Settings) -> dict[str, str]:
    return {spec.name: told(settings, spec.name, secret=not spec.repr) for spec in fields(Settings)}


def told(settings: Settings, name: str, *, secret: bool) -> str:
    value = str(getattr(settings, name))
    if not secret:
        return value
    if not value:
        return "not set"
    # A keyed digest: whoever reads the history sees that a password was changed, and can't try out which it is.
    seen = hmac.new(settings.secret_key.encode(), f"{name}={value}".encode(), hashlib.sha256).hexdigest()
    return f"secret {seen[:12]}"
