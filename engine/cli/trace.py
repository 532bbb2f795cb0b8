"""polku audit trace: everything that is known of a customer, as a document."""

from importlib import import_module
from pathlib import Path

import click

from engine.cli.program import CONSOLE, opened, settings_of
from engine.errors import NotFound, Refused
from engine.store import instances, records

PAGES = "web.main"


@click.command()
@click.argument("customer")
@click.option(
    "--pdf", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to make, as PDF/A."
)
@click.option("--since", metavar="DAY", default="", help="From this day on, such as 2026-01-31.")
@click.option("--until", metavar="DAY", default="", help="Up to and with this day.")
@click.option("--everything", is_flag=True, help="The facts about the program's own machinery too.")
@click.option("--language", type=click.Choice(["fi", "en"]), default="fi", help="The language of the document (fi).")
@click.pass_context
def trace(
    context: click.Context, customer: str, file: Path, since: str, until: str, everything: bool, language: str
) -> None:
    """Write what happened to a customer (business key), across instances and years, with the newest checkpoint.

    That it was written is recorded in the history.
    """
    if file.exists():
        raise Refused(f"{file} exists. Remove it, or give another file.")
    settings = settings_of(context)
    asked = {"customer": customer.strip(), "since": since, "until": until}
    with opened(settings) as program:
        with program.database.reading() as session:
            known = records.found(session, records.Wanted(business_key=asked["customer"]), limit=1)
        if not known and not instances.page(program.database, business_key=asked["customer"], limit=1).items:
            raise NotFound(f"The history knows nothing of the customer {customer}.")
        content = import_module(PAGES).trace_pdf(
            program.engine, settings, asked, everything=everything, language=language, by=CONSOLE
        )
    file.write_bytes(content)
    click.echo(f"{file}: {len(content)} bytes.")
