"""polku scenario: the applications' stories of the office, played under a virtual clock and held to what they say."""

from pathlib import Path

import click

from engine.bootstrap import open_program
from engine.cli.program import settings_of
from engine.errors import NotFound

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER, metavar="[DIR]", required=False)
@click.pass_context
def scenario(context: click.Context, folder: Path | None) -> None:
    """Play the scenarios in DIR, or those of the process applications, and say how each came out.

    After them stands, for each process, how many of its elements and flows they went through. Exit code 1 if one did
    not come out as it says or, without DIR, if anything was left out.
    """
    settings = settings_of(context)
    applications = open_program(settings).applications
    players = [player for application in applications if (player := application.part("scenario")) is not None]
    if not players:
        raise NotFound(f"None of the process applications has scenarios: {', '.join(settings.processes)}.")
    came_out = [player.run(folder, click.echo) for player in players]
    if not all(came_out):
        context.exit(1)
