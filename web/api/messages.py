"""Messages, signals and what is so: what comes from outside."""

from datetime import timedelta
from typing import Any

from web.api import schemas
from web.api.blueprint import BEARER, bp, request_id
from web.api.door import caller
from web.office import office


@bp.post("/messages")
@bp.input(schemas.Publish)
@bp.output(schemas.Published, 202)
@bp.doc(
    summary="Publish a message",
    description="To whoever waits for it now, or will before its time to live is over. A message with an id (or sent "
    "with an Idempotency-Key) is published once, however often it is sent.",
    security=BEARER,
)
def publish(json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    message_id = json_data["message_id"] or request_id(account)
    seconds = json_data["seconds_to_live"]
    lives = {} if seconds is None else {"time_to_live": timedelta(seconds=seconds)}
    office().engine.publish(
        json_data["name"],
        json_data["correlation_key"],
        json_data["variables"],
        actor=account,
        message_id=message_id,
        **lives,
    )
    return {"message_id": message_id}


@bp.post("/signals")
@bp.input(schemas.Broadcast)
@bp.output({}, 202)
@bp.doc(summary="Throw a signal to everybody who waits for it now", security=BEARER)
def broadcast(json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    office().engine.broadcast(json_data["name"], json_data["variables"], actor=account, request_id=request_id(account))
    return {}


@bp.post("/conditions")
@bp.input(schemas.Conditions)
@bp.output(schemas.Begun)
@bp.doc(
    summary="Say what is so, for processes that begin when a condition becomes true",
    description="A process begins when its condition is true and was not when it was asked last, for this subject. "
    "Saying the same again begins nothing, so that it may be sent again.",
    security=BEARER,
)
def evaluate_conditions(json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    begun = office().engine.evaluate_conditions(
        json_data["variables"],
        actor=account,
        subject=json_data["subject"],
        process_id=json_data["process_id"] or None,
        request_id=request_id(account),
    )
    return {"instance_ids": list(begun)}
