"""polku verify: the history against the state that it must have led to."""

import click

from engine.cli.program import opened, settings_of
from engine.history import verify as verify_one
from engine.history import verify_all


@click.command()
@click.argument("instances", nargs=-1, metavar="[INSTANCE]...")
@click.pass_context
def verify(context: click.Context, instances: tuple[str, ...]) -> None:
    """Replay the facts of these instances, or of all, and compare what follows with what is stored.

    Exit code 1 if something differs; each difference is a line.
    """
    counted = facts = wrong = 0
    with opened(settings_of(context)) as program:
        database = program.database
        found = (verify_one(database, one) for one in instances) if instances else verify_all(database)
        for verification in found:
            counted += 1
            facts += verification.facts
            if not verification.equal:
                wrong += 1
                click.echo(f"{verification.instance_id}: {verification.sentence}")
    instances_verified = f"{counted} {'instance' if counted == 1 else 'instances'}"
    click.echo(
        f"Verified {instances_verified} with {facts} facts: {wrong or 'none'} differ{'s' if wrong == 1 else ''}."
    )
    if wrong:
        context.exit(1)
