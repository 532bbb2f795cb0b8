"""What an expert begins beside a customer's path: a company visit, a customer plan, a service agreement."""

from engine.engine import Engine
from engine.errors import NotFound, Refused
from engine.store import Database, instances
from processes.business_services.register import queries
from processes.business_services.register.companies import ACTIVE, described_in

VISIT = "company-visit"
OF_CUSTOMERS = ("customer-plan", "service-agreement")


def begin(engine: Engine, process_id: str, business_id: str, actor: str) -> str:
    """The instance. Raises `NotFound` for another process or company, and `Refused` where one is under way already."""
    if process_id not in (VISIT, *OF_CUSTOMERS):
        raise NotFound(f"Nobody begins {process_id} for a customer. Begin one of {', '.join((VISIT, *OF_CUSTOMERS))}.")
    found = queries.customer(engine.database, business_id, newest=1)
    if process_id in under_way(engine.database, business_id):
        raise Refused(f"The customer {business_id} has a {process_id} under way already.")
    company = found.company
    if process_id in OF_CUSTOMERS:
        if company.status != ACTIVE:
            raise Refused(f"The company {business_id} is no customer now. Begin with a contact or a visit.")
        told: dict[str, object] = {
            "customer": described_in(engine.database, business_id),
            "responsibleExpert": company.responsible_expert or actor,
        }
    else:
        person = found.contact_persons[0] if found.contact_persons else None
        told = {
            "businessId": company.business_id,
            "companyName": company.name,
            "organisationType": company.organisation_type,
            "personnel": company.personnel,
            "market": company.market,
            "municipality": company.municipality,
            "language": company.language,
            "contactName": person.name if person else "",
            "contactEmail": person.email if person else "",
            "contactPhone": person.phone if person else "",
            "visitReason": "follow-up" if company.status == ACTIVE else "get-to-know",
            "responsibleExpert": company.responsible_expert or actor,
        }
    return engine.start(process_id, told, actor=actor, business_key=business_id)


def under_way(database: Database, business_id: str) -> frozenset[str]:
    """Which of these processes of the customer have not ended."""
    found = instances.page(database, business_key=business_id, status="active", limit=100).items
    return frozenset(one.process_id for one in found) & {VISIT, *OF_CUSTOMERS}
