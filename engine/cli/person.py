"""polku person: the accounts of those who sign in. Passwords are asked for, hashed, and never shown."""

import sys
from dataclasses import replace
from importlib import import_module

import click

from engine.cli.program import CONSOLE, opened, settings_of
from engine.cli.serve import PASSWORDS
from engine.errors import NotFound
from engine.store import Database, people, work_items
from engine.store.people import Person

RIGHTS = "web.auth.rights"
SHORTEST = 12  # characters of a password


def account_name(_context: click.Context, _parameter: click.Parameter, given: str) -> str:
    """The account in small letters, as the sign-in page looks for it."""
    account = given.strip().lower()
    if not people.ACCOUNT.fullmatch(account):
        raise click.BadParameter(f"{given!r} is no account: give letters, digits and . _ @ + - without spaces.")
    if account in people.RESERVED:
        raise click.BadParameter(f"{account} stands for the program itself in the history: choose another account.")
    return account


def words(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    for word in given:
        if not word.strip() or "," in word:
            raise click.BadParameter(f"{word!r} is not one name: give the option once for each.")
    return tuple(word.strip() for word in given)


def known_roles(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    roles: tuple[str, ...] = import_module(RIGHTS).ROLES
    for role in given:
        if role not in roles:
            raise click.BadParameter(f"There is no role {role!r}. The roles are {', '.join(roles)}.")
    return given


def filled(_context: click.Context, _parameter: click.Parameter, given: str) -> str:
    if not given.strip():
        raise click.BadParameter("It is empty.")
    return given.strip()


an_account = click.argument("account", callback=account_name)
from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password as one line from standard input instead of asking."
)


@click.group()
def person() -> None:
    """Add accounts, list and close them, give them new passwords, and say what routing has to know of people."""


@person.command()
@an_account
@click.option("--name", required=True, callback=filled, help="The person's name, as others see it.")
@click.option("--role", "roles", multiple=True, required=True, callback=known_roles, help="A role; one or several.")
@click.option("--group", "groups", multiple=True, callback=words, help="A group whose work the person may take.")
@click.option("--skill", "skills", multiple=True, callback=words, help="A skill that work may ask for.")
@click.option("--speaks", "languages", multiple=True, callback=words, help="A language that work may ask for, as fi.")
@click.option("--language", type=click.Choice(["fi", "en"]), default="fi", help="The language of the person's pages.")
@click.option("--email", default="", help="The person's mail address.")
@from_stdin
@click.pass_context
def add(
    context: click.Context,
    account: str,
    name: str,
    roles: tuple[str, ...],
    groups: tuple[str, ...],
    skills: tuple[str, ...],
    languages: tuple[str, ...],
    language: str,
    email: str,
    password_stdin: bool,
) -> None:
    """Add an account. One that exists is left as it is.

    Without --speaks the person speaks the language of their pages.
    """
    newcomer = Person(
        account=account,
        name=name,
        email=email.strip(),
        language=language,
        roles=roles,
        groups=groups,
        skills=skills,
        languages=languages or (language,),
    )
    with opened(settings_of(context)) as program:
        people.refuse_taken(program.database, account)  # before a password is typed for nothing
        new_hash = hashed_password(password_stdin)
        newcomer = replace(newcomer, password_hash=new_hash)
        people.add(program.database, newcomer, actor=CONSOLE, now=program.engine.now())
    click.echo(f"{name} can sign in as {account}.")


@person.command()
@an_account
@from_stdin
@click.pass_context
def password(context: click.Context, account: str, password_stdin: bool) -> None:
    """Give an account a new password."""
    with opened(settings_of(context)) as program:
        found = existing(program.database, account)
        new_hash = hashed_password(password_stdin)
        people.give_password(program.database, account, new_hash, actor=CONSOLE, now=program.engine.now())
    click.echo(f"The account {account} has a new password{'' if found.active else ', and stays closed'}.")


@person.command("list")
@click.pass_context
def list_(context: click.Context) -> None:
    """Print the accounts with names, roles, groups and whether they are closed, by name."""
    with opened(settings_of(context)) as program:
        everybody = people.list(program.database)
    for one in everybody:
        parts = (", ".join(one.roles), ", ".join(one.groups), "" if one.active else "closed")
        click.echo(f"{one.account:<20} {one.name:<20} {' · '.join(filter(None, parts))}")
    if not everybody:
        click.echo("There is no account yet. Add one with polku person add.")


@person.command()
@an_account
@click.pass_context
def close(context: click.Context, account: str) -> None:
    """Close an account: nobody signs in with it any more, also not who is signed in now.

    It stays in the history, and holds the work that it held.
    """
    with opened(settings_of(context)) as program:
        found = existing(program.database, account)
        with program.database.writing() as session:
            people.change(session, replace(found, active=False), actor=CONSOLE, now=program.engine.now())
        held = work_items.held(program.database, account)
    click.echo(f"The account {account} is closed: {found.name} can't sign in any more.")
    if held:
        click.echo(f"It still holds {held} open work {'item' if held == 1 else 'items'}.")


def existing(database: Database, account: str) -> Person:
    found = people.get(database, account)
    if found is None:
        raise NotFound(f"There is no account {account}. See them with polku person list.")
    return found


def hashed_password(from_standard_input: bool) -> str:
    """The hash of a password that is typed twice unseen, or of one line of standard input."""
    if from_standard_input:
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if len(given) < SHORTEST:
        raise click.UsageError(f"The password is too short: it has to have at least {SHORTEST} characters.")
    hashed: str = import_module(PASSWORDS).hashed(given)
    return hashed
