"""What a year of an office came to: its figures, the proof of its states, and the scorecard."""

from collections.abc import Callable, Iterator
from typing import Any

from engine.history import verify
from engine.store import Database, incidents, instances
from engine.store.instances import InstanceRow
from processes.business_services import terms
from processes.business_services.demo.year import BEGINS, EXPERTS_OF_AN_OFFICE, Year
from processes.business_services.register import queries
from processes.business_services.scorecard import Measure, scorecard

PAGE = 500
PROVED = 25  # instances whose state is proved from their facts in the end


def all_instances(database: Database) -> Iterator[InstanceRow]:
    after: str | None = None
    while True:
        found = instances.page(database, after=after, limit=PAGE)
        yield from found.items
        if (after := found.next) is None:
            return


SENTENCES = {
    "year": (
        "{days} päivää, {customers} asiakasta, {staff} tekijää: {done} työtä, {facts} tapahtumaa, {seconds:.0f} s",
        "{days} days, {customers} customers, {staff} experts: {done} work items done, {facts} facts, {seconds:.0f} s",
    ),
    "proof": (
        "{count} polun tila toistettiin tapahtumista: sama kuin tallennettu.",
        "The state of {count} instances was replayed from their facts: equal to the stored one.",
    ),
    "stopped": ("Virheitä {count}, ensimmäinen: {sentence}", "{count} incidents, the first: {sentence}"),
    "otherwise": (
        "Töistä {late} tehtiin myöhässä, {escalated} esimiehelle ilmoitettua, {for_others} sijaisena, "
        "{given_back} annettiin takaisin; palautetta {negative} kielteistä, {silent} pyyntöön ei vastattu.",
        "Of the work {late} items were done late, {escalated} after the manager was told, {for_others} by substitutes, "
        "{given_back} were given back; of the feedback {negative} were negative, {silent} requests stayed unanswered.",
    ),
    "goal": (
        "Yrityskäyntien tavoite {goal} on {staff} asiantuntijan osuus: {office} asiantuntijalla se on 1 300 vuodessa.",
        "The goal of {goal} company visits is the share of {staff} experts: that of {office} is 1,300 a year.",
    ),
    "card": ("Tuloskortti", "Scorecard"),
    "unknown": ("  ei mitata rekisteristä", "  not told by what is recorded"),
    "target": (" (tavoite {target}{sign})", " (target {target}{sign})"),
}


def told(year: Year, seconds: float, language: str) -> Iterator[str]:
    def say(what: str, **values: Any) -> str:
        finnish, english = SENTENCES[what]
        return (finnish if language == "fi" else english).format(**values)

    database = year.stage.engine.database
    everything = list(all_instances(database))
    proofs = [verify(database, one.id) for one in everything[:: max(1, len(everything) // PROVED)]]
    facts = sum(one.facts for one in everything)
    stopped = incidents.page(database, limit=PAGE).items
    yield say("year", days=year.days, customers=len(year.customers), staff=len(year.experts), done=year.done,
              facts=facts, seconds=seconds)  # fmt: skip
    yield say("proof", count=sum(proof.equal for proof in proofs))
    if stopped:
        yield say("stopped", count=len(stopped), sentence=stopped[0].sentence)
    closed = queries.closed_feedback(database)
    yield say("otherwise", late=year.late, escalated=year.escalated, for_others=year.for_others,
              given_back=year.given_back, negative=closed["negative"], silent=closed["silent"])  # fmt: skip
    yield ""
    yield say("card")
    engine = year.stage.engine
    now, began = engine.now(), BEGINS.astimezone(engine.execution.zone)
    months = (now.year - began.year) * 12 + now.month - began.month + 1
    card = scorecard(database, now, engine.execution.zone, months=months, visits_target=year.visits_goal)
    for goal in card.goals:
        yield f"{goal.number:>2} {terms.name(terms.GOAL, str(goal.number), language)}"
        yield from (measure_line(measure, language, say) for measure in goal.measures)
        if not goal.measures:
            yield say("unknown")
    yield say("goal", goal=year.visits_goal, staff=len(year.experts), office=EXPERTS_OF_AN_OFFICE)


def measure_line(measure: Measure, language: str, say: Callable[..., str]) -> str:
    sign = " %" if measure.unit == "percent" else ""
    whole = "–" if measure.whole is None else f"{measure.whole}{sign}"
    target = say("target", target=measure.target, sign=sign) if measure.target is not None else ""
    return f"     {terms.name(terms.MEASURE, measure.code, language)}: {whole}{target}"
