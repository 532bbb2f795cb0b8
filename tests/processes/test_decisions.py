"""The decision tables: every case has a result, every rule can fire, and says why."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pytest

from engine.applications import load_application
from engine.decisions import read_dmn
from processes.business_services import terms
from tests.processes.times import MONDAY

FILES = load_application("processes.business_services").files()
MODELS = {name.removesuffix(".dmn"): read_dmn(content) for name, content in FILES.items() if name.endswith(".dmn")}

NEEDS = [[need] for need in ("recruitment", "competence", "development", "finance", "international", "start-up")]
NEEDS += [["staff-reduction"], ["other"], ["recruitment", "competence", "finance"]]
PERSONNEL = [0, 1, 5, 49, 50, 249, 250, 10_000]
CUSTOMERS = [
    {"lifeCycle": stage, "nature": nature, "segment": segment, "personnel": personnel}
    for stage, nature, segment in product(terms.LIFE_CYCLE, terms.NATURE, terms.SEGMENT)
    for personnel in (PERSONNEL if segment == "local" else [20])
]
HISTORIES = [
    {"stageByExpert": expert, "natureByExpert": expert, "services": services, "years": years, "plan": plan, **agreed}
    for expert, services, years, plan in product([True, False], [0, 1, 2, 3, 12], [0, 3], [True, False])
    for agreed in ({"agreement": True}, {"agreement": False})
]
#: Every value that the forms allow, for each variable that a table looks at.
VALUES: Mapping[str, Sequence[Any]] = {
    "organisationType": ["enterprise", "founder", "community"],
    "personnel": PERSONNEL,
    "market": ["local", "domestic", "international"],
    "reductionNotice": [True, False, None],
    "needs": NEEDS,
    "outlook": ["growing", "stable", "declining"],
    "customer": CUSTOMERS,
    "history": HISTORIES,
    "rating": [1, 2, 3, 4, 5],
    "wantsContact": [True, False, None],
    "trainingKind": ["recruitment", "tailored", "change"],
    "developmentKind": ["analysis", "consulting", "training"],
}
#: Tables that the engine asks with more than forms give, and a decision that is no table: both have tests of their own.
OTHERS = ("routing-rules", "routing-weights")
LOOKS_AT: Mapping[str, Sequence[str]] = {
    "segment": ["organisationType", "personnel", "market"],
    "assessment-need": ["reductionNotice", "organisationType", "needs"],
    "life-cycle-stage": ["history", "customer"],
    "customership-nature": ["history", "customer"],
    "service-choice": ["needs", "outlook", "personnel", "reductionNotice"],
    "feedback-practice": ["customer"],
    "feedback-grade": ["rating", "wantsContact"],
    "aftercare-rhythm": ["customer"],
    "network-actor": ["needs", "customer"],
    "training-cost-split": ["trainingKind", "customer"],
    "development-subsidy": ["developmentKind", "customer"],
}


def test_every_table_is_tested() -> None:
    assert {*LOOKS_AT, *OTHERS} == set(MODELS)


@pytest.mark.parametrize("decision", sorted(LOOKS_AT))
def test_every_case_has_a_result_and_every_rule_a_case_and_a_reason(decision: str) -> None:
    names = LOOKS_AT[decision]
    fired: dict[str, tuple[str, ...]] = {}
    for values in product(*(VALUES[name] for name in names)):
        case = dict(zip(names, values, strict=True))
        result = MODELS[decision].decide(decision, case, MONDAY)
        assert result.value not in (None, []), f"{case} has no result: {result.warnings}"
        fired |= {rule: reasons for _, rule, reasons in result.rules}

    rules = FILES[f"{decision}.dmn"].decode().count("<rule ")
    assert len(fired) == rules, f"only {sorted(fired)} ever fire"
    assert all(reasons and reasons[0] for reasons in fired.values())


LARGE = {"segment": "large", "reason": "Vähintään 250 työntekijää: suuryritys"}
INTERNATIONAL = {"segment": "international", "reason": "Pk-yritys, joka hakee kasvua kansainvälistymällä"}
COMMUNITY = {"segment": "communities", "reason": "Kunta, valtion virasto, järjestö tai muu yhteisö"}
NO_SERVICE = "Palveluja ei ole vielä annettu: tarpeet ovat oletuksia"


@pytest.mark.parametrize(
    ("decision", "case", "value"),
    [
        ("segment", {"organisationType": "enterprise", "personnel": 250, "market": "local"}, LARGE),
        ("segment", {"organisationType": "enterprise", "personnel": 249, "market": "international"}, INTERNATIONAL),
        ("segment", {"organisationType": "community", "personnel": 900, "market": "local"}, COMMUNITY),
        (
            "life-cycle-stage",
            {"history": {"services": 0, "years": 9}},
            {"lifeCycle": "acquisition", "reason": NO_SERVICE},
        ),
        (
            "customership-nature",
            {"history": {"natureByExpert": True, "services": 0}, "customer": {"nature": "partnership"}},
            {"nature": "partnership", "reason": "Asiantuntija on arvioinut luonteen"},
        ),
        ("feedback-grade", {"rating": 3, "wantsContact": True}, "negative"),
        ("feedback-grade", {"rating": 3}, "neutral"),
        ("feedback-grade", {"rating": 4, "wantsContact": True}, "positive"),
        (
            "service-choice",
            {"needs": ["recruitment"], "outlook": "growing", "personnel": 20},
            ["recruitment", "enterprise-development"],
        ),
        (
            "assessment-need",
            {"reductionNotice": True, "organisationType": "founder", "needs": ["recruitment"]},
            {"priority": 90, "days": 1, "skill": "muutosturva"},
        ),
        (
            "aftercare-rhythm",
            {"customer": {"lifeCycle": "acquisition", "nature": "partnership", "segment": "large"}},
            {"days": 30, "channel": "phone"},
        ),
        ("network-actor", {"needs": ["finance", "start-up"], "customer": {"segment": "founders"}}, "finnvera"),
    ],
)
def test_a_table_decides_as_the_office_does(decision: str, case: dict[str, Any], value: Any) -> None:
    assert MODELS[decision].decide(decision, case, MONDAY).value == value
