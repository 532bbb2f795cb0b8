"""The customer beside a work item: what the expert should know before meeting them, so that they needn't ask again."""

from dataclasses import dataclass

from engine.errors import NotFound
from engine.store import Database, instances, people
from engine.store.instances import InstanceRow
from processes.business_services.register import queries
from processes.business_services.register.rows import Customer

NEWEST = 3


@dataclass(frozen=True, slots=True)
class Card:
    customer: Customer
    expert: str
    paths: tuple[InstanceRow, ...]

    @property
    def name(self) -> str:
        return self.customer.company.name


def card(database: Database, business_id: str) -> Card | None:
    """None while the register doesn't know the customer: the contact has only just come in."""
    try:
        customer = queries.customer(database, business_id, newest=NEWEST)
    except NotFound:
        return None
    paths = instances.page(database, business_key=business_id, limit=NEWEST).items
    return Card(customer, expert_name(database, customer.company.responsible_expert), paths)


def expert_name(database: Database, account: str) -> str:
    person = people.get(database, account) if account else None
    return person.name if person else account
