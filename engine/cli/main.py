"""The commands, each from a file of its own, and how their errors are told."""

import click

from engine.cli.archive import archive
from engine.cli.audit import audit
from engine.cli.backup import backup, restore
from engine.cli.companies import companies
from engine.cli.conformance import conformance
from engine.cli.decide import decide, feel, tck
from engine.cli.demo import demo
from engine.cli.deploy import deploy, migrate, validate
from engine.cli.failures import Sentences
from engine.cli.history import replay
from engine.cli.person import person
from engine.cli.person_at_work import away, work
from engine.cli.route import route
from engine.cli.scenario import scenario
from engine.cli.serve import serve
from engine.cli.storage import migrate_database
from engine.cli.token import token
from engine.cli.trace import trace
from engine.cli.worker import worker


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polku", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Log everything, and show where in the program an error happened.")
@click.pass_context
def polku(context: click.Context, debug: bool) -> None:
    """Polku runs processes that last months and years: BPMN diagrams, decision tables and forms.

    Settings are environment variables whose names begin with POLKU_; docs/settings.md describes them.
    """
    context.obj = debug


for command in (
    serve,
    worker,
    backup,
    restore,
    token,
    demo,
    scenario,
    migrate,
    migrate_database,
    deploy,
    validate,
    audit,
    archive,
    replay,
    route,
    person,
    companies,
    feel,
    decide,
    tck,
    conformance,
):
    polku.add_command(command)
audit.add_command(trace)
for command in (work, away):
    person.add_command(command)


def main() -> None:
    """The entry point of the program."""
    polku.main(prog_name="polku")
