"""Instances found by filters, and those that are marked migrated, each for itself."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext

from engine.errors import Invalid, NotFound
from engine.operations import Outcome
from engine.store import definitions, instances
from web.auth.session import me
from web.inbox.names import process_names
from web.office import office
from web.operations.choices import asked, mapping, number
from web.operations.outcomes import tell

FILTERS = ("process", "status", "text", "version")
TYPED = ("target", "reason", "mapping")


def add_to(bp: Blueprint) -> None:
    """The routes of the list of instances, as a part of the operations."""
    bp.add_url_rule("/operations/instances", "list_instances", list_instances)
    bp.add_url_rule("/operations/instances/migrate", "migrate_many", migrate_many, methods=["POST"])


def list_instances(errors: Mapping[str, str] | None = None) -> str:
    database = office().database
    wanted = asked(*FILTERS)
    definition = f"{wanted['process']}:{number(wanted['version'])}" if wanted["process"] and wanted["version"] else None
    found = instances.page(
        database,
        process_id=wanted["process"] or None,
        definition=definition,
        status=wanted["status"] or None,
        text=wanted["text"],
        after=request.args.get("after") or None,
    )
    return render_template(
        "operations/instances.html",
        instances=found.items,
        next_page=found.next,
        after=request.args.get("after"),
        wanted=wanted,
        processes=process_names(database),
        versions=definitions.versions(database, "process", wanted["process"]) if wanted["process"] else (),
        marked=frozenset(request.form.getlist("instance")),
        typed={name: request.form.get(name, "") for name in TYPED},
        errors=errors or {},
    )


def migrate_many() -> Any:
    """Migrate those that are marked to one version of their process. What was typed stays when something is wrong."""
    form = request.form
    chosen, target = form.getlist("instance"), form.get("target", "")
    errors: dict[str, str] = {}
    if not chosen:
        errors["instance"] = gettext("Mark the instances that shall go on in another version.")
    if not target:
        errors["target"] = gettext("Choose the version that they shall go on in.")
    if not form.get("reason", "").strip():
        errors["why"] = gettext("Say why: the reason is kept in the history.")
    try:
        renamed = mapping(form)
    except Invalid as wrong:
        errors |= wrong.errors
    if errors:
        return list_instances(errors), 422
    tell([migrated(id, target, renamed) for id in chosen])
    return redirect(url_for("operations.list_instances", **asked(*FILTERS)))


def migrated(id: str, target: str, renamed: Mapping[str, str]) -> Outcome:
    """What came of one. What it runs now is its own version, also when they were marked in several."""
    try:
        source = instances.one(office().database, id).definition
    except NotFound as gone:
        return Outcome(id, sentence=str(gone), gone=True)
    (outcome,) = office().engine.operations.migrate_all(
        [id], source, target, request.form["reason"], actor=me().account, mapping=renamed
    )
    return outcome
