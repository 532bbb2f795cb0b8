"""Conversations: drawn for people, between participants (BPMN 2.0.2, 9.5)."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, children, local, reference, text
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_CONVERSATIONS = ("conversation", "subConversation", "callConversation")


@rule(
    warning(
        "conversation-alone",
        "{it} has fewer than two participants.",
        "Connect it to everybody who takes part in the conversation.",
    )
)
def alone(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 9.11: a conversation node has two participants or more."""
    for node in root.iter(*map(bpmn, _CONVERSATIONS)):
        if len({text(found) for found in children(node, bpmn("participantRef"))}) < 2:
            yield at(node)


@rule(
    warning(
        "conversation-stranger",
        "{it} has the participant or message flow “{id}”, which is not of its collaboration.",
        "Choose one that is drawn in the same collaboration.",
    )
)
def stranger(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 9.11: participants and message flows are those of the collaboration around."""
    nodes = by_id(root)
    for node in root.iter(*map(bpmn, _CONVERSATIONS)):
        around = next(node.iterancestors(bpmn("collaboration")), None)
        for found in (*children(node, bpmn("participantRef")), *children(node, bpmn("messageFlowRef"))):
            referred = nodes.get(text(found).rpartition(":")[2])
            if referred is not None and around is not None and around not in referred.iterancestors():
                yield at(node, id=text(found))


@rule(
    warning(
        "conversation-link-end",
        "{it} connects no conversation with a participant.",
        "Let one end be a conversation, and the other a participant, an activity or an event.",
    )
)
def link_ends(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 9.5.4: a conversation link connects a conversation node with a participant, both ways round."""
    nodes = by_id(root)
    for node in root.iter(bpmn("conversationLink")):
        ends = [nodes.get(reference(node, name)) for name in ("sourceRef", "targetRef")]
        known = [local(end) in _CONVERSATIONS for end in ends if end is not None]
        if len(known) == 2 and known.count(True) != 1 and attribute(node, "sourceRef"):
            yield at(node)


RULES = (alone, stranger, link_ends)
