"""Naming the expert who is responsible for a customership."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engine.jobs import Job, handler
from engine.store import Session
from engine.store.tables import Person, Trait, WorkItem
from processes.business_services.handlers.customership import company_of
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register.tables import Company

GROUP = "yrityspalvelut"


@dataclass(frozen=True, slots=True)
class Expert:
    account: str
    skills: frozenset[str]
    languages: frozenset[str]
    open_items: int
    customers: int


@handler("name-responsible-expert")
def name_responsible_expert(job: Job) -> dict[str, Any]:
    """Who knows the customer stays responsible; else the least loaded with skill and language. Gives a reason."""
    session, company = session_of(job), company_of(job)
    account, reason = choose(experts(session), company.responsible_expert, job.variables)
    company.responsible_expert = account
    company.updated_at = job.now
    return {"responsibleExpert": account, "responsibleExpertReason": reason}


def choose(experts: list[Expert], known: str, needs: Mapping[str, Any]) -> tuple[str, str]:
    """An account and why it is that one: `continuity`, `skill-and-language`, `language`, `skill`, `load` or `nobody`.

    A customer who can't be talked to is helped by nobody, so the language weighs more than the focus area.
    """
    if any(expert.account == known for expert in experts):
        return known, "continuity"
    skill, language = needs["assessment"]["skill"], needs["customer"]["language"]
    skilled = {expert for expert in experts if skill in expert.skills}
    speaking = {expert for expert in experts if language in expert.languages}
    for fitting, reason in (
        (skilled & speaking, "skill-and-language"),
        (speaking, "language"),
        (skilled, "skill"),
        (set(experts), "load"),
    ):
        if fitting:
            least = min(fitting, key=lambda expert: (expert.open_items, expert.customers, expert.account))
            return least.account, reason
    return "", "nobody"


def experts(session: Session) -> list[Expert]:
    """The active people of the enterprise services, with what they have to do."""
    members = select(Trait.account).where(Trait.kind == "group", Trait.name == GROUP)
    active = session.scalars(select(Person.account).where(Person.active, Person.account.in_(members))).all()
    traits: dict[tuple[str, str], set[str]] = {}
    for account, kind, name in session.execute(select(Trait.account, Trait.kind, Trait.name)):
        traits.setdefault((account, kind), set()).add(name)
    open_items = counted(session, select(WorkItem.assignee, func.count()).where(WorkItem.status == "open"))
    customers = counted(session, select(Company.responsible_expert, func.count()).where(Company.status == "active"))
    return [
        Expert(
            account,
            frozenset(traits.get((account, "skill"), ())),
            frozenset(traits.get((account, "language"), ())),
            open_items.get(account, 0),
            customers.get(account, 0),
        )
        for account in active
    ]


def counted(session: Session, query: Any) -> dict[str, int]:
    """How many rows each account has, of a query for the account and the count."""
    return dict(session.execute(query.group_by(query.selected_columns[0])).all())
