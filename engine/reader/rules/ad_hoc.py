"""Ad-hoc sub-processes: what may stand in them."""

from collections.abc import Iterator

from engine.model.elements import AdHocSubProcess
from engine.reader.draft import Draft
from engine.reader.nodes import is_true, local
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule


@rule(
    error(
        "ad-hoc-event",
        "{it} stands in an ad-hoc sub-process, which neither starts nor ends at an event.",
        "Remove it, or make the sub-process an embedded one.",
    )
)
def start_or_end(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.5: start events and end events must not be used in an ad-hoc sub-process."""
    for _, node in draft.of(AdHocSubProcess):
        for inner in draft.drawn.get(node, ()):
            if local(inner) in ("startEvent", "endEvent"):
                yield at(inner)


@rule(warning("ad-hoc-empty", "{it} has no activity.", "Draw the activities that can be done in it."))
def empty(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.5: activities must be used in an ad-hoc sub-process."""
    for _, node in draft.of(AdHocSubProcess):
        if not any(not local(inner).endswith(("Event", "Gateway")) for inner in draft.drawn.get(node, ())):
            yield at(node)


@rule(
    error(
        "ad-hoc-triggered",
        "{it} is ad-hoc and started by an event at once, but no event may start what is ad-hoc.",
        "Make it an event sub-process with an ad-hoc sub-process in it.",
    )
)
def triggered(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.5: an event sub-process has a start event, which must not be used in an ad-hoc sub-process."""
    return (at(node) for _, node in draft.of(AdHocSubProcess) if is_true(node, "triggeredByEvent"))


RULES = (start_or_end, empty, triggered)
