"""polku companies: read companies from a CSV file into the customer register."""

from pathlib import Path

import click

from engine.cli.program import CONSOLE, opened, settings_of
from engine.errors import NotFound

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE, metavar="FILE.csv")
@click.option("--language", type=click.Choice(["en", "fi"]), default="en", help="The language of the reasons.")
@click.option("--again", is_flag=True, help="Read it although the same file was read before.")
@click.pass_context
def companies(context: click.Context, file: Path, language: str, again: bool) -> None:
    """Read companies from a CSV file into the register, and print each line that was refused, and why.

    Exit code 1 if any was; the other lines are kept. A file that was read before is not read a second time, unless
    you say --again.
    """
    with opened(settings_of(context)) as program:
        registers = [found for one in program.applications if (found := one.part("register.importing")) is not None]
        if not registers:
            raise NotFound("None of the process applications has a register to read companies into.")
        refused = 0
        for register in registers:
            now, content = program.engine.now(), file.read_bytes()
            _, report = register.read_file(
                program.database, content, now, actor=CONSOLE, name=file.name, language=language, again=again
            )
            for one in report.refusals:
                click.echo(f"line {one.line}: {one.column} {one.value!r}: {one.reason}")
            click.echo(f"{report.added} added, {report.updated} brought up to date, {report.refused} refused.")
            refused += report.refused
    if refused:
        context.exit(1)
