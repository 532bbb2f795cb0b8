"""polku backup and polku restore: everything in one file, and back again, on either database."""

from importlib.metadata import version
from pathlib import Path

import click

from engine.bootstrap import Program, open_program
from engine.cli.program import opened, settings_of
from engine.errors import Refused
from engine.history import verify_all
from engine.store import Database
from engine.store import backup as stored


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write everything into FILE, also while the program runs: it holds one moment, whole.

    The key that signs sessions and links is not in it: keep the file secret-key, or POLKU_SECRET_KEY, apart.
    """
    with opened(settings_of(context)) as program:
        now, release = program.engine.now(), version("polku")
        made = stored.back_up(program.database, program.schemas, file, now=now, version=release)
    rows = sum(count for count, _ in made.tables.values())
    click.echo(f"Wrote {rows} rows of {len(made.tables)} tables to {file} ({file.stat().st_size:,} bytes).")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Put the backup in the place of what the database holds.")
@click.pass_context
def restore(context: click.Context, file: Path, force: bool) -> None:
    """Put a backup into the empty database, and prove it by replaying every instance.

    With --force it takes the place of what the database holds: on PostgreSQL of the whole schema. All of it does, or
    everything stays as it was. Before that the backup is unpacked, brought to this release and replayed.
    """
    settings = settings_of(context)
    program = open_program(settings)
    try:
        stored.refuse_in_use(program.database, program.engine.now(), force=force)
        with stored.opened(file, program.schemas) as (manifest, copy):
            proven(copy, f"{file}, before anything was changed")
            put = stored.replace if force else stored.restore
            copied = put(copy, program.database, program.schemas)
        finish(program)
        counted = proven(program.database, "the restored database")
    finally:
        program.close()
    rows = sum(one.rows for one in copied)
    click.echo(
        f"Restored {rows} rows of {len(copied)} tables from the backup of {manifest.made_at:%Y-%m-%d %H:%M %Z}. "
        f"Replayed {counted} {'instance' if counted == 1 else 'instances'}: none differs."
    )


def finish(program: Program) -> None:
    """What the program has beside the tables of the backup: the queue of jobs."""
    program.migrate()


def proven(database: Database, where: str) -> int:
    """Replay every instance. Gives how many there are. Raises `Refused` with each that differs."""
    wrong, counted = [], 0
    for found in verify_all(database):
        counted += 1
        if not found.equal:
            wrong.append(f"{found.instance_id}: {found.sentence}")
    if wrong:
        raise Refused(
            f"In {where}, {len(wrong)} of {counted} instances differ from their history:\n" + "\n".join(wrong)
        )
    return counted
