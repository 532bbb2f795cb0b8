"""What a task needs comes from the decision that its routing names; what the diagram says itself goes before it."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from engine.calendar import OfficeHours
from engine.decisions import read_dmn
from engine.kernel import step
from engine.kernel.commands import StartProcess
from engine.kernel.facts import DecisionEvaluated, WorkItemCreated
from engine.kernel.state import State
from engine.model.elements import UserTask
from engine.model.extensions import Assignment, RoutingNeed
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, feel, sketch

RULES = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://polku.fi/t">
  <decision id="rules" name="Rules"><variable id="v" name="Rules"/><literalExpression id="e"><text>{text}</text>
  </literalExpression></decision></definitions>"""
NEEDS = (
    '{ skills: ["recruitment"], language: customer.language, groups: "experts", continuity: expert, priority: 90,'
    " dueWorkingDays: if task.id = &quot;a&quot; then 4 else 1, waitWorkingDays: 2, remindWorkingDays: 1,"
    ' escalateWorkingDays: 0, reassignWorkingDays: 5, area: "Nokia" }'
)
VARIABLES = {"customer": {"language": "sv"}, "expert": "anna"}


def run(text: str, **own: object) -> Run:
    routing = RoutingNeed(decision=feel('"rules"'), **own)  # type: ignore[arg-type]
    task = a(UserTask, name="Assess", assignment=Assignment(), routing=routing)
    model = read_dmn(RULES.replace("{text}", text).encode())
    rules = {"rules": lambda variables, now: model.decide("rules", variables, now)}
    simulation = Simulation([sketch("s -> a", a=task)], decisions=rules)
    return simulation.start("p", dict(VARIABLES))


def created(run: Run) -> WorkItemCreated:
    (item,) = (fact for fact in run.facts if isinstance(fact, WorkItemCreated))
    return item


def test_the_decision_says_what_is_needed_and_the_history_keeps_why() -> None:
    done = run(NEEDS)

    item = created(done)
    assert (item.skills, item.language, item.area) == (("recruitment",), "sv", "Nokia")
    assert (item.candidate_groups, item.continuity, item.priority) == (("experts",), "anna", 90)
    assert item.due is not None
    assert item.due.date().isoformat() == "2026-01-12"
    days = (item.wait_working_days, item.remind_working_days, item.escalate_working_days, item.reassign_working_days)
    assert days == (2, 1, 0, 5)
    (decided,) = (fact for fact in done.facts if isinstance(fact, DecisionEvaluated))
    assert decided.decision == "rules"


def test_what_the_diagram_says_goes_before_the_decision() -> None:
    item = created(run(NEEDS, skills=feel('"change"'), due_working_days=feel("1"), language=feel("null")))

    assert (item.skills, item.due_working_days) == (("change",), 1)
    assert item.language == "sv"  # an expression that gives nothing leaves it to the decision


def test_a_decision_that_gives_nothing_asks_for_nothing() -> None:
    item = created(run("null"))

    assert (item.skills, item.language, item.due, item.priority) == ((), "", None, 50)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{ skill: "recruitment" }', "Its outputs may be area, continuity,"),
        ("3", "Its outputs may be area, continuity,"),
        ("{ dueWorkingDays: -1 }", "must be a whole number from 0"),
        ("{ skills: 7 }", "must be a string or a list of strings, but the decision rules gives"),
        ("{ language: true }", "must be a string, but the decision rules gives"),
    ],
)
def test_a_decision_that_gives_something_else_is_an_incident_and_leaves_nothing_half_done(
    text: str, sentence: str
) -> None:
    done = run(text)

    (incident,) = done.state.incidents.values()
    assert sentence in incident.sentence
    assert not done.state.waits
    assert not any(isinstance(fact, DecisionEvaluated) for fact in done.facts)


def test_a_decision_that_is_not_deployed_is_an_incident() -> None:
    task = a(UserTask, routing=RoutingNeed(decision=feel('"nothing"')))

    (incident,) = Simulation([sketch("s -> a", a=task)]).start("p").state.incidents.values()

    assert "No decision nothing is deployed" in incident.sentence


def test_deadlines_are_counted_by_the_offices_own_hours() -> None:
    simulation = Simulation([sketch("s -> a", a=a(UserTask, routing=RoutingNeed(due_working_days=feel("1"))))])
    hours = OfficeHours(time(9), time(12), ZoneInfo("Europe/Stockholm"), "SE")

    facts = step(simulation, State(), StartProcess("p:1"), datetime(2026, 1, 5, 8, tzinfo=UTC), hours)

    (item,) = (fact for fact in facts if isinstance(fact, WorkItemCreated))
    assert item.due == datetime(2026, 1, 7, 11, tzinfo=UTC)  # Epiphany is a holiday there too
