"""What the commands share: settings from the environment, the log, and the program opened and closed again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click

from engine.bootstrap import Program, open_program
from engine.log_output import configure_logging
from engine.settings import Settings, read_settings
from engine.store import records

MEMORY = "sqlite://"  # a database that is gone with the program

#: Who acts from the command line; the program doesn't know which person sits at the machine.
CONSOLE = "console"


def settings_of(context: click.Context, **changes: Any) -> Settings:
    """The settings, with the values that options gave, and the log set up by them. Raises `UnknownSetting`."""
    given = {name: value for name, value in changes.items() if value is not None}
    settings = replace(read_settings(os.environ), **given)
    debug = bool(context.find_root().obj)
    configure_logging(settings.log_format, "debug" if debug else settings.log_level)
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Program]:
    """The program on its migrated database, closed at the end whatever happens."""
    program = open_program(settings)
    try:
        program.migrate()
        yield program
    finally:
        program.close()


def read(program: Program, business_key: str, where: str) -> None:
    """Record that the data of a customer was read at the command line."""
    if business_key:
        subject, now = f"customer:{business_key}", program.engine.now()
        with program.database.writing() as session:
            records.record(
                session, records.READ, subject, actor=CONSOLE, now=now, business_key=business_key, data={"where": where}
            )
