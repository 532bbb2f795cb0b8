"""Contacts made in aftercare."""

from engine.jobs import Job, handler
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register.tables import ContactMade


@handler("record-contact")
def record_contact(job: Job) -> None:
    """A contact by the expert (`summary`), or by the customer (`initiative` and `matter`)."""
    told = job.variables
    by_customer = told.get("initiative") == "customer"
    session_of(job).add(
        ContactMade(
            business_id=told["customer"]["businessId"],
            instance_id=job.instance_id,
            at=job.now,
            initiative="customer" if by_customer else "office",
            channel=told.get("channel") or "web",
            expert="" if by_customer else job.actor,
            outcome=told["aftercareOutcome"],
            summary=(told.get("matter") if by_customer else told.get("summary")) or "",
        )
    )
