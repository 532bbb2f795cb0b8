"""polku companies: read companies from a CSV file into the customer register."""

from pathlib import Path

import click

from engine.cli.program import opened, settings_of
from engine.errors import NotFound

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE, metavar="FILE.csv")
@click.option("--language", type=click.Choice(["en", "fi"]), default="en", help="The language of the reasons.")
@click.pass_context
def companies(context: click.Context, file: Path, language: str) -> None:
    """Read companies from a CSV file into the register, and print each line that was refused, and why.

    Exit code 1 if any was; the other lines are kept.
    """
    with opened(settings_of(context)) as program:
        registers = [found for one in program.applications if (found := one.part("register.imports")) is not None]
        if not registers:
            raise NotFound("None of the process applications has a register to read companies into.")
        refused = 0
        for register in registers:
            report = register.read_companies(program.database, file.read_bytes(), program.engine.now(), language)
            for one in report.refusals:
                click.echo(f"line {one.line}: {one.column} {one.value!r}: {one.reason}")
            click.echo(f"{report.added} added, {report.updated} brought up to date, {report.refused} refused.")
            refused += report.refused
    if refused:
        context.exit(1)
