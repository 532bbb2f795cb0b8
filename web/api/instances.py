"""Process instances: start, look at, change, end."""

from typing import Any

from engine import history
from engine.history import Filters
from engine.starting import Start, Started
from engine.store import instances as stored
from web.api import schemas
from web.api.blueprint import BEARER, bp, request_id
from web.api.door import caller
from web.office import office
from web.reading import saw


@bp.post("/instances")
@bp.input(schemas.Start)
@bp.output(schemas.Started, 201)
@bp.doc(summary="Start an instance", security=BEARER)
def start(json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    return {"instance_id": started(json_data, account, request_id(account))}


@bp.post("/instances/bulk")
@bp.input(schemas.StartMany)
@bp.output(schemas.StartedMany, 201)
@bp.doc(
    summary="Start up to 1,000 instances",
    description="Each starts or fails alone. Sent again with the same Idempotency-Key, those that started do not start "
    "again, and those that failed are tried again.",
    security=BEARER,
)
def start_many(json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    key = request_id(account)
    starts = [Start(**one, request_id=f"{key}/{n}" if key else "") for n, one in enumerate(json_data["starts"])]
    return {"started": [told(one) for one in office().engine.start_many(starts, actor=account)]}


def told(one: Started) -> dict[str, Any]:
    return {"instance_id": one.instance_id or None, "problem": one.failure or None}


def started(one: dict[str, Any], account: str, key: str) -> str:
    return office().engine.start(
        one["process_id"],
        one["variables"],
        actor=account,
        business_key=one["business_key"],
        version=one["version"],
        request_id=key,
    )


@bp.get("/instances")
@bp.input(schemas.InstancesAsked, location="query")
@bp.output(schemas.Instances)
@bp.doc(summary="A page of instances, the newest first", security=BEARER)
def instances(query_data: dict[str, Any]) -> Any:
    return stored.page(office().database, **query_data)


@bp.get("/instances/<instance_id>")
@bp.output(schemas.Instance)
@bp.doc(summary="One instance", security=BEARER)
def instance(instance_id: str) -> Any:
    return stored.one(office().database, instance_id)


@bp.get("/instances/<instance_id>/variables")
@bp.output(schemas.SeenVariables)
@bp.doc(summary="The variables of the instance", security=BEARER)
def variables(instance_id: str) -> dict[str, Any]:
    saw(caller().account, stored.one(office().database, instance_id).business_key, "api.variables")
    return {"variables": stored.variables(office().database, instance_id)}


@bp.get("/instances/<instance_id>/facts")
@bp.input(schemas.Paging, location="query")
@bp.output(schemas.Facts)
@bp.doc(summary="What happened, in its order", security=BEARER)
def facts(instance_id: str, query_data: dict[str, Any]) -> Any:
    saw(caller().account, stored.one(office().database, instance_id).business_key, "api.facts")
    asked = Filters(instance_id=instance_id)
    return history.facts(office().database, asked, newest_first=False, **query_data)


@bp.route("/instances/<instance_id>/variables", methods=["PATCH"])
@bp.input(schemas.SetVariables)
@bp.output({})
@bp.doc(summary="Set variables of the instance, and say why", security=BEARER)
def set_variables(instance_id: str, json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    office().engine.operations.set_variables(
        instance_id, json_data["variables"], json_data["reason"], actor=account, request_id=request_id(account)
    )
    return {}


@bp.post("/instances/<instance_id>/cancel")
@bp.input(schemas.Reason)
@bp.output({})
@bp.doc(summary="End the instance and everything in it; its history stays", security=BEARER)
def cancel(instance_id: str, json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    office().engine.operations.cancel(instance_id, json_data["reason"], actor=account, request_id=request_id(account))
    return {}
