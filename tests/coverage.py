"""`python -m tests.coverage` writes docs/bpmn-coverage.md from the tests' table and from the reader's tables.

A test holds the page against what this module would write, so that it says what is so.
"""

from collections.abc import Iterator
from pathlib import Path

from engine.reader.constructs import REFUSED, REFUSED_VALUES
from engine.reader.events import BOUNDARY, CATCH, END, EVENT_DEFINITIONS, EVENT_START, LOOP, START, THROW
from tests.kernel.plays import PLAYS

PAGE = Path(__file__).parent.parent / "docs" / "bpmn-coverage.md"
TEST = "tests/kernel/test_diagrams.py"
PLACES = {
    START: "start",
    EVENT_START: "start of an event sub-process",
    CATCH: "intermediate catch",
    BOUNDARY: "boundary",
    THROW: "intermediate throw",
    END: "end",
    LOOP: "item of a multi-instance",
}

HEAD = f"""# What of BPMN is executed

Written by `python -m tests.coverage` from the table of the tests; don't edit it. Each row is a tiny diagram that can be
deployed and that a test plays to its end: `test_a_diagram_runs_to_its_end` in [{TEST}](../{TEST}), after each step of
which the facts are replayed and held against the state.
"""

# The cases of the conformance suites that the engine does not pass because they are wrong: what the standard says.
DOUBTED = (
    (
        "betsy/events/Timer_IntermediateTimeCycleEvent/1",
        "13.5.2, Intermediate Events",
        "An intermediate catch event is left once: when the event occurs, it is consumed and the sequence flow is "
        "followed. The case expects one token for each repetition of a cycle. (The reader warns of a cycle there.)",
    ),
    (
        "betsy/activities/MultiInstance_OneBehavior/1",
        "13.5.3, Intermediate Boundary Events",
        "The boundary event interrupts (cancelActivity is not set to false), and so the activity is cancelled, all its "
        "instances in the case of a multi-instance, and the way out of the boundary event is followed. The case "
        "expects that the other instances run and that the usual way out is followed as well. With an event that "
        "does not interrupt it is so: see the diagram multi-instance-one-behaviour.",
    ),
    (
        "betsy/activities/MultiInstance_ComplexBehavior/1",
        "13.5.3, Intermediate Boundary Events",
        "The same: the event that the first instance throws is caught by an interrupting event, which cancels the "
        "activity. The case expects that the usual way out of the activity is followed as well. No reading makes both "
        "cases right: after the same event, the one before wants the other instances to go on, this one to end.",
    ),
)


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_executed(), *_events(), *_refused(), *_doubted()])


def _executed() -> Iterator[str]:
    for section, plays in PLAYS.items():
        yield f"## {section}\n"
        yield "| construct | diagram | test |\n| --- | --- | --- |"
        for play in plays:
            diagram = f"[{play.diagram}](../tests/diagrams/{play.diagram}.bpmn)"
            yield f"| {play.construct} | {diagram} | `test_a_diagram_runs_to_its_end[{play.diagram}]` |"
        yield ""


def _events() -> Iterator[str]:
    yield "## Event definitions, by where they stand\n"
    yield "“alone”: not together with other definitions on the same event.\n"
    yield f"| definition | {' | '.join(PLACES.values())} |"
    yield f"| --- |{' --- |' * len(PLACES)}"
    for tag, row in EVENT_DEFINITIONS.items():
        cells = [("alone" if place in row.alone else "yes") if place in row.places else "" for place in PLACES]
        yield f"| {_name(tag)} | {' | '.join(cells)} |"
    yield ""


def _refused() -> Iterator[str]:
    yield "## Not executed\n"
    yield "A diagram that has one of these is refused at deployment, with the element and the remedy.\n"
    yield "| what | in the file | remedy |\n| --- | --- | --- |"
    for tag, (construct, remedy) in REFUSED.items():
        yield f"| {construct} | `{_name(tag)}` | {remedy} |"
    for attribute, (_, construct, remedy) in REFUSED_VALUES.items():
        yield f"| {construct} | the attribute `{attribute}` | {remedy} |"
    yield ""


def _doubted() -> Iterator[str]:
    yield "## Cases of the conformance suites that contradict the standard\n"
    yield "| case | BPMN 2.0.2 | why it is not passed |\n| --- | --- | --- |"
    for case, paragraph, why in DOUBTED:
        yield f"| {case} | {paragraph} | {why} |"
    yield ""


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
