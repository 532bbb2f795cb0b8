"""The people of the demo office. All of them are invented."""

from collections.abc import Callable

from engine.store.people import Person
from engine.store.teams import Team
from processes.business_services.register.staff import EURES, EXPERTS, MANAGERS

# account, name, focus areas, languages
STAFF = (
    ("asiantuntija1", "Aino Lehtola", ("rekrytointi", "kehittaminen"), ("fi", "en")),
    ("asiantuntija2", "Eero Salmela", ("rekrytointi",), ("fi", "sv", "en")),
    ("asiantuntija3", "Helmi Rautio", ("kehittaminen", "aloittavat"), ("fi", "en")),
    ("asiantuntija4", "Otso Kiviranta", ("muutosturva", "koulutus"), ("fi", "en")),
    ("asiantuntija5", "Linnea Sjöholm", ("koulutus", "kehittaminen"), ("sv", "fi", "en")),
    ("asiantuntija6", "Väinö Harjula", ("aloittavat", "muutosturva"), ("fi",)),
)
SKILLS = ("rekrytointi", "kehittaminen", "koulutus", "muutosturva", "aloittavat")
# account, name, languages
EURES_STAFF = (("eures1", "Sini Marjamaa", ("fi", "sv", "en")),)
# account, name, role, groups
OTHERS = (
    ("palveluesimies", "Kaisa Vuorela", "service-manager", (MANAGERS,)),
    ("prosessinomistaja", "Tuomas Niinimaa", "process-owner", ()),
    ("tarkastaja", "Maija Koskela", "auditor", ()),
    ("yllapitaja", "Ilmari Sarvas", "administrator", ()),
)
#: The experts and their service manager.
TEAM = Team("yrityspalvelut", "Yrityspalvelut", "palveluesimies")


def people(password_hash: Callable[[], str]) -> tuple[Person, ...]:
    """Everybody in the office; `password_hash` is called once for each account."""
    experts = (
        person(account, name, "expert", (EXPERTS,), password_hash(), skills, languages)
        for account, name, skills, languages in STAFF
    )
    others = (person(account, name, role, groups, password_hash()) for account, name, role, groups in OTHERS)
    eures = (
        person(account, name, "expert", (EURES,), password_hash(), (EURES,), languages)
        for account, name, languages in EURES_STAFF
    )
    return (*experts, *eures, *others)


def person(
    account: str,
    name: str,
    role: str,
    groups: tuple[str, ...],
    password_hash: str,
    skills: tuple[str, ...] = (),
    languages: tuple[str, ...] = ("fi",),
) -> Person:
    return Person(
        account=account,
        name=name,
        email=f"{account}@toimisto.example",
        language="fi",
        roles=(role,),
        groups=groups,
        skills=skills,
        languages=languages,
        password_hash=password_hash,
        active=True,
        team=TEAM.id if role == "expert" else "",
    )
