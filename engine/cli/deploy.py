"""polku migrate, deploy and validate: the database and what is released into it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from engine.applications import SUFFIXES, deployable_files
from engine.bootstrap import open_program
from engine.cli.program import MEMORY, opened, settings_of
from engine.model.problem import Severity

ACTOR = "system"
PATH = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.pass_context
def migrate(context: click.Context) -> None:
    """Make the database's tables, or bring them to this release."""
    program = open_program(settings_of(context))
    try:
        waiting = program.pending_migrations()
        program.migrate()
    finally:
        program.close()
    click.echo(f"Migrated: {', '.join(waiting)}." if waiting else "The database is up to date.")


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--note", default="", help="Why it is released; stands beside the new versions.")
@click.option("--strict", is_flag=True, help="Refuse warnings too.")
@click.pass_context
def deploy(context: click.Context, folder: Path, note: str, strict: bool) -> None:
    """Release the diagrams, decision tables and forms in DIR and below it, all of them or none.

    Only what has changed gets a new version. Running instances stay on theirs.
    """
    files = deployable_files(folder)
    if not files:
        raise click.UsageError(f"{folder} holds no {' · '.join(sorted(SUFFIXES))} file. Name another folder.")
    with opened(settings_of(context)) as program:
        deployment = program.engine.deploy(files, actor=ACTOR, note=note, strict=strict)
    for definition in deployment.definitions:
        click.echo(f"Released {definition.kind} {definition.key}  {definition.name}".rstrip())
    if not deployment.definitions:
        click.echo("Nothing has changed: no new version.")


@click.command()
@click.argument("paths", type=PATH, nargs=-1, required=True, metavar="FILE...")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.pass_context
def validate(context: click.Context, paths: tuple[Path, ...], strict: bool) -> None:
    """Check diagrams, decision tables and forms, and print every problem on a line. Deploys nothing.

    A folder stands for all such files in it and below it. What a diagram calls must be among the files. Exit code 1
    if something would be refused.
    """
    files = files_of(paths)
    program = open_program(replace(settings_of(context), database_url=MEMORY, processes=()))
    try:
        program.migrate()
        problems = program.engine.check(files, strict=True)
    finally:
        program.close()
    for name, problem in problems:
        click.echo(f"{name}: {problem.severity}: {problem}")
    refused = [problem for _, problem in problems if strict or problem.severity is Severity.ERROR]
    if refused:
        context.exit(1)
    click.echo(f"{len(files)} {'file' if len(files) == 1 else 'files'}: nothing would be refused.")


def files_of(paths: Iterable[Path]) -> dict[str, bytes]:
    """The files by name; those of a folder by their path inside it."""
    files: dict[str, bytes] = {}
    for path in paths:
        if path.is_dir():
            files |= deployable_files(path)
        elif path.suffix in SUFFIXES:
            files[path.name] = path.read_bytes()
        else:
            raise click.UsageError(f"{path} is none of {' · '.join(sorted(SUFFIXES))}. Name such a file.")
    return files
