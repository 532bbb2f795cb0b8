"""What goes in and out of the API, as marshmallow schemas: they check requests and are shown in the OpenAPI page."""

from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, DateTime, Dict, Float, Integer, List, Nested, Raw, String
from apiflask.validators import Length, OneOf, Range

from engine.store.paging import LARGEST

Variables = Dict(keys=String(), values=Raw(allow_none=True), metadata={"description": "Values in JSON form."})


def text(least: int = 0, most: int = 500, **more: Any) -> String:
    return String(validate=Length(least, most), **more)


def page_of(schema: type[Schema], name: str) -> type[Schema]:
    """A page of these; `next` is what to give as `after` for the following page, null at the end."""
    row = type(f"{schema.__name__}Row", (schema,), {})  # of its own name: apispec takes each name once
    return type(name, (Schema,), {"items": List(Nested(row)), "next": String(allow_none=True)})


class Paging(Schema):
    after = String(load_default=None)
    limit = Integer(load_default=50, validate=Range(1, LARGEST))


# Definitions


class Definition(Schema):
    kind = String()
    id = String()
    version = Integer()
    key = String()
    name = String()
    version_tag = String(allow_none=True)
    file = String()
    deployed_at = DateTime()
    deployed_by = String()
    note = String()


class Definitions(Schema):
    items = List(Nested(Definition))


class Deploy(Schema):
    files = Dict(
        keys=text(1, 200),
        values=String(),
        required=True,
        validate=Length(1, 500),
        metadata={"description": "Contents by file names that end with .bpmn, .dmn or .form."},
    )
    note = text(load_default="")
    strict = Boolean(load_default=False, metadata={"description": "Refuse warnings too."})


class Deployed(Schema):
    id = Integer(allow_none=True, metadata={"description": "Null when nothing was new."})
    definitions = List(
        Nested(Schema.from_dict({"kind": String(), "id": String(), "version": Integer(), "key": String()}))
    )


# Instances


class Start(Schema):
    process_id = text(1, required=True)
    version = Integer(load_default=None, validate=Range(1))
    business_key = text(load_default="")
    variables = Dict(keys=String(), values=Raw(allow_none=True), load_default=dict)


class StartMany(Schema):
    starts = List(Nested(Start), required=True, validate=Length(1, 1000))


class Started(Schema):
    instance_id = String()


class StartedOrNot(Schema):
    instance_id = String(allow_none=True)
    problem = String(allow_none=True)


class StartedMany(Schema):
    started = List(
        Nested(StartedOrNot),
        metadata={"description": "In the order of the request: an id, or a sentence that says why there is none."},
    )


class Instance(Schema):
    id = String()
    process_id = String()
    version = Integer()
    definition = String()
    business_key = String()
    status = String()
    started_at = DateTime()
    started_by = String()
    ended_at = DateTime(allow_none=True)
    facts = Integer()


class InstancesAsked(Paging):
    process_id = String(load_default=None)
    business_key = String(load_default=None)
    status = String(load_default=None, validate=OneOf(["active", "completed", "terminated"]))
    text = String(load_default="")


class SeenVariables(Schema):
    variables = Variables


class Reason(Schema):
    reason = text(1, 2000, required=True)


class SetVariables(Reason):
    variables = Dict(keys=String(), values=Raw(allow_none=True), required=True, validate=Length(1))


class FactOut(Schema):
    seq = Integer()
    number = Integer()
    at = DateTime()
    actor = String()
    kind = String()
    element_id = String()
    data = Dict()


# Work items


class WorkItem(Schema):
    instance_id = String()
    key = Integer()
    element_id = String()
    name = String()
    process_id = String()
    definition = String()
    business_key = String()
    status = String()
    assignee = String()
    assigned_at = DateTime(allow_none=True)
    candidate_groups = List(String())
    candidate_users = List(String())
    form = String()
    due_at = DateTime(allow_none=True)
    follow_up_at = DateTime(allow_none=True)
    priority = Integer()
    created_at = DateTime()
    completed_at = DateTime(allow_none=True)
    completed_by = String()


