"""References inside a file: each leads to an element of the right kind."""

import re
from collections.abc import Iterator

from lxml import etree

from engine.reader.constructs import ELEMENTS
from engine.reader.events import EVENT_DEFINITIONS
from engine.reader.nodes import attribute, is_bpmn, local, text
from engine.reader.problems import warning
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import BPMN, bpmn

_EVENT_DEFINITIONS = tuple(tag.rpartition("}")[2] for tag in EVENT_DEFINITIONS)
_FLOW_NODES = frozenset(tag.rpartition("}")[2] for tag in ELEMENTS)
_ACTIVITIES_AND_EVENTS = frozenset(name for name in _FLOW_NODES if not name.endswith("Gateway"))
_INTERACTION_NODES = _ACTIVITIES_AND_EVENTS | {"participant", "conversation", "subConversation", "callConversation"}

_CONVERSATIONS = frozenset(("conversation", "subConversation", "callConversation"))
_ITEM_AWARE = frozenset(
    (
        "dataInput",
        "dataObject",
        "dataObjectReference",
        "dataOutput",
        "dataStore",
        "dataStoreReference",
        "inputDataItem",
        "outputDataItem",
        "property",
    )
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_ANYTHING: frozenset[str] = frozenset()  # only that it is there

# Attribute or child element: the kinds that it may refer to. The references that execution follows are not among them:
# those are errors, said where they are read.
_KINDS: dict[str, frozenset[str]] = {
    "calledChoreographyRef": frozenset(("choreography", "globalChoreographyTask")),
    "calledCollaborationRef": frozenset(("collaboration", "globalConversation", "choreography")),
    "categoryValueRef": frozenset(("categoryValue",)),
    "correlationPropertyRef": frozenset(("correlationProperty",)),
    "choreographyRef": frozenset(("choreography", "globalChoreographyTask")),
    "correlationKeyRef": frozenset(("correlationKey",)),
    "dataInputRefs": frozenset(("dataInput",)),
    "dataObjectRef": frozenset(("dataObject",)),
    "dataOutputRefs": frozenset(("dataOutput",)),
    "dataStoreRef": frozenset(("dataStore",)),
    "definitionalCollaborationRef": frozenset(("collaboration",)),
    "evaluatesToTypeRef": frozenset(("itemDefinition",)),
    "endPointRef": frozenset(("endPoint",)),
    "flowNodeRef": _FLOW_NODES,
    "incoming": frozenset(("sequenceFlow", "conversationLink")),
    "innerConversationNodeRef": _CONVERSATIONS,
    "innerMessageFlowRef": frozenset(("messageFlow",)),
    "innerParticipantRef": frozenset(("participant",)),
    "inputDataRef": frozenset(("dataInput", "inputSet")),
    "inputSetRefs": frozenset(("inputSet",)),
    "loopDataInputRef": _ITEM_AWARE,
    "loopDataOutputRef": _ITEM_AWARE,
    "messageFlowRef": frozenset(("messageFlow",)),
    "inMessageRef": frozenset(("message",)),
    "interfaceRef": frozenset(("interface",)),
    "itemRef": frozenset(("itemDefinition",)),
    "itemSubjectRef": frozenset(("itemDefinition",)),
    "noneBehaviorEventRef": frozenset(_EVENT_DEFINITIONS),
    "oneBehaviorEventRef": frozenset(_EVENT_DEFINITIONS),
    "operationRef": frozenset(("operation",)),
    "optionalInputRefs": frozenset(("dataInput",)),
    "optionalOutputRefs": frozenset(("dataOutput",)),
    "outMessageRef": frozenset(("message",)),
    "outerConversationNodeRef": _CONVERSATIONS,
    "outerMessageFlowRef": frozenset(("messageFlow",)),
    "outerParticipantRef": frozenset(("participant",)),
    "outgoing": frozenset(("sequenceFlow", "conversationLink")),
    "outputDataRef": frozenset(("dataOutput", "outputSet")),
    "outputSetRefs": frozenset(("outputSet",)),
    "parameterRef": frozenset(("resourceParameter",)),
    "partitionElementRef": _ANYTHING,
    "participantRef": frozenset(("participant",)),
    "partnerEntityRef": frozenset(("partnerEntity",)),
    "partnerRoleRef": frozenset(("partnerRole",)),
    "processRef": frozenset(("process",)),
    "resourceRef": frozenset(("resource",)),
    "supportedInterfaceRef": frozenset(("interface",)),
    "supports": frozenset(("process",)),
    "whileExecutingInputRefs": frozenset(("dataInput",)),
    "whileExecutingOutputRefs": frozenset(("dataOutput",)),
}
# The same, where it depends on the element that has the reference.
_KINDS_OF: dict[tuple[str, str], frozenset[str]] = {
    ("operation", "errorRef"): frozenset(("error",)),
    ("messageFlow", "messageRef"): frozenset(("message",)),
    ("messageFlow", "sourceRef"): _INTERACTION_NODES,
    ("messageFlow", "targetRef"): _INTERACTION_NODES,
    ("correlationPropertyRetrievalExpression", "messageRef"): frozenset(("message",)),
    ("association", "sourceRef"): _ANYTHING,
    ("conversationLink", "sourceRef"): _INTERACTION_NODES,
    ("conversationLink", "targetRef"): _INTERACTION_NODES,
    ("association", "targetRef"): _ANYTHING,
    ("dataInputAssociation", "sourceRef"): _ITEM_AWARE,
    ("dataInputAssociation", "targetRef"): _ITEM_AWARE,
    ("dataOutputAssociation", "sourceRef"): _ITEM_AWARE,
    ("dataOutputAssociation", "targetRef"): _ITEM_AWARE,
    ("linkEventDefinition", "source"): frozenset(("linkEventDefinition",)),
    ("linkEventDefinition", "target"): frozenset(("linkEventDefinition",)),
    ("error", "structureRef"): frozenset(("itemDefinition",)),
    ("escalation", "structureRef"): frozenset(("itemDefinition",)),
    ("signal", "structureRef"): frozenset(("itemDefinition",)),
}


@rule(
    warning(
        "reference-wrong",
        "{it} names “{id}” as its {name}, which is {what}.",
        "Choose anew what it refers to.",
    )
)
def wrong_reference(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 8.3.1 and the attribute tables: the type of what a reference refers to."""
    kinds = {attribute(node, "id"): local(node) for node in root.iter() if node.get("id")}
    imported = {attribute(node, "namespace") for node in root.iterchildren(bpmn("import"))}
    for node in root.iter():
        if not is_bpmn(node):
            continue
        for name, id, allowed in _references(node):
            kind = kinds.get(id)
            prefix, colon, _ = id.partition(":")
            elsewhere = bool(colon) and node.nsmap.get(prefix) in imported  # in a file that this one imports
            if (kind is None or (allowed and kind not in allowed)) and not elsewhere:
                yield at(node, id=id, name=name, what=f"a {kind}" if kind else "not in the file")


def _references(node: etree._Element) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The references that the element has as attributes, or is itself as the child of another."""
    for name, value in node.attrib.items():
        allowed = _KINDS.get(str(name), _KINDS_OF.get((local(node), str(name))))
        if allowed is not None and value:
            yield str(name), _local(node, str(value)), allowed
    parent = node.getparent()
    owner = "" if parent is None else local(parent)
    allowed = _KINDS.get(local(node), _KINDS_OF.get((owner, local(node))))
    if allowed is not None and text(node):
        yield local(node), _local(node, text(node)), allowed


def _local(node: etree._Element, value: str) -> str:
    """The id, without a prefix that stands for the file's own namespace."""
    prefix, colon, rest = value.strip().partition(":")
    own = attribute(node.getroottree().getroot(), "targetNamespace")
    return rest if colon and node.nsmap.get(prefix) == own else value.strip()


@rule(
    warning(
        "import-not-read",
        "the file imports “{location}”, which is not read with it.",
        "Deploy that file as well; processes are called by their id, whatever file they are in.",
    )
)
def not_read(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 8.2.2: an import names elements of another file. A file is read alone here."""
    for node in root.iterchildren(bpmn("import")):
        if attribute(node, "importType").rstrip("/") == BPMN or not attribute(node, "location"):
            yield at(node, location=attribute(node, "location") or attribute(node, "namespace"))


@rule(
    warning(
        "import-type",
        "the file imports “{namespace}” as “{type}”, which is no absolute URI that says what kind of file it is.",
        "Write the namespace of BPMN, XML Schema or WSDL.",
    )
)
def unknown_type(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.2: the import type is an absolute URI that identifies the type of the document."""
    for node in root.iterchildren(bpmn("import")):
        if not _ABSOLUTE.fullmatch(attribute(node, "importType")):
            yield at(node, namespace=attribute(node, "namespace"), type=attribute(node, "importType"))


RULES = (wrong_reference, not_read, unknown_type)
