"""polku replay: an instance as it was at a moment of its past."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from engine.cli.program import opened, read, settings_of
from engine.errors import Invalid
from engine.history import Moment, difference, moment
from engine.kernel.state import State, Wait
from engine.store import instances


@click.command()
@click.argument("instance")
@click.option("--fact", type=click.IntRange(min=1), help="As it was after this fact; now if nothing is said.")
@click.option("--at", "when", help="As it was at this time, such as 2026-01-31T14:30.")
@click.option("--since", type=click.IntRange(min=1), help="Only what has changed since this fact.")
@click.pass_context
def replay(context: click.Context, instance: str, fact: int | None, when: str | None, since: int | None) -> None:
    """Print what was alive in an instance at a moment of its past, found by replaying its facts."""
    settings = settings_of(context)
    at = None if when is None else time_of(when, settings.time_zone)
    with opened(settings) as program:
        found = moment(program.database, instance, fact=fact, at=at)
        read(program, instances.one(program.database, instance).business_key, "polku replay")
        before = None if since is None else moment(program.database, instance, fact=since)
    click.echo(f"{instance} after fact {found.fact}, {found.at.astimezone(settings.time_zone):%Y-%m-%d %H:%M:%S}")
    for line in lines(found, before):
        click.echo(line)


def lines(found: Moment, before: Moment | None) -> list[str]:
    """What there was, or what changed since `before`, a line each."""
    changes = difference(State() if before is None else before.state, found.state)
    if before is None:
        return [f"  {change.place} = {written(change.after)}" for change in changes]
    return [f"  {change.place}: {written(change.before)} → {written(change.after)}" for change in changes] or [
        "  Nothing changed."
    ]


def written(value: object) -> str:
    if isinstance(value, Wait):
        fields = {name: getattr(value, name) for name in value.__struct_fields__ if name != "owner"}
        described = ", ".join(f"{name} {one}" for name, one in fields.items() if one not in ("", None))
        return f"{type(value).__name__}: {described}" if described else type(value).__name__
    return "–" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def time_of(text: str, zone: ZoneInfo) -> datetime:
    """The time, in the office's zone where the text names none. Raises `Invalid`."""
    try:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=zone)
    except ValueError:
        raise Invalid({"at": f"{text} is no time. Write it like 2026-01-31T14:30."}) from None
