"""The customership in the register: it begins, changes, is written about, and ends."""

from typing import Any

from engine.jobs import Job, handler
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register import companies, paths, persons
from processes.business_services.register.changes import BY_EXPERT, change
from processes.business_services.register.history import gathered
from processes.business_services.register.tables import Company, ContactMade, Memo

AFTERCARE = "aftercare-contact"
EXPERT, ENDS = "Asiantuntijan arvio", "Asiakas ei enää tarvitse toimistoa"


@handler("register-customer")
def register_customer(job: Job) -> dict[str, Any]:
    """From the contact form: the company, its contact person and the contact. Gives `customer`.

    A customer has one path at a time: with `pathUnderWay`, another one is under way, and this one is not needed.
    The company's row is written first and so locked, so that of two contacts at once the second sees the first.
    """
    session, told = session_of(job), job.variables
    company = companies.register(session, told, job.now, instance_id=job.instance_id)
    under_way = company.path not in ("", job.instance_id) and paths.is_active(session, company.path)
    if not under_way:
        company.path = job.instance_id
        session.add(contact_made(job, company.business_id))
    return {"customer": companies.described(company), "pathUnderWay": under_way}


@handler("record-further-contact")
def record_further_contact(job: Job) -> dict[str, Any]:
    """A contact while the path is under way. Gives `inAftercare`: whether aftercare waits for it."""
    session, told = session_of(job), job.variables
    business_id = told["businessId"]
    persons.meet(session, business_id, told, job.now)
    in_aftercare = paths.waits(session, AFTERCARE, business_id)
    if not in_aftercare:  # aftercare keeps the contacts that it gets itself
        session.add(contact_made(job, business_id))
    return {"inAftercare": in_aftercare}


@handler("gather-history")
def gather_history(job: Job) -> dict[str, Any]:
    """What there has been with the customer: `history`, for the tables and for the meeting to come."""
    company = company_of(job)
    return {"customer": companies.described(company), "history": gathered(session_of(job), company, job.now)}


@handler("record-customership")
def record_customership(job: Job) -> dict[str, Any]:
    """What the tables decided: `segmentDecision`, `stageDecision` and `natureDecision`. Gives `customer`."""
    session, company = session_of(job), company_of(job)
    for what, decision in (
        ("segment", "segmentDecision"),
        ("lifeCycle", "stageDecision"),
        ("nature", "natureDecision"),
    ):
        made = job.variables[decision]
        change(session, company, what, made[what], reason=made["reason"], instance_id=job.instance_id, now=job.now)
    company.reviewed_at = job.now
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
    """`lifeCycle` and `nature` as the expert sees them in a reassessment, and its `memo`. Gives `customer`."""
    session, company = session_of(job), company_of(job)
    for what in ("lifeCycle", "nature"):
        value = job.variables[what]
        change(session, company, what, value, reason=EXPERT, instance_id=job.instance_id, now=job.now, by=BY_EXPERT)
    company.updated_at = job.now
    session.add(memo(job))
    return {"customer": companies.described(company), "memo": None, "openMatters": None}


@handler("end-customership")
def end_customership(job: Job) -> None:
    """The company stays in the register with its history, and may return."""
    session, company = session_of(job), company_of(job)
    change(session, company, "status", companies.ENDED, reason=ENDS, instance_id=job.instance_id, now=job.now)
    company.path = ""


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


def contact_made(job: Job, business_id: str) -> ContactMade:
    """A contact that brought a matter, in the words of the contact form."""
    told = job.variables
    return ContactMade(
        business_id=business_id,
        instance_id=job.instance_id,
        at=job.now,
        initiative=told.get("initiative") or "customer",
        channel=told["channel"],
        expert=told.get("responsibleExpert") or "" if told.get("initiative") == "office" else "",
        outcome="new-need",
        summary=told["matter"],
    )
