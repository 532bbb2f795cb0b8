"""What the pages work with: the engine, its database and clock, and the settings. One for each Flask application."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app

from engine.engine import Engine
from engine.settings import Settings
from engine.store import Database
from web.auth.attempts import Attempts
from web.enquiry.flood import Flood
from web.readings import Readings

NAME = "polku"


@dataclass(frozen=True, slots=True)
class Office:
    engine: Engine
    settings: Settings
    attempts: Attempts
    readings: Readings = field(default_factory=Readings)
    flood: Flood = field(default_factory=Flood)

    @property
    def database(self) -> Database:
        return self.engine.database

    def now(self) -> datetime:
        return self.engine.clock.now()


def install(app: Flask, engine: Engine, settings: Settings) -> None:
    app.extensions[NAME] = Office(engine, settings, Attempts())


def office() -> Office:
    """The office of the application that serves the present request."""
    extensions: dict[str, Any] = current_app.extensions
    return cast(Office, extensions[NAME])
