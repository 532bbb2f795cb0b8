"""polku route: a routing round now, without waiting for the clock."""

import click

from engine.cli.program import opened, settings_of
from engine.routing.round import run_round


@click.command()
@click.pass_context
def route(context: click.Context) -> None:
    """Give the work items that nobody holds to people who can do them, and print each with its reason."""
    with opened(settings_of(context)) as program:
        made = run_round(program.engine)
    for assignment in made:
        click.echo(f"{assignment.item.instance_id}/{assignment.item.key}: {assignment.reason}")
    click.echo(f"{len(made)} work items were given out.")