class WorkItemsAsked(Paging):
    scope = String(load_default="mine", validate=OneOf(["mine", "groups", "all"]))
    status = String(load_default="open", validate=OneOf(["open", "completed", "cancelled"]))
    process_id = String(load_default=None)
    business_key = String(load_default=None)
    text = String(load_default="")


class Complete(Schema):
    variables = Dict(
        keys=String(),
        values=Raw(allow_none=True),
        load_default=dict,
        metadata={"description": "The answers to the form, by their keys; without a form, variables as they are."},
    )


# Messages and signals


class Publish(Schema):
    name = text(1, required=True)
    correlation_key = text(load_default="")
    message_id = text(load_default="", metadata={"description": "A message with an id is published once."})
    variables = Dict(keys=String(), values=Raw(allow_none=True), load_default=dict)
    seconds_to_live = Float(load_default=None, validate=Range(0, 10 * 366 * 86_400))


class Published(Schema):
    message_id = String()


class Broadcast(Schema):
    name = text(1, required=True)
    variables = Dict(keys=String(), values=Raw(allow_none=True), load_default=dict)


class Conditions(Schema):
    variables = Dict(keys=String(), values=Raw(allow_none=True), required=True)
    subject = text(load_default="", metadata={"description": "What the values are of, for instance a machine."})
    process_id = text(load_default="", metadata={"description": "Ask only the conditions of this process."})


class Begun(Schema):
    instance_ids = List(String())


# Jobs


class Fetch(Schema):
    types = List(text(1), required=True, validate=Length(1, 100))
    worker = text(0, 100, load_default="", metadata={"description": "Tells workers of one account apart."})
    limit = Integer(load_default=1, validate=Range(1, 100))
    lease_seconds = Float(load_default=300.0, validate=Range(0, 7 * 86_400, min_inclusive=False))
    wait_seconds = Float(load_default=0.0, validate=Range(0, 60))


class JobOut(Schema):
    instance_id = String()
    key = Integer()
    type = String()
    lock = String(metadata={"description": "Give it with every answer for this job."})
    locked_until = DateTime()
    retries = Integer()
    headers = Dict()
    variables = Variables
    element_id = String()
    process_id = String()
    business_key = String()


class Jobs(Schema):
    jobs = List(Nested(JobOut))


class Locked(Schema):
    lock = text(1, 200, required=True)


class CompleteJob(Locked):
    variables = Dict(keys=String(), values=Raw(allow_none=True), load_default=dict)


class FailJob(Locked):
    sentence = text(1, 2000, required=True)
    retries = Integer(load_default=None, validate=Range(0, 1000))
    retry_after_seconds = Float(load_default=None, validate=Range(0, 366 * 86_400))


class ThrowJobError(Locked):
    code = text(1, 200, required=True)
    message = text(0, 2000, load_default="")
    variables = Dict(keys=String(), values=Raw(allow_none=True), load_default=dict)


class ExtendJob(Locked):
    lease_seconds = Float(required=True, validate=Range(0, 7 * 86_400, min_inclusive=False))


class Extended(Schema):
    locked_until = DateTime()


# Incidents


class IncidentsAsked(Paging):
    process_id = String(load_default=None)
    element_id = String(load_default=None)
    text = String(load_default="")


class Incident(Schema):
    instance_id = String()
    key = Integer()
    element_id = String()
    process_id = String()
    definition = String()
    business_key = String()
    sentence = String()
    job = Integer()
    created_at = DateTime()


class Retry(Reason):
    retries = Integer(load_default=1, validate=Range(1, 1000))


Instances = page_of(Instance, "Instances")
Facts = page_of(FactOut, "Facts")
WorkItems = page_of(WorkItem, "WorkItems")
Incidents = page_of(Incident, "Incidents")
