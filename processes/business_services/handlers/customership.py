"""The customership in the register: it begins, changes, is written about, and ends."""

from typing import Any

from engine.jobs import Job, handler
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register import companies
from processes.business_services.register.tables import Company, ContactMade, Memo


@handler("register-customer")
def register_customer(job: Job) -> dict[str, Any]:
    """From the contact form and `segment`: the company, its contact person and the contact. Gives `customer`."""
    session, told = session_of(job), job.variables
    company = companies.register(session, told, job.now)
    session.add(
        ContactMade(
            business_id=company.business_id,
            instance_id=job.instance_id,
            at=job.now,
            initiative=told.get("initiative") or "customer",
            channel=told["channel"],
            expert="",
            outcome="new-need",
            summary=told["matter"],
        )
    )
    return {"customer": companies.described(company)}


@handler("save-memo")
def save_memo(job: Job) -> dict[str, Any]:
    """`memo` by whoever completed the task before; the header `kind` says what it was about. Gives `customer`.

    The memo is in the register then, and no more in the process: the next one is not written over the last.
    """
    session = session_of(job)
    company = company_of(job)
    if (personnel := job.variables.get("personnel")) is not None:
        company.personnel = int(personnel)
    company.updated_at = job.now
    session.add(memo(job))
    return {"customer": companies.described(company), "memo": None}


@handler("update-customership")
def update_customership(job: Job) -> dict[str, Any]:
    """`lifeCycle` and `nature` after a reassessment, and its `memo` as above. Gives `customer`."""
    company = company_of(job)
    company.life_cycle = job.variables["lifeCycle"]
    company.nature = job.variables["nature"]
    company.updated_at = job.now
    session_of(job).add(memo(job))
    return {"customer": companies.described(company), "memo": None}


@handler("end-customership")
def end_customership(job: Job) -> None:
    company = company_of(job)
    company.status = "ended"
    company.updated_at = job.now


def company_of(job: Job) -> Company:
    """The company that the job's process is about. Raises `NotFound`."""
    return companies.company(session_of(job), job.variables["customer"]["businessId"])


def memo(job: Job) -> Memo:
    return Memo(
        business_id=job.variables["customer"]["businessId"],
        instance_id=job.instance_id,
        kind=job.headers["kind"],
        text=job.variables["memo"],
        author=job.actor,
        written_at=job.now,
    )
