"""The standard's rules on how a diagram may be drawn, each a small function, in one table."""

from lxml import etree

from engine.reader.draft import Draft
from engine.reader.problems import Problems
from engine.reader.rules import (
    activities,
    ad_hoc,
    boundaries,
    calls,
    cancelling,
    collaboration,
    compensation,
    conversations,
    correlation,
    data,
    data_associations,
    data_of_calls,
    data_of_events,
    data_of_loops,
    data_of_services,
    data_places,
    data_sets,
    ends,
    event_sub_processes,
    flows,
    formal,
    gateways,
    handlers,
    identifiers,
    instantiation,
    interchange,
    intermediate_events,
    jobs,
    links,
    listeners,
    messages,
    reachability,
    references,
    resources,
    starts,
)
from engine.reader.rules.table import DraftRule, FileRule

FILE_RULES: tuple[FileRule, ...] = (
    *identifiers.RULES,
    *references.RULES,
    *collaboration.RULES,
    *calls.RULES,
    *data.RULES,
    *formal.RULES,
    *jobs.RULES,
    *data_sets.RULES,
    *data_of_services.RULES,
    *data_of_events.RULES,
    *data_of_calls.RULES,
    *data_of_loops.RULES,
    *data_places.RULES,
    *data_associations.RULES,
    *resources.RULES,
    *conversations.RULES,
    *correlation.RULES,
    *interchange.RULES,
)
DRAFT_RULES: tuple[DraftRule, ...] = (
    *flows.RULES,
    *starts.RULES,
    *instantiation.RULES,
    *ends.RULES,
    *boundaries.RULES,
    *handlers.RULES,
    *gateways.RULES,
    *intermediate_events.RULES,
    *links.RULES,
    *event_sub_processes.RULES,
    *compensation.RULES,
    *cancelling.RULES,
    *ad_hoc.RULES,
    *activities.RULES,
    *listeners.RULES,
    *messages.RULES,
    *reachability.RULES,
)


def check_diagram(root: etree._Element, problems: Problems) -> None:
    """Check the rules on the file as a whole."""
    for rule in FILE_RULES:
        for node, params in rule.check(root):
            problems.add(rule.phrase, node, **params)


def check_draft(draft: Draft, problems: Problems) -> None:
    """Check the rules on one process."""
    for rule in DRAFT_RULES:
        for node, params in rule.check(draft):
            problems.add(rule.phrase, node, **params)
