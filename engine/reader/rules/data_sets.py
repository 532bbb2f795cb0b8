"""Input sets and output sets: what they name, and which of each other they name (BPMN 2.0.2, 10.4.2)."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, children, shape
from engine.reader.problems import error, warning
from engine.reader.rules.data_types import data_of, names
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_SETS = (("Input", "Output"), ("Output", "Input"))


@rule(
    warning(
        "data-in-no-set",
        "{it} has the data “{data}” in none of its sets, so that it is unclear when it is needed.",
        "List it in an input set or an output set.",
    )
)
def in_no_set(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.58 and 10.59: data inputs and outputs belong to at least one input set or output set."""
    for holder, kind, _ in _holders(root):
        listed = {id for one in children(holder, bpmn(f"{kind.lower()}Set")) for id in names(one, f"data{kind}Refs")}
        for data in children(holder, bpmn(f"data{kind}")):
            if attribute(data, "id") not in listed:
                yield at(data, data=attribute(data, "name") or attribute(data, "id"))


@rule(
    error(
        "data-set-stranger",
        "{it} lists “{data}” in one of its sets, which is none of its own data.",
        "List only the data inputs of the element in its input sets, and its data outputs in its output sets.",
    )
)
def lists_stranger(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.61 and 10.62: sets refer to the data inputs or data outputs of their specification."""
    for holder, kind, _ in _holders(root):
        own = {attribute(data, "id") for data in children(holder, bpmn(f"data{kind}"))}
        for one in children(holder, bpmn(f"{kind.lower()}Set")):
            for id in names(one, f"data{kind}Refs"):
                if id not in own:
                    yield at(one, data=id)


@rule(
    error(
        "data-set-unlisted",
        "{it} marks “{data}” as optional or as needed while it runs, in a set that does not list it.",
        "List it among the data of the set as well.",
    )
)
def marks_unlisted(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.61 and 10.62: what is optional or while executing is a part of the set."""
    for holder, kind, _ in _holders(root):
        for one in children(holder, bpmn(f"{kind.lower()}Set")):
            listed = names(one, f"data{kind}Refs")
            for marked in (f"optional{kind}Refs", f"whileExecuting{kind}Refs"):
                for id in names(one, marked):
                    if id not in listed:
                        yield at(one, data=id)


@rule(
    error(
        "data-sets-one-sided",
        "{it} has a set that goes with “{other}”, which does not go with it, or is no such set of the element.",
        "Let both sets name each other, or neither.",
    )
)
def one_sided(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.61 and 10.62: an input set and an output set that go together name each other."""
    for holder, kind, other in _holders(root):
        others = {attribute(one, "id"): one for one in children(holder, bpmn(f"{other.lower()}Set")) if one.get("id")}
        for one in children(holder, bpmn(f"{kind.lower()}Set")):
            for id in names(one, f"{other.lower()}SetRefs"):
                if id not in others or attribute(one, "id") not in names(others[id], f"{kind.lower()}SetRefs"):
                    yield at(one, other=id)


def _holders(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """What has data and sets of them: specifications, and events, which throw or catch."""
    for holder in root.iter(bpmn("ioSpecification")):
        yield from ((holder, kind, other) for kind, other in _SETS)
    for name, kind, other in (("dataInput", *_SETS[0]), ("dataOutput", *_SETS[1])):
        events = {shape(data): None for data in root.iter(bpmn(name)) if data.getparent() is shape(data)}
        yield from ((event, kind, other) for event in events if data_of(event, name))


RULES = (in_no_set, lists_stranger, marks_unlisted, one_sided)
