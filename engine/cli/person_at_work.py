"""polku person work, away: what routing knows of a person, and when somebody else stands in for them."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import click

from engine.cli.person import an_account, existing, words
from engine.cli.program import CONSOLE, opened, settings_of
from engine.errors import NotFound
from engine.routing.substitutes import refuse_impossible
from engine.store import absences, people, teams
from engine.store.absences import Absence

DAYS = 5
MOST_MINUTES = 24 * 60
MOST_CAPACITY = 1000
HOURS = re.compile(r"(\d{1,2})(?:[.](\d{1,2})|:([0-5]\d))?")
DAY = click.DateTime(["%Y-%m-%d"])


def week_of(_context: click.Context, _parameter: click.Parameter, given: str | None) -> tuple[int, ...] | None:
    """The minutes of the five working days; none at all for the office's own hours."""
    if given is None or given.strip() == "office":
        return None if given is None else ()
    days = [minutes(part.strip()) for part in given.split(",")]
    if len(days) != DAYS or any(day is None for day in days):
        raise click.BadParameter(
            f"{given!r} are no hours of five days. Give those from Monday to Friday, like 7.5,7:30,8,8,0; or office."
        )
    return tuple(day or 0 for day in days)


def minutes(text: str) -> int | None:
    found = HOURS.fullmatch(text)
    if found is None:
        return None
    hours, fraction, past = found.groups()
    whole = int(hours) * 60 + (int(past) if past else round(float(f"0.{fraction or 0}") * 60))
    return whole if whole <= MOST_MINUTES else None


@click.command()
@an_account
@click.option("--group", "groups", multiple=True, callback=words, help="A group whose work the person may take.")
@click.option("--skill", "skills", multiple=True, callback=words, help="A focus area that work may ask for.")
@click.option("--speaks", "languages", multiple=True, callback=words, help="A language that work may ask for, as fi.")
@click.option("--area", "areas", multiple=True, callback=words, help="A municipality that the person serves.")
@click.option("--team", help="The team's id or name; - for none.")
@click.option("--hours", "week", callback=week_of, help="Of Monday to Friday: 7.5,7:30,8,8,0. Or: office.")
@click.option("--capacity", type=click.IntRange(0, MOST_CAPACITY), help="How many work items at most.")
@click.pass_context
def work(
    context: click.Context, /, account: str, team: str | None, week: Any, capacity: int | None, **given: Any
) -> None:
    """Say what a person's work may be: focus areas, languages, area, team, hours. What isn't given stays as it is.

    What may be given several times takes the place of all that was there. The next round of routing goes by it.
    """
    changes = {name: several for name, several in given.items() if several}
    changes |= {name: value for name, value in (("week", week), ("capacity", capacity)) if value is not None}
    with opened(settings_of(context)) as program:
        found = existing(program.database, account)
        if team is not None:
            known = {name: one.id for one in teams.list(program.database) for name in (one.id, one.name)} | {"-": ""}
            if team not in known:
                raise NotFound(
                    f"There is no team {team}. The teams are: {', '.join(sorted(set(known) - {'-'})) or '–'}."
                )
            changes["team"] = known[team]
        if not changes:
            raise click.UsageError("Say what shall be changed, for instance --area Nokia.")
        now = program.engine.now()
        with program.database.writing() as session:
            people.change(session, replace(found, **changes), actor=CONSOLE, now=now)
    click.echo(f"{found.name}: {', '.join(sorted(changes))} changed. The next round goes by it.")


@click.command()
@an_account
@click.option("--from", "first", type=DAY, required=True, help="The first day away, like 2026-07-01.")
@click.option("--to", "last", type=DAY, help="The last day away; without it nobody knows until when.")
@click.option("--substitute", default="", help="The account of who stands in.")
@click.pass_context
def away(context: click.Context, account: str, first: datetime, last: datetime | None, substitute: str) -> None:
    """Enter an absence, with who stands in. Substitutes who would stand in for each other in a circle are refused."""
    last_day: date | None = last.date() if last else None
    with opened(settings_of(context)) as program:
        found = existing(program.database, account)
        stand_in = existing(program.database, substitute.strip().lower()).account if substitute.strip() else ""
        absence = Absence(account=account, first_day=first.date(), last_day=last_day, substitute=stand_in)
        with program.database.writing() as session:
            refuse_impossible(absence, absences.found(session, since=absence.first_day))
            absences.add(session, absence, actor=CONSOLE, now=program.engine.now())
    until = f" to {last_day}" if last_day else ""
    click.echo(f"{found.name} is away from {absence.first_day}{until}; the next round hands the work over.")
