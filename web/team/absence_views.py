"""Absences: entered, changed, withdrawn, and tried out before."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import Refused
from engine.routing.plan import office_day
from engine.routing.substitutes import refuse_impossible
from engine.routing.what_if import WhatIf, what_if
from engine.store import absences
from engine.store.absences import Absence
from web.auth.session import me
from web.customers.names import customer_names
from web.inbox.names import names_here
from web.inbox.reasons import told
from web.office import office
from web.team.absence_form import Typed, as_typed, typed
from web.team.choices import workers
from web.team.refusals import refusal

Page = str | tuple[str, int]


def add_to(bp: Blueprint) -> None:
    """The routes of absences, as a part of the board."""
    bp.add_url_rule("/absences", "absences", listed)
    bp.add_url_rule("/absences", "add_absence", added, methods=["POST"])
    bp.add_url_rule("/absences/what-if", "what_if", supposed)
    bp.add_url_rule("/absences/<int:number>", "absence", edited)
    bp.add_url_rule("/absences/<int:number>", "change_absence", changed, methods=["POST"])
    bp.add_url_rule("/absences/<int:number>/withdraw", "withdraw_absence", withdrawn, methods=["POST"])


def listed() -> str:
    return show(Typed(account=request.args.get("account", "")))


def added() -> Page | Response:
    form = typed(request.form, workers(office().database))
    if form.errors:
        return show(form), 422
    try:
        enter(form.absence())
    except Refused as refused:
        return show(form, refused), 422
    flash(gettext("The absence is entered. The next round hands the work over."), "done")
    return redirect(url_for("team.absences"))


def supposed() -> Page:
    """What would become of the work, without entering anything."""
    form = typed(request.args, workers(office().database))
    if form.errors:
        return show(form), 422
    try:
        answer = what_if(office().engine, form.absence())
    except Refused as refused:
        return show(form, refused), 422
    return show(form, answer=answer)


def edited(number: int) -> str:
    with office().database.reading() as session:
        absence = absences.one(session, number)
    return edit(number, as_typed(absence))


def changed(number: int) -> Page | Response:
    form = typed(request.form, workers(office().database) | names_here())
    if form.errors:
        return edit(number, form), 422
    try:
        enter(form.absence(number))
    except Refused as refused:
        return edit(number, form, refused), 422
    flash(gettext("The absence is changed."), "done")
    return redirect(url_for("team.absences"))


def withdrawn(number: int) -> Response:
    with office().database.writing() as session:
        absences.withdraw(session, number, actor=me().account, now=office().now())
    flash(gettext("The absence is withdrawn. The next round hands the work back."), "done")
    return redirect(url_for("team.absences"))


def enter(absence: Absence) -> None:
    """Check and keep it in one transaction: two managers at once make no circle. Raises `Refused`."""
    with office().database.writing() as session:
        refuse_impossible(absence, absences.found(session, since=absence.first_day))
        if absence.id:
            absences.change(session, absence, actor=me().account, now=office().now())
        else:
            absences.add(session, absence, actor=me().account, now=office().now())


def of_person(account: str) -> dict[str, Any]:
    """What the page of one person shows of their absences."""
    return {"absences": absences.list(office().database, since=today(), account=account)}


def today() -> Any:
    return office_day(office().now(), office().engine.hours)


def show(form: Typed, refused: Refused | None = None, answer: WhatIf | None = None) -> str:
    names = names_here()
    moving = {one.item.business_key for one in answer.plan.assignments} if answer else set()
    return render_template(
        "team/absences.html",
        absences=absences.list(office().database, since=today()),
        today=today(),
        form=form,
        refused=refusal(refused, names) if refused else "",
        answer=answer,
        names=names,
        told=told,
        customers=customer_names(office().database, moving),
        choices=workers(office().database),
    )


def edit(number: int, form: Typed, refused: Refused | None = None) -> str:
    names = names_here()
    return render_template(
        "team/absence.html",
        number=number,
        form=form,
        refused=refusal(refused, names) if refused else "",
        names=names,
        choices=workers(office().database),
    )
