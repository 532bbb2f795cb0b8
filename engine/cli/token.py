"""polku token: who may use the API, with which rights and for how long. A token is shown once."""

from datetime import timedelta
from importlib import import_module

import click

from engine.cli.person import RIGHTS, an_account
from engine.cli.program import CONSOLE, opened, settings_of
from engine.errors import Refused
from engine.store import people, tokens


@click.group()
def token() -> None:
    """Give tokens for the API out, list and revoke them."""


@token.command()
@an_account
@click.option("--role", "roles", multiple=True, help="What the token may do; once for each. Without it: all roles.")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How long it is good for.")
@click.option("--note", default="", help="What it is for, to tell it from others.")
@click.pass_context
def add(context: click.Context, account: str, roles: tuple[str, ...], days: int, note: str) -> None:
    """Make a token for a person's account or an outside worker, and print it.

    A person's token can do what the person can, or less. An account that is nobody's is an outside worker or another
    program: it needs a role of its own, job-worker or client.
    """
    with opened(settings_of(context)) as program:
        person = people.get(program.database, account)
        allowed = tuple(person.roles) if person else tuple(import_module(RIGHTS).PROGRAM_ROLES)
        check(account, roles, allowed, is_person=person is not None)
        now = program.engine.now()
        row, text = tokens.make(
            program.database,
            account,
            roles or allowed,
            note=note.strip(),
            expires_at=now + timedelta(days=days),
            by=CONSOLE,
            now=now,
        )
    click.echo(text)
    click.echo(
        f"Token {row.id} of {account} ({', '.join(row.roles)}), good until {row.expires_at:%Y-%m-%d}. It is not shown "
        "again.",
        err=True,
    )


def check(account: str, roles: tuple[str, ...], allowed: tuple[str, ...], *, is_person: bool) -> None:
    if not is_person and not roles:
        raise click.UsageError(
            f"{account} is no person's account. For a program, say with --role what it may do: {', '.join(allowed)}."
        )
    if beyond := [role for role in roles if role not in allowed]:
        raise Refused(f"{account} can't have {', '.join(beyond)}. Possible: {', '.join(allowed)}.")


@token.command("list")
@click.pass_context
def list_(context: click.Context) -> None:
    """Print the tokens: id, account, roles, until when, and whether they are revoked."""
    with opened(settings_of(context)) as program:
        found, now = tokens.tokens(program.database), program.engine.now()
    for one in found:
        state = "revoked" if one.revoked_at else "expired" if one.expires_at <= now else ""
        parts = (", ".join(one.roles), f"until {one.expires_at:%Y-%m-%d}", one.note, state)
        click.echo(f"{one.id:<10} {one.account:<20} {' · '.join(filter(None, parts))}")
    if not found:
        click.echo("There is no token yet. Make one with polku token add.")


@token.command()
@click.argument("id")
@click.pass_context
def revoke(context: click.Context, id: str) -> None:
    """Make a token useless, within seconds, on every node."""
    with opened(settings_of(context)) as program:
        row = tokens.revoke(program.database, id, program.engine.now(), by=CONSOLE)
    click.echo(f"The token {id} of {row.account} is revoked.")
