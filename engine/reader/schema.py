"""What the XML Schema of BPMN 2.0 says about a file, turned into sentences."""

import re
from collections import Counter
from functools import cache
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator

from engine.reader.nodes import is_bpmn
from engine.reader.problems import Phrase, Problems, error

_REMEDY = "Save the diagram anew in its editor, or mend the XML at that place."

UNEXPECTED = error("schema-unexpected-element", "in {it}, the element “{what}” may not stand there.", _REMEDY)
INCOMPLETE = error("schema-missing-element", "in {it}, the element “{what}” lacks {expected}.", _REMEDY)
UNKNOWN_ATTRIBUTE = error(
    "schema-unknown-attribute",
    "in {it}, the element “{what}” may not have the attribute “{attribute}”.",
    "Remove the attribute, or give it the namespace of the tool that it is for.",
)
MISSING_ATTRIBUTE = error(
    "schema-missing-attribute", "in {it}, the element “{what}” needs the attribute “{attribute}”.", _REMEDY
)
BAD_VALUE = error("schema-value", "in {it}, “{value}” is not a possible value of {where}.", _REMEDY)
STRAY_TEXT = error(
    "schema-text",
    "in {it}, the element “{what}” may hold no text.",
    "Remove the text, or put it into a text annotation.",
)
OTHERWISE = error("schema", "the XML Schema of BPMN 2.0 says of {it}: {message}", _REMEDY)

# By the type of the schema's message: the phrase. The names are libxml2's.
_BY_TYPE: dict[str, Phrase] = {
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": UNKNOWN_ATTRIBUTE,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": UNKNOWN_ATTRIBUTE,
    "SCHEMAV_CVC_COMPLEX_TYPE_4": MISSING_ATTRIBUTE,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": STRAY_TEXT,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": BAD_VALUE,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_2": BAD_VALUE,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": BAD_VALUE,
    "SCHEMAV_CVC_ENUMERATION_VALID": BAD_VALUE,
    "SCHEMAV_CVC_PATTERN_VALID": BAD_VALUE,
}
_ID_VALUE = "xs:ID"  # an id used twice is said in its own sentence by the rule on identifiers
_NAMESPACE = re.compile(r"\{[^}]*\}")
_ELEMENT = re.compile(r"Element '([^']*)'")
_ATTRIBUTE = re.compile(r"attribute '([^']*)'")
_VALUE = re.compile(r"(?:: |value )'([^']*)'")
_EXPECTED = re.compile(r"Expected is (.*?)\.?$", re.DOTALL)
_LIMIT = 50  # a file that is wrong in more places is wrong in its kind


@cache
def validator() -> BpmnValidator:
    """SpiffWorkflow's validator: compiling its schema takes longer than most files take to check."""
    return BpmnValidator()


def check_schema(root: etree._Element, problems: Problems) -> None:
    """Add what the schema has against the file, all of it."""
    checker = validator()
    checker.preprocess(root)
    schema: Any = checker.validator
    if schema.validate(root):
        return
    prefixes = {prefix: uri for node in root.iter() for prefix, uri in node.nsmap.items() if prefix}
    twice = _ids_used_twice(root)
    for entry in list(schema.error_log)[:_LIMIT]:
        node = _node(root, entry.path, prefixes)
        if not (_ID_VALUE in entry.message and node.get("id") in twice):
            _add(node, entry, problems)


def _node(root: etree._Element, path: str | None, prefixes: dict[str, str]) -> etree._Element:
    """The element that the schema speaks of; the outermost one where its path leads nowhere."""
    try:
        found: Any = root.xpath(path, namespaces=prefixes) if path else None
    except etree.XPathError:  # a prefix that means different things in different places
        return root
    return found[0] if found and isinstance(found[0], etree._Element) else root


def _ids_used_twice(root: etree._Element) -> frozenset[str]:
    counted = Counter(node.get("id") or "" for node in root.iter() if is_bpmn(node))
    return frozenset(id for id, times in counted.items() if times > 1)


def _add(node: etree._Element, entry: etree._LogEntry, problems: Problems) -> None:
    message = _NAMESPACE.sub("", entry.message)
    attribute, what = _first(_ATTRIBUTE, message), _first(_ELEMENT, message)
    phrase = _BY_TYPE.get(entry.type_name, OTHERWISE)
    if entry.type_name == "SCHEMAV_ELEMENT_CONTENT":
        phrase = INCOMPLETE if "Missing child" in message else UNEXPECTED
    problems.add(
        phrase,
        node,
        what=what,
        attribute=attribute,
        value=_first(_VALUE, message),
        where=f"the attribute “{attribute}”" if attribute else f"the element “{what}”",
        expected=_first(_EXPECTED, message).strip("() ").replace(" )", ""),
        message=message,
    )


def _first(pattern: re.Pattern[str], message: str) -> str:
    match = pattern.search(message)
    return match[1] if match else ""
