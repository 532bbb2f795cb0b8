"""What people typically answer in each form, so that a story need only tell what is special."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

Answers = Mapping[str, Any]


def in_days(now: datetime, days: int) -> str:
    return (now + timedelta(days=days)).date().isoformat()


#: By form id. Answers to fields that are hidden in the case at hand are left out by the form itself.
TYPICAL: Mapping[str, Callable[[datetime], Answers]] = {
    "contact": lambda _: {
        "organisationType": "enterprise",
        "personnel": 20,
        "market": "domestic",
        "municipality": "Tampere",
        "language": "fi",
        "needs": ["recruitment"],
        "matter": "Haluamme kuulla, miten voitte auttaa meitä.",
        "contactName": "Kaarlo Kontio",
        "contactEmail": "kaarlo.kontio@asiakas.example",
        "channel": "web",
    },
    "needs-assessment": lambda _: {
        "outlook": "stable",
        "needs": ["recruitment"],
        "personnel": 20,
        "memo": "Käytiin läpi yrityksen tilanne ja tulevaisuus. Sovittiin, miten edetään.",
    },
    "choose-services": lambda _: {
        "services": ["recruitment"],
        "agreement": "Asiakas hyväksyi ehdotuksen.",
    },
    "reassessment": lambda _: {
        "newServices": "no",
        "outlook": "stable",
        "lifeCycle": "development",
        "nature": "contract",
        "memo": "Palvelu päättyi suunnitellusti. Uusia tarpeita ei ole nyt.",
    },
    "feedback": lambda _: {"rating": 5, "comment": "Sujui hyvin."},
    "feedback-call": lambda _: {"reached": "yes", "rating": 4, "comment": "Kiireessä unohtui vastata. Kaikki hyvin."},
    "feedback-reply": lambda _: {
        "reply": "Pahoittelen, että jouduitte odottamaan. Sovimme uuden tapaamisen heti.",
        "correction": "Yhteydenotot kuitataan samana päivänä.",
    },
    "aftercare-contact": lambda _: {
        "channel": "phone",
        "summary": "Yrityksellä menee hyvin. Kerrottiin uusista palveluista.",
        "aftercareOutcome": "continue",
    },
    "recruitment-need": lambda _: {
        "help": "vacancy",
        "jobTitle": "Hitsaaja",
        "positions": 1,
        "requirements": "Hitsausluokat ja tulityökortti.",
        "fromAbroad": False,
        "event": False,
    },
    "recruitment-advice": lambda _: {
        "serviceOutcome": "advised",
        "serviceNote": "Neuvottiin ilmoituksen laatimisessa. Asiakas täyttää paikan itse.",
    },
    "vacancy": lambda now: {
        "vacancyText": "Etsimme ammattitaitoista hitsaajaa vakituiseen työsuhteeseen.",
        "applicationsUntil": in_days(now, 14),
    },
    "further-contact": lambda _: {"handling": "in-services", "memo": "Sovittiin, että asia hoidetaan samalla."},
    "company-visit": lambda _: {
        "organisationType": "enterprise",
        "personnel": 20,
        "market": "domestic",
        "municipality": "Tampere",
        "language": "fi",
        "visitReason": "get-to-know",
        "contactName": "Kaarlo Kontio",
        "contactEmail": "kaarlo.kontio@asiakas.example",
    },
    "visit-arrangement": lambda now: {
        "arrangement": "agreed",
        "visitDate": in_days(now, 7),
        "visitTopic": "Toimiston palvelut ja yrityksen suunnitelmat",
    },
    "visit-report": lambda _: {"memo": "Kierrettiin tehdas ja kerrottiin palveluista.", "needFound": "no"},
    "customer-plan": lambda _: {
        "goals": "Liikevaihto kasvaa viidenneksen kahdessa vuodessa.",
        "officeActions": "Rekrytointi ja täsmäkoulutus syksyllä.",
        "companyActions": "Osaamiskartoitus kevään aikana.",
        "followUpMonths": 6,
    },
    "customer-plan-agreement": lambda _: {"planAgreement": "agreed"},
    "customer-plan-follow-up": lambda _: {"planOutcome": "goes-on", "planNote": "Rekrytointi on tehty."},
    "service-agreement": lambda now: {
        "subject": "Sukupolvenvaihdos",
        "duties": "Toimisto tukee muutosta, yritys nimeää jatkajan.",
        "endsOn": in_days(now, 730),
        "reviewMonths": 12,
    },
    "service-agreement-signing": lambda _: {"signing": "signed"},
    "service-agreement-review": lambda _: {"review": "goes-on", "reviewNote": "Jatkaja on aloittanut."},
    "segment-changes": lambda _: {"reviewNote": "Vastuuasiantuntijat sopivat uusista tavoista palvella."},
    "candidate-search": lambda _: {"candidatesFound": 6, "jobOffers": 3},
    "eures-search": lambda _: {"euresCandidates": 2, "euresCountries": "Viro, Puola"},
    "recruitment-event": lambda now: {"eventDate": in_days(now, 0), "eventCandidates": 25},
    "candidate-presentation": lambda _: {
        "presented": 3,
        "filled": 1,
        "serviceOutcome": "filled",
        "serviceNote": "Työnantaja valitsi kokeneimman hakijan.",
    },
    "network-agreement": lambda _: {
        "actor": "development-company",
        "carrier": "expert",
        "actorEmail": "neuvonta@kehitysyhtio.example",
        "handOver": "Asiakas suunnittelee yrityksen perustamista ja tarvitsee apua rahoituslaskelmiin.",
    },
    "network-receipt": lambda _: {"receipt": "received", "receiptNote": "Neuvoja soittaa asiakkaalle tällä viikolla."},
    "network-outcome": lambda _: {
        "serviceOutcome": "helped",
        "serviceNote": "Neuvoja auttoi laskelmissa.",
    },
    "training-plan": lambda _: {
        "trainingKind": "tailored",
        "participants": 8,
        "weeks": 12,
        "goals": "Uuden tuotantolinjan käyttö ja ylläpito.",
    },
    "trainee-selection": lambda _: {"traineesChosen": 8, "selectionNote": "Haastateltiin yhdessä yrityksen kanssa."},
    "staff-competence": lambda _: {"competenceGaps": "Uuden linjan ohjaus ja kunnossapito.", "participants": 8},
    "change-training": lambda _: {"participants": 8, "targetWork": "Kunnossapitoasentaja"},
    "training-tender": lambda _: {
        "offersAsked": 4,
        "offersReceived": 3,
        "provider": "Seudun ammattiopisto",
        "price": 24000,
        "tenderReason": "Paras sisältö ja kokonaishinta.",
    },
    "training-follow-up": lambda _: {
        "trainingState": "goes-on",
        "attending": 8,
        "followUpNote": "Koulutus etenee suunnitellusti.",
    },
    "training-agreement": lambda _: {
        "companyShare": 35,
        "provider": "Seudun ammattiopisto",
        "serviceOutcome": "agreed",
        "serviceNote": "Yritys maksaa osuutensa kahdessa erässä.",
    },
    "training-results": lambda _: {
        "finished": 8,
        "employed": 8,
        "serviceOutcome": "succeeded",
        "serviceNote": "Kaikki osallistujat suorittivat koulutuksen.",
    },
    "development-need": lambda _: {
        "developmentKind": "consulting",
        "change": "Myynti on yhden ihmisen varassa. Tarvitaan myyntiprosessi.",
    },
    "development-plan": lambda _: {
        "subsidyShare": 50,
        "provider": "Kasvukonsultit",
        "days": 10,
        "price": 9000,
        "applySubsidy": True,
        "plan": "Konsultti rakentaa myyntiprosessin yhdessä henkilöstön kanssa.",
    },
    "subsidy-decision": lambda _: {
        "subsidyDecision": "granted",
        "subsidyReason": "Yritys täyttää ehdot ja suunnitelma on selkeä.",
    },
    "development-provider": lambda now: {
        "provider": "Kasvukonsultit",
        "deliveryBegins": in_days(now, 7),
        "providerReason": "Paras kokemus saman alan yrityksistä.",
    },
    "development-follow-up": lambda _: {"delivery": "done", "progressNote": "Myyntiprosessi on otettu käyttöön."},
    "development-report": lambda _: {
        "serviceOutcome": "carried-out",
        "finalPrice": 9000,
        "serviceNote": "Myyntiprosessi on käytössä.",
    },
    "reduction-notice": lambda now: {
        "employeesAffected": 12,
        "noticeDate": in_days(now, -2),
        "noticeReason": "Tilauskanta on supistunut.",
        "staffRepresentative": "Luottamusmies Rauha Kallio",
    },
    "reduction-meeting": lambda now: {
        "meetingDate": in_days(now, 0),
        "employeesAffected": 12,
        "noticeWeeks": 8,
        "meetingNote": "Kerrottiin muutosturvasta. Jokaiselle irtisanottavalle varattiin aika.",
    },
    "individual-plans": lambda _: {"plansMade": 12, "plansNote": "Viidelle tarjottiin koulutusta."},
    "remaining-staff": lambda _: {
        "competenceNeeds": "Laadunvalvonta siirtyy koneenkäyttäjille.",
        "trainingWanted": True,
    },
    "employment-follow-up": lambda _: {
        "employed": 9,
        "inTraining": 2,
        "serviceOutcome": "most-employed",
        "serviceNote": "Yhdeksän työllistyi, kaksi aloitti koulutuksen.",
    },
}


def typical(form: str, now: datetime, special: Answers | None = None) -> dict[str, Any]:
    """The answers to a form (its id or key), with what is `special` this time. Raises KeyError for an unknown form."""
    return {**TYPICAL[form.partition(":")[0]](now), **(special or {})}
