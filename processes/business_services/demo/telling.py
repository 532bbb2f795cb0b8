"""Telling what happened: facts as sentences, in Finnish or English. Tasks keep the names of their diagrams."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.history.questions import FactRow
from engine.store.people import Person
from processes.business_services import terms
from processes.business_services.demo.parts import Part

Names = Mapping[str, str]  # people by account
WEEKDAYS = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

#: Sentences by fact, in Finnish and English; what a fact has no sentence for is left to the audit.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "path": ("ottaa yhteyttä", "makes contact"),
    "ProcessStarted": ("{element} alkaa", "{element} begins"),
    "DecisionEvaluated": ("{element}: {result} ({why})", "{element}: {result} ({why})"),
    "JobCompleted": ("{element}", "{element}"),
    "WorkItemCompleted": ("{who}: {element}", "{who}: {element}"),
    "TimerFired": ("aika kului: {element}", "time passed: {element}"),
    "MessageReceived": ("asiakkaalta: {element}", "from the customer: {element}"),
    "IncidentRaised": ("pysähtyi: {element}: {sentence}", "stopped at {element}: {sentence}"),
    "day": ("{number}. päivä, {weekday} {day}", "Day {number}, {weekday} {day}"),
    "end": ("Kaikki ovat jälkihoidossa:", "All are in aftercare:"),
    "services": ("palvelut: {services}", "services: {services}"),
    "feedback": ("palaute: {grades}", "feedback: {grades}"),
    "proof": (
        "{facts} tapahtumaa, joista toistettu tila on sama kuin tallennettu",
        "{facts} facts; the state replayed from them equals the stored one",
    ),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a customer has arrived: services given, grades of feedback, and the number of facts."""

    name: str
    services: tuple[str, ...]
    grades: tuple[str, ...]
    facts: int


@dataclass
class Telling:
    """Tells in this language about the parts of a play, by business ID."""

    language: str
    people: Sequence[Person]
    parts: Mapping[str, Part]
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = {person.account: person.name for person in self.people}

    def say(self, what: str, **values: object) -> str:
        finnish, english = SENTENCES[what]
        return (finnish if self.language == "fi" else english).format(**values)

    def day(self, number: int, morning: datetime, facts: Iterable[FactRow]) -> Iterator[str]:
        """The lines of a day; none where nothing happened."""
        lines = [line for fact in facts if (line := self.line(fact))]
        if lines:
            weekdays = WEEKDAYS.get(self.language, WEEKDAYS["en"])
            day = f"{morning:%-d.%-m.%Y}" if self.language == "fi" else f"{morning:%-d %b %Y}"
            yield ""
            yield self.say("day", number=number, weekday=weekdays[morning.weekday()], day=day)
            yield from lines

    def line(self, fact: FactRow) -> str:
        part = self.parts.get(fact.business_key)
        sentence = self.sentence(fact)
        return f"  {part.name if part else fact.business_key:<24}{sentence}" if sentence else ""

    def sentence(self, fact: FactRow) -> str:
        element = f"«{fact.element_name}»"
        match fact.kind:
            case "ProcessStarted" if not fact.data.get("scope"):
                return self.say("path")
            case "DecisionEvaluated":
                reasons = dict.fromkeys(reason for rule in fact.data.get("rules", ()) for reason in rule[2:])
                return self.say(fact.kind, element=element, result=shown(fact.data["result"]), why="; ".join(reasons))
            case "WorkItemCompleted":
                return self.say(fact.kind, element=element, who=self.names.get(fact.actor, fact.actor))
            case "IncidentRaised":
                return self.say(fact.kind, element=element, sentence=fact.data["sentence"])
            case kind if kind in SENTENCES:
                return self.say(kind, element=element)
        return ""

    def end(self, endings: Iterable[Ending]) -> Iterator[str]:
        yield ""
        yield self.say("end")
        for ending in endings:
            services = ", ".join(self.called(terms.SERVICE, ending.services))
            grades = ", ".join(self.called(terms.GRADE, ending.grades))
            yield f"  {ending.name}"
            yield f"    {self.say('services', services=services)}"
            yield f"    {self.say('feedback', grades=grades.lower())}"
            yield f"    {self.say('proof', facts=ending.facts)}"

    def called(self, names: terms.Names, codes: Iterable[str]) -> Iterator[str]:
        return (terms.name(names, code, self.language) for code in codes)


def shown(value: object) -> str:
    """A decision's result in short."""
    match value:
        case Mapping():
            return ", ".join(f"{name} {shown(inner)}" for name, inner in value.items())
        case list():
            return ", ".join(shown(inner) for inner in value)
        case bool():
            return "yes" if value else "no"
    return str(value)
