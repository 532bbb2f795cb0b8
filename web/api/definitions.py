"""Definitions: what is deployed, and deploying."""

from typing import Any

from flask import Response

from engine.errors import NotFound
from engine.store import definitions as stored
from web.api import schemas
from web.api.blueprint import BEARER, bp, request_id
from web.api.door import caller
from web.office import office

MEDIA_TYPES = {"process": "application/xml", "decision": "application/xml", "form": "application/json"}


def known(kind: str) -> str:
    if kind not in stored.KINDS:
        raise NotFound(f"There is no kind {kind} of definitions. There are {', '.join(stored.KINDS)}.")
    return kind


@bp.get("/definitions/<kind>")
@bp.output(schemas.Definitions)
@bp.doc(summary="The latest versions", description="kind: process, decision or form", security=BEARER)
def definitions(kind: str) -> dict[str, Any]:
    return {"items": stored.latest(office().database, known(kind))}


@bp.get("/definitions/<kind>/<id>/versions")
@bp.output(schemas.Definitions)
@bp.doc(summary="All versions of one definition, the newest first", security=BEARER)
def versions(kind: str, id: str) -> dict[str, Any]:
    found = stored.versions(office().database, known(kind), id)
    if not found:
        raise NotFound(f"There is no {kind} {id}.")
    return {"items": found}


@bp.get("/definitions/<kind>/<definition>/content")
@bp.doc(summary="The file of a version", description="definition: its key, ID:VERSION", security=BEARER)
def content(kind: str, definition: str) -> Response:
    return Response(stored.content(office().database, definition, known(kind)), mimetype=MEDIA_TYPES[kind])


@bp.post("/deployments")
@bp.input(schemas.Deploy)
@bp.output(schemas.Deployed, 201)
@bp.doc(
    summary="Deploy files together, all or none",
    description="What has not changed stays at its version. Problems are listed with file, element and remedy.",
    security=BEARER,
)
def deploy(json_data: dict[str, Any]) -> Any:
    files = {name: content.encode() for name, content in json_data["files"].items()}
    account = caller().account
    return office().engine.deploy(
        files, actor=account, note=json_data["note"], strict=json_data["strict"], request_id=request_id(account)
    )
