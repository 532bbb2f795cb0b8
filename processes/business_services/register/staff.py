"""The office's people as the processes see them: who can take a customer, and who has to be told."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engine.store import Session
from engine.store.tables import Person, Trait, WorkItem
from processes.business_services.register.tables import Company

EXPERTS, MANAGERS, EURES = "yrityspalvelut", "palveluesimiehet", "eures"


@dataclass(frozen=True, slots=True)
class Expert:
    account: str
    skills: frozenset[str]
    languages: frozenset[str]
    open_items: int
    customers: int


def experts(session: Session) -> list[Expert]:
    """The active people of the enterprise services, with what they have to do."""
    traits: dict[tuple[str, str], set[str]] = {}
    for account, kind, name in session.execute(select(Trait.account, Trait.kind, Trait.name)):
        traits.setdefault((account, kind), set()).add(name)
    open_items = counted(session, select(WorkItem.assignee, func.count()).where(WorkItem.status == "open"))
    customers = counted(session, select(Company.responsible_expert, func.count()).where(Company.status == "active"))
    return [
        Expert(
            person.account,
            frozenset(traits.get((person.account, "skill"), ())),
            frozenset(traits.get((person.account, "language"), ())),
            open_items.get(person.account, 0),
            customers.get(person.account, 0),
        )
        for person in members(session, EXPERTS)
    ]


def manager_addresses(session: Session) -> list[str]:
    """The addresses of the active service managers."""
    return [person.email for person in members(session, MANAGERS)]


def person(session: Session, account: str) -> Person | None:
    return session.get(Person, account)


def members(session: Session, group: str) -> list[Person]:
    """The active people of a group, by account."""
    accounts = select(Trait.account).where(Trait.kind == "group", Trait.name == group)
    active = select(Person).where(Person.active, Person.account.in_(accounts)).order_by(Person.account)
    return list(session.scalars(active))


def counted(session: Session, query: Any) -> dict[str, int]:
    """How many rows each account has, of a query for the account and the count."""
    return dict(session.execute(query.group_by(query.selected_columns[0])).all())
