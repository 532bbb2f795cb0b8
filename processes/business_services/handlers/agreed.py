"""Customer plans and service agreements in the register: agreed on, looked at again, and ended."""

from datetime import date
from typing import Any

from engine.jobs import Job, handler
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register.agreed import Agreement, Plan, of_instance
from processes.business_services.register.history import IN_FORCE

STATUS_OF_PLAN = {"goes-on": IN_FORCE, "renew": IN_FORCE, "done": "done"}
STATUS_OF_AGREEMENT = {"goes-on": IN_FORCE, "renew": IN_FORCE, "ends": "ended"}


@handler("record-plan")
def record_plan(job: Job) -> None:
    """The plan that was agreed on; one that was in force is renewed by it."""
    session, told = session_of(job), job.variables
    for earlier in in_force(job, Plan):
        earlier.status = "renewed"
    session.add(
        Plan(
            business_id=told["customer"]["businessId"],
            instance_id=job.instance_id,
            expert=job.actor,
            goals=told["goals"],
            office_actions=told["officeActions"],
            company_actions=told["companyActions"],
            status=IN_FORCE,
            agreed_at=job.now,
            note=told.get("agreementNote") or "",
        )
    )


@handler("record-plan-follow-up")
def record_plan_follow_up(job: Job) -> None:
    """What came of the plan: `planOutcome` and `planNote`. One that is to be renewed stays in force until then."""
    for plan in in_force(job, Plan):
        plan.followed_up_at = job.now
        plan.note = job.variables["planNote"]
        plan.status = STATUS_OF_PLAN[job.variables["planOutcome"]]


@handler("end-plan")
def end_plan(job: Job) -> None:
    """The customership has ended, and the plan with it."""
    for plan in in_force(job, Plan):
        plan.status = "ended"


@handler("record-agreement")
def record_agreement(job: Job) -> None:
    """The agreement that was signed; one of the same process is renewed by it."""
    session, told = session_of(job), job.variables
    for earlier in in_force(job, Agreement):
        earlier.status = "renewed"
    ends_on = told["endsOn"]
    session.add(
        Agreement(
            business_id=told["customer"]["businessId"],
            instance_id=job.instance_id,
            expert=job.actor,
            subject=told["subject"],
            duties=told["duties"],
            status=IN_FORCE,
            signed_at=job.now,
            ends_on=ends_on if isinstance(ends_on, date) else date.fromisoformat(str(ends_on)),
            note=told.get("signingNote") or "",
        )
    )


@handler("record-agreement-review")
def record_agreement_review(job: Job) -> None:
    """What the review found: `review` and `reviewNote`."""
    for agreement in in_force(job, Agreement):
        agreement.reviewed_at = job.now
        agreement.note = job.variables["reviewNote"]
        agreement.status = STATUS_OF_AGREEMENT[job.variables["review"]]


def in_force(job: Job, table: Any) -> list[Any]:
    """What this process has recorded and has not ended."""
    return of_instance(session_of(job), table, job.instance_id, IN_FORCE)
