"""Jobs for outside workers: fetch and lock, waiting for one where there is none, and say how it ended."""

from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, current_app

from web.api import schemas
from web.api.blueprint import BEARER, bp, request_id
from web.api.door import caller
from web.office import office

WAITING = "polku-api-waiting"


def install(app: Flask, threads: int) -> None:
    """Half of the threads may wait for jobs at most: the others answer whoever has something to do."""
    app.extensions[WAITING] = BoundedSemaphore(max(1, threads // 2))


@bp.post("/jobs/fetch")
@bp.input(schemas.Fetch)
@bp.output(schemas.Jobs)
@bp.doc(
    summary="Fetch and lock jobs",
    description="Waits up to wait_seconds for the first one. An empty list may come earlier, when many are waiting: "
    "just ask again. Sent again with the same Idempotency-Key, it gives the same jobs, as far as "
    "they still are the worker's. A lock ends by itself after lease_seconds, or after what the diagram says.",
    security=BEARER,
)
def fetch_jobs(json_data: dict[str, Any]) -> dict[str, Any]:
    slots: BoundedSemaphore = current_app.extensions[WAITING]
    wait = json_data["wait_seconds"]
    may_wait = wait > 0 and slots.acquire(blocking=False)
    try:
        return {"jobs": fetched(json_data, timedelta(seconds=wait if may_wait else 0))}
    finally:
        if may_wait:
            slots.release()


def fetched(asked: dict[str, Any], wait: timedelta) -> Any:
    account = caller().account
    worker = ".".join(filter(None, (account, asked["worker"])))
    return office().engine.fetch_jobs(
        worker[:100],
        asked["types"],
        lease=timedelta(seconds=asked["lease_seconds"]),
        limit=asked["limit"],
        wait=wait,
        request_id=request_id(account),
    )


@bp.post("/jobs/<instance_id>/<int:key>/complete")
@bp.input(schemas.CompleteJob)
@bp.output({})
@bp.doc(summary="The job is done", security=BEARER)
def complete_job(instance_id: str, key: int, json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    office().engine.complete_job(
        instance_id,
        key,
        json_data["variables"],
        lock=json_data["lock"],
        actor=account,
        request_id=request_id(account),
    )
    return {}


@bp.post("/jobs/<instance_id>/<int:key>/fail")
@bp.input(schemas.FailJob)
@bp.output({})
@bp.doc(
    summary="A try failed",
    description="Without retries, one try is used up; without retry_after_seconds, the next one is when the diagram "
    "says. With no tries left there is an incident.",
    security=BEARER,
)
def fail_job(instance_id: str, key: int, json_data: dict[str, Any]) -> dict[str, Any]:
    account, seconds = caller().account, json_data["retry_after_seconds"]
    office().engine.fail_job(
        instance_id,
        key,
        json_data["sentence"],
        retries=json_data["retries"],
        retry_at=None if seconds is None else office().now() + timedelta(seconds=seconds),
        lock=json_data["lock"],
        actor=account,
        request_id=request_id(account),
    )
    return {}


@bp.post("/jobs/<instance_id>/<int:key>/error")
@bp.input(schemas.ThrowJobError)
@bp.output({})
@bp.doc(summary="The job ends with a business error of the diagram", security=BEARER)
def throw_job_error(instance_id: str, key: int, json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    office().engine.throw_job_error(
        instance_id,
        key,
        json_data["code"],
        json_data["message"],
        json_data["variables"],
        lock=json_data["lock"],
        actor=account,
        request_id=request_id(account),
    )
    return {}


@bp.post("/jobs/<instance_id>/<int:key>/extend")
@bp.input(schemas.ExtendJob)
@bp.output(schemas.Extended)
@bp.doc(summary="Hold the job for so long from now on", security=BEARER)
def extend_job(instance_id: str, key: int, json_data: dict[str, Any]) -> dict[str, Any]:
    lease = timedelta(seconds=json_data["lease_seconds"])
    key_of_request = request_id(caller().account)
    until = office().engine.extend_job(instance_id, key, json_data["lock"], lease, request_id=key_of_request)
    return {"locked_until": until}
