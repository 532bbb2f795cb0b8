"""Work items: the inbox of the person whose token it is."""

from typing import Any

from engine.errors import Invalid
from engine.store import people
from engine.store import work_items as stored
from web.api import schemas
from web.api.blueprint import BEARER, bp, request_id
from web.api.door import caller
from web.auth.rights import MANAGER
from web.office import office
from web.reading import saw


@bp.get("/work-items")
@bp.input(schemas.WorkItemsAsked, location="query")
@bp.output(schemas.WorkItems)
@bp.doc(
    summary="A page of work items, those due first at the top",
    description="scope: mine, groups (what nobody holds and one may take), or all, which is for service managers.",
    security=BEARER,
)
def work_items(query_data: dict[str, Any]) -> Any:
    me = caller()
    if query_data["scope"] == "all" and MANAGER not in me.roles:
        raise Invalid({"scope": "Only a service manager sees everybody's work: ask for mine or groups."})
    person = people.get(office().database, me.account)
    status = query_data.pop("status")
    return stored.page(
        office().database, account=me.account, groups=person.groups if person else (), state=status, **query_data
    )


@bp.get("/work-items/<instance_id>/<int:key>")
@bp.output(schemas.WorkItem)
@bp.doc(summary="One work item", security=BEARER)
def work_item(instance_id: str, key: int) -> Any:
    found = stored.one(office().database, instance_id, key)
    saw(caller().account, found.business_key, "api.work_item")
    return found


@bp.post("/work-items/<instance_id>/<int:key>/claim")
@bp.output({})
@bp.doc(summary="Take the work item", security=BEARER)
def claim(instance_id: str, key: int) -> dict[str, Any]:
    account = caller().account
    office().engine.assign(instance_id, key, account, actor=account, request_id=request_id(account))
    return {}


@bp.post("/work-items/<instance_id>/<int:key>/release")
@bp.output({})
@bp.doc(summary="Give the work item back to its groups", security=BEARER)
def release(instance_id: str, key: int) -> dict[str, Any]:
    account = caller().account
    office().engine.release(instance_id, key, actor=account, request_id=request_id(account))
    return {}


@bp.post("/work-items/<instance_id>/<int:key>/complete")
@bp.input(schemas.Complete)
@bp.output({})
@bp.doc(
    summary="Complete the work item",
    description="The answers are checked by its form; a sentence says for each field what is wrong.",
    security=BEARER,
)
def complete(instance_id: str, key: int, json_data: dict[str, Any]) -> dict[str, Any]:
    account = caller().account
    office().engine.complete(instance_id, key, json_data["variables"], actor=account, request_id=request_id(account))
    return {}
