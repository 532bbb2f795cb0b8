"""polku migrate-database: from one database to another, for an office that has outgrown its first one."""

from dataclasses import replace
from pathlib import Path

import click

from engine.bootstrap import open_program
from engine.cli.program import settings_of
from engine.settings import database_url
from engine.store.copying import copy_database


def checked(_context: click.Context, _option: click.Parameter, value: str) -> str:
    try:
        return database_url(value)
    except ValueError as reason:
        raise click.BadParameter(f"{reason}.") from reason


@click.command("migrate-database")
@click.option(
    "--from", "source", metavar="URL", callback=checked, required=True, help="The database with everything in it."
)
@click.option(
    "--to", "target", metavar="URL", callback=checked, required=True, help="An empty database; its tables are made."
)
@click.pass_context
def migrate_database(context: click.Context, source: str, target: str) -> None:
    """Copy everything from one database into another, empty one, and compare both row by row.

    Stop the program first: what it writes meanwhile would stay behind. The source is left as it is, but for being
    brought to this release. Nothing is copied unless all of it is.
    """
    if source == target:
        raise click.UsageError("Both addresses name the same database.")
    if source.startswith("sqlite:///") and not Path(source.removeprefix("sqlite:///")).exists():
        raise click.UsageError(f"There is no database {source}.")
    settings = settings_of(context)
    old = open_program(replace(settings, database_url=source))
    new = open_program(replace(settings, database_url=target))
    try:
        old.migrate()
        new.migrate()
        copied = copy_database(
            old.database, new.database, old.schemas, lambda table, rows: click.echo(f"{table}: {rows:,}")
        )
    finally:
        old.close()
        new.close()
    rows = sum(one.rows for one in copied)
    click.echo(f"Copied {rows:,} rows of {len(copied)} tables. Count and hash of each are the same in both databases.")
    click.echo("Set POLKU_DATABASE_URL to the new address and start the program.")
