"""Services in the register: from their beginning to their outcome."""

from typing import Any

from engine.errors import NotFound
from engine.jobs import Job, handler
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register.tables import ServiceGiven


@handler("start-service")
def start_service(job: Job) -> dict[str, Any]:
    """The header `service` begins. Gives `serviceRecord`, by which `finish-service` finds it."""
    session = session_of(job)
    given = ServiceGiven(
        business_id=job.variables["customer"]["businessId"],
        instance_id=job.instance_id,
        service=job.headers["service"],
        expert=job.variables.get("responsibleExpert") or "",
        started_at=job.now,
        outcome="",
        note="",
    )
    session.add(given)
    session.flush()  # the database gives the id
    return {"serviceRecord": given.id}


@handler("finish-service")
def finish_service(job: Job) -> None:
    """The service has its `serviceOutcome`, with a `serviceNote` where the forms asked for one."""
    record = int(job.variables["serviceRecord"])
    given = session_of(job).get(ServiceGiven, record)
    if given is None:
        raise NotFound(f"The register has no service {record}.")
    given.ended_at = job.now
    given.outcome = job.variables["serviceOutcome"]
    given.note = job.variables.get("serviceNote") or job.variables.get("subsidyReason") or ""
