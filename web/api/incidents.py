"""Incidents: what has stopped, and trying again."""

from typing import Any

from engine.store import incidents as stored
from web.api import schemas
from web.api.blueprint import BEARER, bp, request_id
from web.api.door import caller
from web.office import office


@bp.get("/incidents")
@bp.input(schemas.IncidentsAsked, location="query")
@bp.output(schemas.Incidents)
@bp.doc(summary="A page of incidents, the oldest first", security=BEARER)
def incidents(query_data: dict[str, Any]) -> Any:
    """`text` is a part of the sentence, or the beginning of an instance's id or business key."""
    after, limit = query_data.pop("after"), query_data.pop("limit")
    return stored.page(office().database, stored.Sought(**query_data), after=after, limit=limit)


@bp.post("/incidents/<instance_id>/<int:key>/retry")
@bp.input(schemas.Retry)
@bp.output({})
@bp.doc(summary="Try again what stopped, and say why", security=BEARER)
def retry(instance_id: str, key: int, json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    office().engine.operations.retry(
        instance_id,
        key,
        json_data["reason"],
        actor=account,
        retries=json_data["retries"],
        request_id=request_id(account),
    )
    return {}
