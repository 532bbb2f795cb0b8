"""The words that stand in the sentences about a file: what an element is called, and the few fixed parameters.

The reader's own tables say which kinds of elements and constructs there are, so that a new one is missed by the
test of the catalogues until it has its translation.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from engine.phrases import PHRASES
from engine.reader.constructs import ELEMENTS, REFUSED, REFUSED_VALUES
from engine.reader.events import EVENT_DEFINITIONS
from engine.reader.vocabulary import DESCRIPTIVE

_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CALLED = re.compile(r"(?P<article>the |a )?(?P<kind>[^“”]+?)(?: “(?P<name>.*)”)?", re.DOTALL)


def spaced(local: str) -> str:
    """The kind of element that a tag names, as sentences write it: "user task" for `userTask`."""
    return _HUMPS.sub(" ", local).lower()


#: What sentences speak of that is no element of those tables.
_BESIDE = (
    "activation condition",
    "attribute",
    "category value",
    "completion condition",
    "condition",
    "conversation",
    "correlation property retrieval expression",
    "definitions",
    "element",
    "loop cardinality",
    "loop condition",
    "message flow",
    "transformation",
    "value of an assignment",
    "operation",
    "participant",
    "participant multiplicity",
    "resource parameter",
    "script",
    "sequence flow",
    "timer’s date and time",
    "timer’s duration",
    "timer’s repeating interval",
)
KINDS = frozenset(
    (*_BESIDE, *(spaced(tag.rpartition("}")[2]) for tag in (*ELEMENTS, *EVENT_DEFINITIONS, *DESCRIPTIVE)))
)

CONSTRUCTS = frozenset((*(row[0] for row in REFUSED.values()), *(row[1] for row in REFUSED_VALUES.values())))
REMEDIES = frozenset((*(row[1] for row in REFUSED.values()), *(row[2] for row in REFUSED_VALUES.values())))

#: Parameters that name an element, whatever the phrase.
LABELS = frozenset(("it", "activity", "other", "process", "source", "target", "where"))

_IN_LIST = {"incoming": lazy_gettext("incoming (in a list)"), "outgoing": lazy_gettext("outgoing (in a list)")}

_LINK_ENDS = {"source": lazy_gettext("source (of a link)"), "target": lazy_gettext("target (of a link)")}

#: By the code and the parameter: its fixed values. The texts here are what a translator needs to know.
WORDS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("data-collection", "one"): {
        "a": lazy_gettext("data is a collection"),
        "no": lazy_gettext("data is no collection"),
    },
    ("event-sub-process-starts", "count"): {"no": "0"},
    ("flow-list-differs", "direction"): _IN_LIST,
    ("flow-not-listed", "direction"): _IN_LIST,
    ("flow-to-nowhere", "end"): {
        "source": lazy_gettext("source (of a flow)"),
        "target": lazy_gettext("target (of a flow)"),
    },
    ("gateway-direction", "direction"): {
        "converging": lazy_gettext("marked as converging"),
        "diverging": lazy_gettext("marked as diverging"),
        "mixed": lazy_gettext("marked as mixed"),
    },
    ("link-end-wrong", "end"): _LINK_ENDS,
    ("link-end-unnamed", "end"): _LINK_ENDS,
    ("link-with-flow", "direction"): {
        "into": lazy_gettext("leads into the link event"),
        "out of": lazy_gettext("leads out of the link event"),
    },
    ("data-of-message-several", "what"): {
        "input sets": lazy_gettext("input sets"),
        "output sets": lazy_gettext("output sets"),
        "data inputs": lazy_gettext("data inputs"),
        "data outputs": lazy_gettext("data outputs"),
    },
    ("data-wrong-way", "way"): {"from": lazy_gettext("from"), "to": lazy_gettext("to")},
    ("data-wrong-way", "whose"): {"the process": lazy_gettext("the process")},
    ("loop-data-elsewhere", "whose"): {
        "its data": lazy_gettext("its data"),
        "the data objects around it": lazy_gettext("the data objects around it"),
    },
    ("message-flow-end", "what"): {
        "begins at an event": lazy_gettext("begins at an event"),
        "leads to an event": lazy_gettext("leads to an event"),
    },
    ("message-flow-end", "why"): {
        "can only catch": lazy_gettext("can only catch"),
        "can only throw": lazy_gettext("can only throw"),
        "sends no message": lazy_gettext("sends no message"),
        "waits for no message": lazy_gettext("waits for no message"),
    },
    ("quantity-impossible", "name"): {
        "start quantity": lazy_gettext("start quantity"),
        "completion quantity": lazy_gettext("completion quantity"),
    },
    ("reference-wrong", "what"): {"not in the file": lazy_gettext("not in the file")},
    ("script-language", "language"): {"no language that is named": lazy_gettext("no language that is named")},
    ("time-informal", "kind"): {
        "date": lazy_gettext("date"),
        "duration": lazy_gettext("duration"),
        "cycle": lazy_gettext("cycle"),
    },
    ("timer-value", "kind"): {
        "date and time": lazy_gettext("date and time"),
        "duration": lazy_gettext("duration"),
        "repeating interval": lazy_gettext("repeating interval"),
    },
    ("timer-value", "example"): {"P14D or PT30M": lazy_gettext("P14D or PT30M")},
    ("file-not-xml", "reason"): {
        "mismatched tag": lazy_gettext("mismatched tag"),
        "not well-formed (invalid token)": lazy_gettext("not well-formed (invalid token)"),
        "no element found": lazy_gettext("no element found"),
        "unclosed token": lazy_gettext("unclosed token"),
        "unclosed CDATA section": lazy_gettext("unclosed CDATA section"),
        "duplicate attribute": lazy_gettext("duplicate attribute"),
        "unbound prefix": lazy_gettext("unbound prefix"),
        "junk after document element": lazy_gettext("junk after document element"),
        "undefined entity": lazy_gettext("undefined entity"),
        "unknown encoding": lazy_gettext("unknown encoding"),
        "syntax error": lazy_gettext("syntax error"),
    },
}


def called(text: str) -> str:
    """What the reader calls an element (its kind and name), in the language of the page.

    A text of another form, and a kind that no table knows, stay as they are.
    """
    found = _CALLED.fullmatch(text)
    kind = spaced(found["kind"]) if found else ""
    if found is None or kind not in KINDS:
        return text
    kind = gettext(kind)
    if found["name"] is not None:
        return gettext("the %(kind)s “%(name)s”", kind=kind, name=found["name"])
    match found["article"]:
        case "the ":
            return gettext("the %(kind)s", kind=kind)
        case "a ":
            return gettext("a %(kind)s", kind=kind)
        case _:
            return kind


def texts() -> Iterator[str]:
    """Every text of the reader's tables that the catalogues translate."""
    for phrase in PHRASES.values():
        yield phrase.sentence
        yield phrase.remedy
    yield from sorted(KINDS | CONSTRUCTS | REMEDIES)
