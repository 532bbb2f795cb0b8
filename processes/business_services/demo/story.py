"""`polku demo`: three customers take the whole path under a virtual clock, and the history tells what happened."""

from collections.abc import Callable
from datetime import UTC, datetime

from engine.engine import Engine
from engine.errors import PolkuError
from engine.history import Filters, facts, verify
from engine.history.questions import FactRow
from engine.ports import Clock
from processes.business_services.contact import MESSAGE
from processes.business_services.demo.parts import Part, invented_business_ids
from processes.business_services.demo.play import Play, Role
from processes.business_services.demo.stage import new_stage
from processes.business_services.demo.telling import Ending, Telling
from processes.business_services.register import paths, queries
from processes.business_services.stage import VirtualClock

BEGINS = datetime(2026, 1, 12, 7, 0, tzinfo=UTC)
LONGEST = 400  # days
PAGE = 500

PARTS = (
    Part(
        name="Saarnion Konepaja Oy",
        begins=0,
        contact={
            "personnel": 38,
            "needs": ["recruitment"],
            "matter": "Tilauskirja kasvaa. Tarvitsemme kaksi hitsaajaa.",
        },
        answers={
            "needs-assessment": [{"outlook": "growing", "personnel": 38}],
            "choose-services": [
                {"services": ["recruitment", "enterprise-development"]},
                {"services": ["competence-development"], "agreement": "Koulutus alkaa heti."},
            ],
            "recruitment-need": [{"positions": 2}],
            "candidate-presentation": [
                {"filled": 1, "serviceOutcome": "continue", "serviceNote": "Toinen paikka on yhä avoinna."},
                {"filled": 1, "serviceOutcome": "filled", "serviceNote": "Molemmat paikat on täytetty."},
            ],
            "reassessment": [
                {
                    "newServices": "yes",
                    "needs": ["competence"],
                    "memo": "Uusi hitsausrobotti otetaan käyttöön. Henkilöstö tarvitsee koulutusta.",
                },
                {"newServices": "no", "nature": "partnership"},
            ],
            "training-plan": [{"weeks": 8, "participants": 6, "goals": "Hitsausrobotin ohjelmointi."}],
        },
        feedback=[(2, {"rating": 5, "comment": "Asiantuntija piti langat käsissään."}), (1, {"rating": 4})],
    ),
    Part(
        name="Harmaakiven Leipomo Oy",
        begins=1,
        contact={
            "personnel": 64,
            "needs": ["staff-reduction"],
            "matter": "Yövuoro lopetetaan, ja kaksitoista työntekijää irtisanotaan.",
            "reductionNotice": True,
            "employeesAffected": 12,
            "channel": "phone",
            "contactName": "Ritva Harmaakivi",
            "contactEmail": "ritva.harmaakivi@asiakas.example",
        },
        answers={
            "needs-assessment": [{"outlook": "declining", "needs": ["staff-reduction"], "personnel": 64}],
            "choose-services": [{"services": ["staff-reduction"]}],
        },
        feedback=[(3, {"rating": 2, "comment": "Tapaaminen oli hyvä, mutta yksi ryhmä unohdettiin kutsua."})],
    ),
    Part(
        name="Tmi Vilma Kaisla",
        begins=3,
        contact={
            "organisationType": "founder",
            "personnel": 0,
            "market": "local",
            "municipality": "Imatra",
            "needs": ["start-up", "finance"],
            "matter": "Perustan keramiikkapajan ja etsin rahoitusta.",
            "contactName": "Vilma Kaisla",
            "contactEmail": "vilma.kaisla@asiakas.example",
        },
        answers={
            "needs-assessment": [{"outlook": "growing", "needs": ["start-up", "finance"], "personnel": 0}],
            "choose-services": [{"services": ["network-guidance"]}],
            "network-agreement": [{"actor": "finnvera", "actorEmail": "asiakaspalvelu@rahoittaja.example"}],
            "network-receipt": [{"receipt": "not-yet"}, {"receipt": "received"}],
            "reassessment": [{"lifeCycle": "take-over", "nature": "transaction"}],
        },
        feedback=[None],
    ),
)


def run(open_engine: Callable[[Clock], Engine], echo: Callable[[str], None], language: str = "en") -> None:
    """Play the story on an engine with an empty database, and say day by day what happened.

    `open_engine` gives an engine that has the clock it is given. Raises `PolkuError` if the customers do not all reach
    aftercare, or if replaying an instance's facts gives another state than the stored one.
    """
    clock = VirtualClock(BEGINS)
    stage = new_stage(clock, open_engine(clock))
    play = Play(stage, dict(zip(invented_business_ids(len(PARTS)), PARTS, strict=True)))
    tell = Telling(language, stage.people, play.parts)
    while not arrived(play):
        if play.day > LONGEST:
            raise PolkuError(f"The customers have not all reached aftercare in {LONGEST} days.")
        morning = clock.time
        play.play_day()
        for line in tell.day(play.day, morning, between(stage.engine, morning, clock.time)):
            echo(line)
    for line in tell.end([ending(stage.engine, role) for role in play.roles]):
        echo(line)


def arrived(play: Play) -> bool:
    """Whether every customer is in aftercare and has been through all that its part has."""
    database = play.stage.engine.database
    asked = all(len(role.asked) == len(role.part.feedback) for role in play.roles)
    return asked and all(paths.waiting_for(database, MESSAGE, role.business_id) for role in play.roles)


def between(engine: Engine, begin: datetime, end: datetime) -> list[FactRow]:
    """The facts from `begin` until just before `end`, the oldest first."""
    found: list[FactRow] = []
    after: str | None = None
    while True:
        page = facts(engine.database, Filters(since=begin, until=end), after=after, limit=PAGE, newest_first=False)
        found += page.items
        if (after := page.next) is None:
            return found


def ending(engine: Engine, role: Role) -> Ending:
    """Where a customer has arrived. Raises `PolkuError` unless replaying the facts gives the stored state."""
    proof = verify(engine.database, role.instance_id)
    if not proof.equal:
        raise PolkuError(proof.sentence)
    customer = queries.customer(engine.database, role.business_id)
    services = tuple(given.service for given in reversed(customer.services))
    grades = tuple(given.grade for given in reversed(customer.feedback))
    return Ending(role.part.name, services, grades, proof.facts)
