"""The list of people, one person's work, and the teams."""

import re

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.store import people, teams
from engine.store.people import Person
from engine.store.teams import Team
from web.auth.session import me
from web.inbox.names import names_here
from web.office import office
from web.people.person_form import DAY_NAMES, DAYS, Typed, as_typed, changed, typed
from web.team.choices import workers

bp = Blueprint("people", __name__, template_folder="templates", url_prefix="/people")

LONGEST_NAME = 100


@bp.get("")
def page() -> str:
    return listed()


@bp.get("/<account>")
def one(account: str) -> str:
    person = existing(account)
    return form_page(person, as_typed(person))


@bp.post("/<account>")
def change(account: str) -> Response | tuple[str, int]:
    person = existing(account)
    form = typed(request.form, [team.id for team in teams.list(office().database)])
    if form.errors:
        return form_page(person, form), 422
    with office().database.writing() as session:
        people.change(session, changed(person, form), actor=me().account, now=office().now())
    flash(gettext("Saved. The next round goes by it."), "done")
    return redirect(url_for("people.page"))


@bp.post("/teams")
def save_team() -> Response | tuple[str, int]:
    """A new team, or another name or manager of one."""
    id, name, manager = (request.form.get(field, "").strip() for field in ("id", "name", "manager"))
    known = teams.list(office().database)
    if not name or len(name) > LONGEST_NAME:
        return listed(wrong=gettext("A team has a name of at most %(most)s characters.", most=LONGEST_NAME)), 422
    if any(team.name == name and team.id != id for team in known):
        return listed(wrong=gettext("There is a team %(name)s already.", name=name)), 422
    if manager and manager not in workers(office().database):
        return listed(wrong=gettext("Choose a manager of the list, or nobody.")), 422
    if id and id not in {team.id for team in known}:
        abort(404)
    with office().database.writing() as session:
        teams.save(
            session,
            Team(id or new_id(name, {team.id for team in known}), name, manager),
            actor=me().account,
            now=office().now(),
        )
    flash(gettext("The team is saved."), "done")
    return redirect(url_for("people.page"))


def new_id(name: str, taken: set[str]) -> str:
    """A short id from the name that no other team has."""
    base = re.sub(r"\W+", "-", name.casefold()).strip("-") or "team"
    return next(
        id for number in range(1, len(taken) + 2) if (id := base if number == 1 else f"{base}-{number}") not in taken
    )


def existing(account: str) -> Person:
    person = people.get(office().database, account)
    if person is None:
        abort(404)
    return person


def listed(wrong: str = "") -> str:
    known = teams.list(office().database)
    return render_template(
        "people/page.html",
        people=people.list(office().database),
        teams=known,
        team_names={team.id: team.name for team in known},
        names=names_here(),
        choices=workers(office().database),
        wrong=wrong,
        typed=request.form,
    )


def form_page(person: Person, form: Typed) -> str:
    return render_template(
        "people/one.html",
        shown=person,
        form=form,
        days=DAYS,
        day_names=DAY_NAMES,
        teams=teams.list(office().database),
    )
