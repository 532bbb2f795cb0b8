"""Company visits: also to companies that have no customership."""

from typing import Any

from engine.jobs import Job, handler
from processes.business_services.handlers.customership import company_of, memo
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register import companies
from processes.business_services.register.agreed import Visit
from processes.business_services.register.tables import ContactMade


@handler("register-visited")
def register_visited(job: Job) -> dict[str, Any]:
    """The company that is going to be visited, from the form. Gives `customer`.

    `responsibleExpert` is whoever is responsible for it already, else who plans the visit.
    """
    told = job.variables
    company = companies.register(session_of(job), told, job.now, status=companies.PROSPECT)
    planner = "" if job.actor in ("system", "clock") else job.actor
    return {
        "customer": companies.described(company),
        "responsibleExpert": company.responsible_expert or told.get("responsibleExpert") or planner,
    }


@handler("record-visit")
def record_visit(job: Job) -> dict[str, Any]:
    """The visit with its `memo`. It is a contact, too, that the office made."""
    session, told, company = session_of(job), job.variables, company_of(job)
    found = told["needFound"] == "yes"
    session.add(
        Visit(
            business_id=company.business_id,
            instance_id=job.instance_id,
            at=job.now,
            expert=job.actor,
            reason=told["visitReason"],
            customership=company.status == companies.ACTIVE,
            need_found=found,
            summary=told.get("visitTopic") or "",
        )
    )
    session.add(memo(job))
    if not found:  # a need is kept as a contact when the service path begins with it
        session.add(
            ContactMade(
                business_id=company.business_id,
                instance_id=job.instance_id,
                at=job.now,
                initiative="office",
                channel="visit",
                expert=job.actor,
                outcome="continue",
                summary=told.get("visitTopic") or "",
            )
        )
    company.updated_at = job.now
    return {"memo": None}
