"""polku serve: the pages, the clock and the job workers, in one program."""

import signal
import socket
from collections import Counter
from dataclasses import replace
from importlib import import_module
from types import FrameType

import click

from engine.bootstrap import Program
from engine.cli.program import MEMORY, opened, settings_of
from engine.cli.serving import serve_in
from engine.deployment import Deployment
from engine.errors import PolkuError, Refused
from engine.settings import Settings, with_secret_key
from engine.store import people

WEB, PASSWORDS = "web.main", "web.auth.passwords"
DEMO_PASSWORD = "polku"  # noqa: S105  the accounts are for showing, and it is printed


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on; wins over POLKU_PORT.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Server processes; one for each processor at most.",
)
@click.option("--demo", is_flag=True, help="Load the demo office if the database is empty, and print its accounts.")
@click.pass_context
def serve(context: click.Context, port: int | None, processes: int, demo: bool) -> None:
    """Serve the pages, run the clock and the jobs, until interrupted.

    The database is made or brought up to date, and the process applications' diagrams are released where they have
    changed. Data is kept from one start to the next.
    """
    settings = with_secret_key(settings_of(context, port=port))
    refuse_several(settings, processes)
    settings = with_free_port(settings)
    signal.signal(signal.SIGTERM, end)
    with opened(settings) as program:
        program.take_up()
        tell_count(program.deploy())
        if demo:
            load_demo(program)
        if processes > 1:
            program.close()
            click.echo(f"Polku serves at {settings.address} with {processes} processes (Ctrl-C ends it).")
            serve_in(processes, settings, "debug" if context.find_root().obj else settings.log_level)
            click.echo("Polku has stopped.")
            return
        program.start()
        click.echo(f"Polku serves at {settings.address} (Ctrl-C ends it).")
        import_module(WEB).serve(program.engine, settings, demo)
    click.echo("Polku has stopped.")


def refuse_several(settings: Settings, processes: int) -> None:
    if processes > 1 and settings.database_url == MEMORY:
        raise Refused("A database in memory is there for one process only. For several, set POLKU_DATABASE_URL.")


def end(_signal: int, _frame: FrameType | None) -> None:
    """Asked to stop: the web server answers what it has begun, then everything is closed."""
    raise SystemExit(0)


def with_free_port(settings: Settings) -> Settings:
    """Settings with a port that can be listened on; 0 becomes a free one.

    It is tried before anything is begun, so that a second server on a taken port touches no data.
    """
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as taken:
            raise CannotListen(
                f"Polku can't listen on {settings.host}, port {settings.port}: {taken.strerror}. "
                "Give another port with --port or POLKU_PORT."
            ) from taken
        return replace(settings, port=trial.getsockname()[1])


class CannotListen(PolkuError):
    """The server can't listen on its port."""


def tell_count(deployment: Deployment) -> None:
    """How much was released, in one line; nothing where nothing has changed."""
    counted = Counter(definition.kind for definition in deployment.definitions)
    if counted:
        kinds = (f"{number} {kind if number == 1 else kind + 's'}" for kind, number in sorted(counted.items()))
        click.echo(f"Released new versions: {', '.join(kinds)}.")


def load_demo(program: Program) -> None:
    """Fill an empty database with the applications' demo offices, and print the accounts."""
    hash_password = import_module(PASSWORDS).hashed
    for application in program.applications:
        if (demo := application.part("demo")) is not None:
            click.echo("Looking at the demo office; the first time, it is made, which takes a few seconds.")
            demo.load(program.engine, program.database, program.engine.now(), hash_password, DEMO_PASSWORD)
    click.echo(f"Accounts, each with the password {DEMO_PASSWORD}:")
    for person in people.list(program.database):
        click.echo(f"  {person.account:<20}{person.name:<20}{', '.join(person.roles)}")
