"""polku demo: the applications' stories under a virtual clock, without a browser and without leaving anything."""

from dataclasses import replace
from datetime import UTC, datetime

import click

from engine.bootstrap import open_program
from engine.cli.program import settings_of
from engine.errors import NotFound
from engine.virtual_clock import VirtualClock

MEMORY = "sqlite://"
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


@click.command()
@click.pass_context
def demo(context: click.Context) -> None:
    """Run customers through the whole service path in seconds, and print what happened, day by day.

    It is the same engine with the same diagrams, on a database in memory and a clock that is moved by hand.
    """
    settings = replace(settings_of(context), database_url=MEMORY)
    clock = VirtualClock(START)
    program = open_program(settings, clock=clock)
    try:
        program.migrate()
        program.deploy()
        stories = [story for app in program.applications if (story := app.part("demo.story")) is not None]
        if not stories:
            raise NotFound(f"None of the process applications has a demo: {', '.join(settings.processes)}.")
        for story in stories:
            story.tell(program.engine, clock, click.echo)
    finally:
        program.close()
