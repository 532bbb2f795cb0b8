"""polku demo: the applications' stories under a virtual clock, without a browser and without leaving anything."""

from dataclasses import replace

import click

from engine.bootstrap import open_program
from engine.cli.program import MEMORY, settings_of
from engine.engine import Engine
from engine.errors import NotFound
from engine.ports import Clock

A_YEAR, MANY = 365, 500


@click.command()
@click.option("--language", type=click.Choice(["en", "fi"]), default="en", help="The language that it is told in.")
@click.option("--days", type=click.IntRange(1, 3660), help="Live through so many days of an office instead.")
@click.option("--customers", type=click.IntRange(1, 100_000), help="With so many customers (500).")
@click.pass_context
def demo(context: click.Context, language: str, days: int | None, customers: int | None) -> None:
    """Run customers through the whole service path in seconds, and print what happened, day by day.

    With --days or --customers, live through a year (or so) of an office with drawn customers, and print its scorecard.

    It is the same engine with the same diagrams, on a database in memory and a clock that is moved by hand.
    """
    # What it prints is the story: of the log only what broke, else each round of routing would tell of itself, and of
    # all work that is late in the story.
    settings = replace(settings_of(context, log_level="error"), database_url=MEMORY)

    def open_engine(clock: Clock) -> Engine:
        """A new, empty database in memory, which is gone when nobody holds the engine any more."""
        program = open_program(settings, clock=clock)
        program.migrate()
        return program.engine

    applications = open_program(settings).applications
    stories = [story for application in applications if (story := application.part("demo")) is not None]
    if not stories:
        raise NotFound(f"None of the process applications has a demo: {', '.join(settings.processes)}.")
    for story in stories:
        if days or customers:
            length, many = days or A_YEAR, customers or MANY
            story.run_year(open_engine, click.echo, days=length, customers=many, language=language)
        else:
            story.run(open_engine, click.echo, language)
