"""The studio's list, the editor of one file, and what the editor asks for."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Answer

from engine.errors import DeploymentRefused
from engine.store import definitions, drafts
from engine.store.definitions import DefinitionRow
from engine.store.drafts import DraftRow
from web.audit.who import actors
from web.auth.session import can, me
from web.i18n.formats import moment
from web.inbox.answers import name_of
from web.office import office
from web.security import for_designer
from web.studio.contents import sent, shown
from web.studio.works import KINDS, works

bp = Blueprint("studio", __name__, template_folder="templates", url_prefix="/studio")

JsonAnswer = Response | tuple[Response, int]


@bp.get("")
def page() -> str:
    database = office().database
    return render_template(
        "studio/page.html", kinds=KINDS, works={kind: works(database, kind) for kind in KINDS}, people=actors(database)
    )


@bp.get("/<kind>/<id>")
def open(kind: str, id: str) -> str:
    versions = all_versions(kind, id)
    for_designer()
    wanted = request.args.get("version", type=int)
    latest = versions[0]
    row = next((version for version in versions if version.version == wanted), None) if wanted else latest
    if row is None:
        abort(404)
    draft = None if wanted else drafts.get(office().database, kind, id)
    return render_template(
        "studio/open.html",
        kind=kind,
        row=row,
        latest=latest,
        versions=versions,
        draft=draft,
        island_name=KINDS[kind].island,
        props=props(kind, row, draft, editable=can("studio.release") and not wanted),
        name_of=name_of,
    )


def props(kind: str, row: DefinitionRow, draft: DraftRow | None, *, editable: bool) -> dict[str, Any]:
    here: dict[str, Any] = {"kind": kind, "id": row.id}
    seen = draft.updated_at.isoformat() if draft else ""
    source = url_for("studio.content", **here) if draft else url_for("studio.version", **here, number=row.version)
    return {
        "name": row.name or row.id,
        ("schemaUrl" if KINDS[kind].body == "schema" else "xmlUrl"): source,
        "checkUrl": url_for("studio.check", **here),
        "draftUrl": url_for("studio.save_draft", **here, seen=seen),
        "releaseUrl": url_for("studio.release", **here),
        "csrf": generate_csrf(),
        "canEdit": editable,
        "canRelease": editable,
    }


@bp.get("/<kind>/<id>/draft")
def content(kind: str, id: str) -> Response:
    draft = drafts.get(office().database, known(kind), id)
    if draft is None:
        abort(404)
    return Response(draft.content, mimetype=KINDS[kind].mimetype)


@bp.get("/<kind>/<id>/versions/<int:number>")
def version(kind: str, id: str, number: int) -> Response:
    found = definitions.content(office().database, f"{id}:{number}", known(kind))
    headers = {"Cache-Control": "private, max-age=86400"}  # a version never changes
    return Response(found, mimetype=KINDS[kind].mimetype, headers=headers)


@bp.post("/<kind>/<id>/check")
def check(kind: str, id: str) -> JsonAnswer:
    row, file = all_versions(kind, id)[0], sent(kind, request.get_json(silent=True))
    if file is None:
        return unreadable()
    return jsonify(problems=shown(office().engine.check({row.file: file}, strict=True)))


@bp.put("/<kind>/<id>/draft")
def save_draft(kind: str, id: str) -> JsonAnswer:
    latest, file = all_versions(kind, id)[0], sent(kind, request.get_json(silent=True))
    if file is None:
        return unreadable()
    draft = drafts.get(office().database, kind, id)
    if draft and draft.author != me().account and changed_since(draft, request.args.get("seen", "")):
        sentence = gettext(
            "%(who)s saved another draft on %(when)s. Reload the page to see it; yours is not saved.",
            who=name_of(draft.author),
            when=moment(draft.updated_at),
        )
        return jsonify(message=sentence), 409
    now = office().now()
    keep(kind, id, file, draft.based_on if draft else latest.key, now)
    return jsonify(saved=now.isoformat())


@bp.post("/<kind>/<id>/draft/discard")
def discard_draft(kind: str, id: str) -> Answer:
    drafts.delete(office().database, known(kind), id)
    flash(gettext("The draft is gone; this is the released version."), "done")
    return redirect(url_for("studio.open", kind=kind, id=id))


@bp.post("/<kind>/<id>/release")
def release(kind: str, id: str) -> JsonAnswer:
    latest, body = all_versions(kind, id)[0], request.get_json(silent=True)
    file = sent(kind, body)
    if file is None:
        return unreadable()
    draft = drafts.get(office().database, kind, id)
    if draft and draft.based_on != latest.key:
        # Said once; who releases again has seen it, and means it.
        keep(kind, id, file, latest.key, office().now())
        return jsonify(message=released_meanwhile(latest)), 409
    try:
        done = office().engine.deploy({latest.file: file}, actor=me().account, note=note_of(body))
    except DeploymentRefused as refused:
        return jsonify(problems=shown(list(refused.problems))), 422
    drafts.delete(office().database, kind, id)
    new = next((found for found in done.definitions if found.kind == kind and found.id == id), None)
    number = new.version if new else latest.version
    return jsonify(version=number, url=url_for("studio.open", kind=kind, id=id))


def note_of(body: Any) -> str:
    """What the new version is about, in the releaser's words."""
    return str(body.get("note") or "").strip() if isinstance(body, dict) else ""


def released_meanwhile(latest: DefinitionRow) -> str:
    return gettext(
        "%(who)s released version %(version)s on %(when)s, after this draft was begun. Look at that version "
        "first; releasing again puts yours in its place.",
        who=name_of(latest.deployed_by),
        version=latest.version,
        when=moment(latest.deployed_at),
    )


def keep(kind: str, id: str, file: bytes, based_on: str, now: datetime) -> None:
    drafts.save(office().database, kind, id, file, author=me().account, based_on=based_on, now=now)


def changed_since(draft: DraftRow, seen: str) -> bool:
    return draft.updated_at.isoformat() != seen


def unreadable() -> JsonAnswer:
    return jsonify(message=gettext("The file can't be read. Reload the page and try again.")), 400


def known(kind: str) -> str:
    return kind if kind in KINDS else abort(404)


def all_versions(kind: str, id: str) -> tuple[DefinitionRow, ...]:
    """All versions of what is edited, the newest first; 404 when there is none."""
    return definitions.versions(office().database, known(kind), id) or abort(404)
