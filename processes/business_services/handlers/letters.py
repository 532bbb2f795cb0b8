"""Letters into the outbox: to the customer, to actors of the network, to the service managers."""

from typing import Any

from engine.jobs import Job, handler
from processes.business_services import terms
from processes.business_services.handlers.transaction import session_of
from processes.business_services.letters import write
from processes.business_services.register import staff
from processes.business_services.register.persons import NOBODY, contact_person
from processes.business_services.register.tables import Letter

OFFICE_LANGUAGE = "fi"


@handler("write-to-customer")
def write_to_customer(job: Job) -> None:
    """The letter that the header `letter` names, to the customer's contact person, in the customer's language."""
    to_customer(job, job.headers["letter"])


@handler("write-to-network")
def write_to_network(job: Job) -> None:
    """The letter that the header `letter` names, to the actor at `actorEmail`."""
    put(job, job.headers["letter"], "network", job.variables["actorEmail"], OFFICE_LANGUAGE)


@handler("write-to-managers")
def write_to_managers(job: Job) -> None:
    """The letter that the header `letter` names, to each service manager.

    With no manager it is kept without a recipient: it shows in the outbox, and the customer need not wait for it.
    """
    for recipient in staff.manager_addresses(session_of(job)) or [""]:
        put(job, job.headers["letter"], "managers", recipient, OFFICE_LANGUAGE)


def to_customer(job: Job, kind: str, *, feedback_id: str = "") -> None:
    customer = job.variables["customer"]
    person = contact_person(session_of(job), customer["businessId"])
    put(job, kind, "customer", person.email, customer["language"], feedback_id=feedback_id)


def put(job: Job, kind: str, audience: str, recipient: str, language: str, *, feedback_id: str = "") -> None:
    subject, body = write(kind, language, facts(job, language))
    letter = Letter(
        business_id=job.variables["customer"]["businessId"],
        instance_id=job.instance_id,
        kind=kind,
        audience=audience,
        recipient=recipient,
        language=language,
        subject=subject,
        body=body,
        feedback_id=feedback_id,
        created_at=job.now,
        tries=0,
        next_try_at=job.now if recipient else None,
        failure="" if recipient else NOBODY if audience == "customer" else "There is no recipient.",
    )
    session_of(job).add(letter)


def facts(job: Job, language: str) -> dict[str, Any]:
    """What a letter may tell: the process variables, with names in place of codes."""
    told = dict(job.variables)
    session = session_of(job)
    business_id = told["customer"]["businessId"]
    expert = staff.person(session, told.get("responsibleExpert") or "")
    return told | {
        "company": told["customer"]["name"],
        "businessId": business_id,
        "contact": contact_person(session, business_id).name or told["customer"]["name"],
        "expert": expert.name if expert else "",
        "expertEmail": expert.email if expert else "",
        "services": ", ".join(terms.name(terms.SERVICE, code, language) for code in told.get("services") or ()),
        "actor": terms.name(terms.ACTOR, told.get("actor") or "", language),
    }
