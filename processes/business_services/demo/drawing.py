"""What is drawn for a year: customers and their needs, what experts find, and what customers answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from engine.store.absences import Absence

Answers = Mapping[str, Any]
Company = tuple[str, str]  # business ID and name


@dataclass(frozen=True, slots=True)
class Drawn:
    """A customer: the days on which it makes contact, and what its form says."""

    days: frozenset[int]
    contact: Answers


#: A need, its weight, and the services that it leads to.
NEEDS: Sequence[tuple[str, int, tuple[str, ...]]] = (
    ("recruitment", 45, ("recruitment",)),
    ("competence", 15, ("competence-development",)),
    ("development", 15, ("enterprise-development",)),
    ("finance", 10, ("network-guidance",)),
    ("start-up", 8, ("network-guidance",)),
    ("staff-reduction", 7, ("staff-reduction",)),
)
#: Most visits are to companies without a customership: where one finds a need, a customership begins.
TO_CUSTOMERS = 0.3
FIRST_WORDS = ("Hämeen", "Pyhäjärven", "Kangasalan", "Nokian", "Lempäälän", "Ylöjärven", "Sastamalan", "Akaan")
LAST_WORDS = ("Konepaja", "Leipomo", "Puuseppä", "Kuljetus", "Siivous", "Ohjelmisto", "Rakennus", "Hoiva", "Metalli")
MUNICIPALITIES = ("Tampere", "Nokia", "Kangasala", "Lempäälä", "Ylöjärvi", "Sastamala", "Akaa", "Orivesi")
#: What customers think, and how many of a thousand who think so answer on one day without being telephoned: only the
#: very satisfied and the very dissatisfied do so readily. 69 % positive is the national target.
RATINGS = (5, 4, 3, 2, 1)
RATING_WEIGHTS = (32, 36, 18, 8, 6)
ANSWERS_A_DAY = {5: 40, 4: 14, 3: 8, 2: 20, 1: 60}
#: Who has to be telephoned thinks something in between.
CALLED_WEIGHTS = (22, 44, 24, 7, 3)
REACHED, WANTS_CONTACT = 0.7, 4
#: Days after the beginning of the year, and of a holiday.
HOLIDAYS_BEGIN, HOLIDAY = 140, 28
NO_SUBSTITUTE = 0.2


def names(random: Random, count: int) -> list[str]:
    return [f"{random.choice(FIRST_WORDS)} {random.choice(LAST_WORDS)} {number} Oy" for number in range(1, count + 1)]


def drawn(random: Random, business_id: str, name: str, days: int) -> Drawn:
    """One customer, who makes contact once or twice in so many days."""
    need = random.choices(NEEDS, weights=[weight for _, weight, _ in NEEDS])[0][0]
    first = random.randrange(days)
    again = {first + random.randrange(5, 120)} if random.random() < 0.25 else set()
    notice = need == "staff-reduction"
    contact = {
        "businessId": business_id,
        "companyName": name,
        "organisationType": "founder" if need == "start-up" else "enterprise",
        "personnel": 0 if need == "start-up" else random.choice((3, 8, 15, 24, 40, 75, 140, 320)),
        "market": random.choices(("local", "domestic", "international"), weights=(50, 35, 15))[0],
        "municipality": random.choice(MUNICIPALITIES),
        "language": random.choices(("fi", "sv", "en"), weights=(88, 7, 5))[0],
        "needs": [need],
        "channel": "phone" if notice else random.choice(("web", "web", "phone", "event")),
    }
    if notice:
        contact |= {"reductionNotice": True, "employeesAffected": random.randrange(3, 40)}
    return Drawn(frozenset({first, *again}), contact)


def visited(
    random: Random, count: int, days: int, customers: Sequence[Company], others: Sequence[Company]
) -> list[tuple[int, str, str]]:
    """The day of each visit and to whom: some of the customers, and other companies, each once while they last."""
    to_customers = min(round(count * TO_CUSTOMERS), len(customers))
    chosen = random.sample(list(customers), to_customers)
    chosen += random.sample(list(others), min(count - to_customers, len(others)))
    return sorted((random.randrange(days), *company) for company in chosen)


def absent(random: Random, accounts: Sequence[str], begins: date, days: int) -> list[Absence]:
    """When experts are away, and who stands in: an illness of some days each, and for most a long holiday, in turns.

    Now and then an illness begins without a substitute: the rounds give the work to whom it fits.
    """
    found = []
    for number, account in enumerate(accounts):
        substitute = accounts[(number + 1) % len(accounts)] if len(accounts) > 1 else ""
        first = begins + timedelta(days=random.randrange(days))
        last = first + timedelta(days=random.randrange(1, 9))
        stands_in = "" if random.random() < NO_SUBSTITUTE else substitute
        found.append(Absence(account=account, first_day=first, last_day=last, substitute=stands_in))
        holiday = begins + timedelta(days=HOLIDAYS_BEGIN + number % 3 * HOLIDAY)
        if not first - timedelta(days=HOLIDAY) < holiday < first + timedelta(days=HOLIDAY):
            back = holiday + timedelta(days=HOLIDAY - 1)
            found.append(Absence(account=account, first_day=holiday, last_day=back, substitute=substitute))
    return found


def answers(random: Random, form: str) -> Answers:
    """What is special this time in the answers of an expert."""
    match form:
        case "needs-assessment":
            return {"outlook": random.choices(("growing", "stable", "declining"), weights=(35, 50, 15))[0]}
        case "choose-services":
            services = random.choices(
                [services for _, _, services in NEEDS], weights=[weight for _, weight, _ in NEEDS]
            )
            return {"services": list(services[0]), "agreementWanted": random.random() < 0.04}
        case "recruitment-need":
            kind = "advice" if random.random() < 0.3 else "vacancy"
            return {"help": kind, "fromAbroad": random.random() < 0.1, "event": random.random() < 0.1}
        case "training-plan":
            kind = random.choice(("recruitment", "tailored", "change"))
            return {"trainingKind": kind, "weeks": random.choice((8, 12, 26, 52))}
        case "reassessment":
            return {"planWanted": random.random() < 0.1}
        case "aftercare-contact":
            return drawn_outcome(random)
        case "feedback-call":
            reached = "yes" if random.random() < REACHED else "no"
            return {"reached": reached, "rating": random.choices(RATINGS, weights=CALLED_WEIGHTS)[0]}
        case "visit-arrangement":
            return {"arrangement": random.choices(("agreed", "later", "declined"), weights=(80, 10, 10))[0]}
        case "visit-report" if random.random() < 0.15:
            return {"needFound": "yes", "needs": ["recruitment"], "matter": "Yritys tarvitsee lisää väkeä."}
    return {}


def drawn_outcome(random: Random) -> Answers:
    outcome = random.choices(("continue", "new-need", "end"), weights=(80, 12, 8))[0]
    if outcome != "new-need":
        return {"aftercareOutcome": outcome}
    return {"aftercareOutcome": outcome, "needs": ["recruitment"], "matter": "Uusi tarve löytyi yhteydenpidossa."}


def rating(random: Random) -> int:
    """What a customer thinks of the service, whether it says so or not."""
    return random.choices(RATINGS, weights=RATING_WEIGHTS)[0]


def feedback(random: Random, opinion: int) -> Answers | None:
    """What a customer of this opinion, who has been asked, says today; None for silence."""
    if random.randrange(1000) >= ANSWERS_A_DAY[opinion]:
        return None
    return {"rating": opinion, "comment": "", "wantsContact": random.randrange(100) < WANTS_CONTACT}
