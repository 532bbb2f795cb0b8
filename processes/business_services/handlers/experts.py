"""Naming the expert who is responsible for a customership."""

from collections.abc import Mapping
from typing import Any

from engine.jobs import Job, handler
from processes.business_services.handlers.customership import company_of
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register.changes import change
from processes.business_services.register.staff import Expert, experts

REASONS: Mapping[str, str] = {
    "continuity": "Tuntee asiakkaan",
    "skill-and-language": "Osaaminen ja kieli sopivat, ja töitä on vähiten",
    "language": "Kieli sopii, ja töitä on vähiten",
    "skill": "Osaaminen sopii, ja töitä on vähiten",
    "load": "Töitä on vähiten",
    "nobody": "Kukaan ei voi ottaa asiakasta nyt",
}


@handler("name-responsible-expert")
def name_responsible_expert(job: Job) -> dict[str, Any]:
    """Who knows the customer stays responsible; else the least loaded with skill and language. Gives a reason."""
    session, company = session_of(job), company_of(job)
    account, reason = choose(experts(session), company.responsible_expert, job.variables)
    now, who = job.now, "responsibleExpert"
    change(session, company, who, account, reason=REASONS[reason], instance_id=job.instance_id, now=now)
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
