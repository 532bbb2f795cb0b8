"""polku route: a routing round now, without waiting for the clock."""

import click

from engine.cli.program import opened, settings_of
from engine.routing.round import run_round


@click.command()
@click.pass_context
def route(context: click.Context) -> None:
    """Give work to people who can do it, and print each work item with its reason.

    A round also takes over the work of who is away, hands back what others did for who has returned, reminds of due
    dates, and brings to the managers what is late or what nobody can do.
    """
    with opened(settings_of(context)) as program:
        done = run_round(program.engine).done
    for made in done.assignments:
        click.echo(f"{made.item.instance_id}/{made.item.key}: {made.reason}")
    for one in done.escalations:
        click.echo(f"{one.item.instance_id}/{one.item.key}: to {', '.join(one.to) or 'nobody'}. {one.reason}")
    for reminder in done.reminders:
        click.echo(f"{reminder.item.instance_id}/{reminder.item.key}: {reminder.to} was reminded.")
    given = f"{len(done.assignments)} work {'item was' if len(done.assignments) == 1 else 'items were'} given out"
    click.echo(f"{given}, {len(done.escalations)} brought to managers, {len(done.reminders)} reminded of.")
