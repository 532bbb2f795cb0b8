"""Finds what the engine does not execute, wherever it stands, so that nothing is ever passed over in silence."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.constructs import ELEMENTS, REFUSED, REFUSED_VALUES
from engine.reader.context import Context
from engine.reader.events import EVENT_DEFINITIONS
from engine.reader.nodes import attribute, is_bpmn, local, shape, tag, text
from engine.reader.problems import error, warning
from engine.reader.vocabulary import CAMUNDA_7, DESCRIPTIVE, EXTENSIONS, OTHER_ENGINES, POLKU, UNDRAWN, ZEEBE, bpmn

NOT_EXECUTED = error("not-executed", "at {it}: the engine does not execute {construct}.", "{remedy}")
UNKNOWN = error(
    "element-unknown",
    "at {it}: the engine does not know the element “{element}”.",
    "Remove it, or use another element.",
)
UNKNOWN_EXTENSION = error(
    "extension-unknown",
    "at {it}: the engine does not know the extension element “{element}”.",
    "Remove it; the engine would not do what it says.",
)
OTHER_ENGINE = warning(
    "extension-of-camunda-7",
    "{it} has “{name}” of Camunda 7, which has no effect here.",
    "Set the same in the properties panel for Camunda 8, or remove it.",
)
OTHER_TOOL = warning(
    "extension-of-other-engine",
    "{it} has “{name}” of {engine}, which has no effect here.",
    "Say the same with the standard or the extensions of Camunda 8, or remove it.",
)
MUST_UNDERSTAND = error(
    "extension-must-understand",
    "the file has an extension that must be understood, and the engine does not understand it.",
    "Remove the extension.",
)

_KNOWN = UNDRAWN | DESCRIPTIVE | {bpmn("sequenceFlow")} | ELEMENTS.keys() | EVENT_DEFINITIONS.keys()


def check_file(root: etree._Element, context: Context) -> None:
    """Note what stands beside the processes and is not executed."""
    for node in root:
        if tag(node) == bpmn("extension"):
            if attribute(node, "mustUnderstand") in ("true", "1"):
                context.problems.add(MUST_UNDERSTAND, node)
        elif is_bpmn(node) and not local(node).endswith("EventDefinition"):
            _check(node, node, context)


def check_process(process: etree._Element, context: Context) -> frozenset[etree._Element]:
    """Note what the process has that is not executed; gives the elements that are concerned."""
    refused: set[etree._Element] = set()
    for node in _walk(process):
        shown_on = shape(node)
        if tag(node) == bpmn("eventDefinitionRef"):
            referred = context.definitions.get(text(node).rpartition(":")[2])
            wrong = referred is not None and _check(referred, shown_on, context)
        else:
            wrong = _check(node, shown_on, context)
        if wrong:
            refused.add(shown_on)
    return frozenset(refused)


def _walk(node: etree._Element) -> Iterator[etree._Element]:
    """All elements of the standard inside `node`, and the extension elements; what is refused is not entered."""
    for found in node:
        yield found
        within = tag(found) not in REFUSED
        if is_bpmn(found) and within:
            yield from _walk(found)
        elif tag(found).startswith(f"{{{ZEEBE}}}") and within:
            yield from found.iterdescendants()


def _check(node: etree._Element, shown_on: etree._Element, context: Context) -> bool:
    """Whether the engine does not execute `node`, which is then noted."""
    name = tag(node)
    if name in REFUSED:
        construct, remedy = REFUSED[name]
        context.problems.add(NOT_EXECUTED, shown_on, construct=construct, remedy=remedy)
        return True
    if is_bpmn(node):
        return _check_standard(node, shown_on, context)
    if name.startswith((f"{{{ZEEBE}}}", f"{{{POLKU}}}")) and name not in EXTENSIONS:
        context.problems.add(UNKNOWN_EXTENSION, shown_on, element=local(node))
        return True
    _note_other_engine(name, shown_on, context)
    return False


def _note_other_engine(name: str, shown_on: etree._Element, context: Context) -> None:
    """Whoever drew the diagram for another engine is told what of that is lost."""
    namespace, _, plain = name.removeprefix("{").rpartition("}")
    if namespace == CAMUNDA_7:
        context.problems.add(OTHER_ENGINE, shown_on, name=plain)
    elif namespace in OTHER_ENGINES:
        context.problems.add(OTHER_TOOL, shown_on, name=plain, engine=OTHER_ENGINES[namespace])


def _check_standard(node: etree._Element, shown_on: etree._Element, context: Context) -> bool:
    if tag(node) not in _KNOWN:
        context.problems.add(UNKNOWN, shown_on, element=local(node))
        return True
    refused = False
    for name, value in node.attrib.items():
        _note_other_engine(str(name), shown_on, context)
        row = REFUSED_VALUES.get(str(name))
        if row is not None and str(value).strip() not in row[0]:
            context.problems.add(NOT_EXECUTED, shown_on, construct=row[1], remedy=row[2])
            refused = True
    return refused
