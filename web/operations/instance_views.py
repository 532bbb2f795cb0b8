"""One instance in an operator's hands: look, suspend and resume, repair, modify, migrate. Every act has a reason."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import Impossible, Invalid, Refused
from engine.history import foreseen
from engine.operations import Plan
from engine.store import instances
from web.audit.instance_page import archive_of, archived
from web.audit.sentences import QUIET, sentence
from web.auth.session import me
from web.office import office
from web.operations import instance_page
from web.operations.choices import instructions, mapping, number, variables
from web.operations.views import bp
from web.operations.words import told
from web.reading import saw
from web.security import for_designer


@bp.get("/operations/instances/<instance_id>")
def instance(instance_id: str) -> str:
    row = instances.one(office().database, instance_id)
    if archive := archive_of(row):
        saw(me().account, row.business_key, "operations.instance")
        return render_template("audit/archived.html", **archived(row, archive))
    return shown(instance_id)


@bp.post("/operations/instances/<instance_id>/suspend")
def suspend(instance_id: str) -> Any:
    return attempt(instance_id, lambda act: act.suspend(instance_id, reason(), **who()), gettext("It is suspended."))


@bp.post("/operations/instances/<instance_id>/resume")
def resume(instance_id: str) -> Any:
    return attempt(instance_id, lambda act: act.resume(instance_id, reason(), **who()), gettext("It is resumed."))


@bp.post("/operations/instances/<instance_id>/cancel")
def cancel(instance_id: str) -> Any:
    return attempt(instance_id, lambda act: act.cancel(instance_id, reason(), **who()), gettext("It is cancelled."))


@bp.post("/operations/instances/<instance_id>/variables")
def set_variables(instance_id: str) -> Any:
    def act(operations: Any) -> None:
        given, scope = variables(request.form, "variables"), number(request.form.get("scope", "")) or 1
        operations.set_variables(instance_id, given, reason(), scope=scope, **who())

    return attempt(instance_id, act, gettext("The data is recorded."))


@bp.post("/operations/instances/<instance_id>/retry")
def retry(instance_id: str) -> Any:
    def act(operations: Any) -> None:
        key, given = number(request.form.get("incident", "")), variables(request.form, "repair")
        operations.retry(instance_id, key, reason(), variables=given, **who())

    return attempt(instance_id, act, gettext("It is tried again."))


@bp.post("/operations/instances/<instance_id>/modification")
def plan_modification(instance_id: str) -> Any:
    """Shows what would happen; nothing has happened yet."""
    try:
        plan = office().engine.operations.plan_modification(instance_id, instructions(request.form))
    except Invalid as wrong:
        return shown(instance_id, wrong.errors), 422
    return planned(instance_id, plan, "operations.modify", gettext("Modify"))


@bp.post("/operations/instances/<instance_id>/modify")
def modify(instance_id: str) -> Any:
    def act(operations: Any) -> None:
        operations.modify(instance_id, instructions(request.form), reason(), **who())

    return attempt(instance_id, act, gettext("It is modified."))


@bp.post("/operations/instances/<instance_id>/migration")
def plan_migration(instance_id: str) -> Any:
    """Shows what would become of everything; nothing has happened yet."""
    form = request.form
    try:
        plan = office().engine.operations.plan_migration(
            instance_id, form.get("source", ""), form.get("target", ""), mapping(form)
        )
    except Invalid as wrong:
        return shown(instance_id, wrong.errors), 422
    return planned(instance_id, plan, "operations.migrate", gettext("Migrate"))


@bp.post("/operations/instances/<instance_id>/migrate")
def migrate(instance_id: str) -> Any:
    def act(operations: Any) -> None:
        form = request.form
        source, target = form.get("source", ""), form.get("target", "")
        operations.migrate(instance_id, source, target, reason(), mapping=mapping(form), **who())

    return attempt(instance_id, act, gettext("It goes on in the other version."))


def attempt(instance_id: str, act: Callable[[Any], None], done: str) -> str | Response | tuple[str, int]:
    """Do it and go back to the instance; or show it again with what was wrong, and everything that was typed."""
    try:
        act(office().engine.operations)
    except Impossible as impossible:
        return shown(instance_id, {"plan": " ".join(map(told, impossible.reasons))}), 409
    except Invalid as wrong:
        return shown(instance_id, {name: in_words(name, text) for name, text in wrong.errors.items()}), 422
    except Refused as refused:
        return shown(instance_id, {"plan": str(refused)}), 409
    flash(done, "done")
    return redirect(url_for("operations.instance", instance_id=instance_id))


def in_words(name: str, text: str) -> str:
    return gettext("Say why: the reason is kept in the history.") if name == "reason" else text


def shown(instance_id: str, errors: dict[str, str] | None = None) -> str:
    contents = instance_page.contents(instance_id)
    saw(me().account, contents["instance"].business_key, "operations.instance")
    for_designer()
    return render_template("operations/instance.html", **contents, errors=errors or {}, typed=request.form)


def planned(instance_id: str, plan: Plan, route: str, action: str) -> Any:
    kept = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in ("csrf_token", "reason")
    ]
    page = render_template(
        "operations/plan.html",
        instance_id=instance_id,
        plan=plan,
        remarks=[told(remark) for remark in plan.remarks],
        reasons=[told(remark) for remark in plan.reasons],
        follows=[
            sentence(fact)
            for fact in foreseen(office().database, instance_id, plan.facts, me().account, office().now())
            if fact.kind not in QUIET | COMMANDS
        ],
        address=url_for(route, instance_id=instance_id),
        action=action,
        kept=kept,
    )
    return page if plan.possible else (page, 409)


def reason() -> str:
    return request.form.get("reason", "")


#: Facts that say no more than the plan itself.
COMMANDS = frozenset({"InstanceModified", "InstanceMigrated"})


def who() -> dict[str, str]:
    return {"actor": me().account, "request_id": request.form.get("request_id", "")}
