"""Bytes to an XML tree, safely: nothing outside the file is read, nothing expands, everything is bounded."""

from typing import Any
from xml.parsers import expat  # its events come before anything is built; every entity is refused here

from lxml import etree

from engine.reader.problems import Problems, error
from engine.reader.vocabulary import bpmn

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 30_000  # about two thousand flow nodes with their flows and shapes

TOO_LARGE = error(
    "file-too-large",
    "the file has {size} bytes; a diagram may have {limit}.",
    "Split the process: let a call activity call a part of it.",
)
DOCTYPE = error(
    "file-doctype",
    "the file has a document type declaration (DOCTYPE), which could pull in other files or expand without end.",
    "Remove the DOCTYPE and the entities that it declares.",
)
TOO_DEEP = error(
    "file-too-deep",
    "elements are nested more than {limit} deep.",
    "Move inner sub-processes into processes of their own, and call them.",
)
TOO_MANY = error(
    "file-too-many-elements",
    "the file has more than {limit} XML elements.",
    "Split the process: let a call activity call a part of it.",
)
MALFORMED = error(
    "file-not-xml",
    "the file is not well-formed XML: {reason}.",
    "Save the diagram anew in its editor, or mend the XML at that place.",
)
NOT_BPMN = error(
    "file-not-bpmn",
    "the file is not a BPMN 2.0 diagram: its outermost element is {root}.",
    "Save the diagram as BPMN 2.0 XML, whose outermost element is “definitions”.",
)


class _Stop(Exception):
    """The file breaks a bound; it is not read further."""


def parse(content: bytes, problems: Problems) -> etree._Element | None:
    """The `definitions` element of a diagram file; None where the problems say why there is none."""
    if len(content) > MAX_BYTES:
        problems.add_at_line(TOO_LARGE, None, size=str(len(content)), limit=str(MAX_BYTES))
        return None
    if not _is_harmless(content, problems):
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        line: int | None = getattr(broken, "lineno", None)
        problems.add_at_line(MALFORMED, line, reason=_lower(str(getattr(broken, "msg", broken))))
        return None
    # The two parsers may see an encoding differently; what slipped past the first is stopped here.
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        problems.add_at_line(DOCTYPE, 1)
        return None
    if root.tag != bpmn("definitions"):
        problems.add(NOT_BPMN, root, root=str(root.tag))
        return None
    return root


def _is_harmless(content: bytes, problems: Problems) -> bool:
    """Go over the file once without building anything; stop at the first thing that may do harm."""
    parser = expat.ParserCreate()
    depth = count = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MAX_DEPTH:
            problems.add_at_line(TOO_DEEP, parser.CurrentLineNumber, limit=str(MAX_DEPTH))
            raise _Stop
        if count > MAX_ELEMENTS:
            problems.add_at_line(TOO_MANY, parser.CurrentLineNumber, limit=str(MAX_ELEMENTS))
            raise _Stop

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_declaration: object) -> None:
        problems.add_at_line(DOCTYPE, parser.CurrentLineNumber)
        raise _Stop

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except _Stop:
        return False
    except expat.ExpatError as broken:
        reason = expat.errors.messages.get(broken.code, expat.ErrorString(broken.code))
        problems.add_at_line(MALFORMED, broken.lineno, reason=_lower(str(reason)))
        return False
    except (LookupError, ValueError) as broken:
        problems.add_at_line(MALFORMED, 1, reason=_lower(str(broken)))
        return False
    return True


def _lower(reason: str) -> str:
    return reason[:1].lower() + reason[1:].rstrip(".")
