"""What an activity, an event or a callable element takes in and gives out (BPMN 2.0.2, 10.4.2).

An association that ends at no data of the element itself is drawn for people; nothing is moved along it.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engine.model.data import DataAssignment, DataAssociation, DataFlow, DataItem, DataSet, LoopData
from engine.model.elements import SubProcess
from engine.model.extensions import MultiInstance
from engine.reader.context import Context
from engine.reader.data import PLACEHOLDER, is_typed, state_of
from engine.reader.draft import Draft
from engine.reader.expressions import NOTHING
from engine.reader.nodes import attribute, child, children, is_true, local, text
from engine.reader.problems import error
from engine.reader.references import ReferenceKind
from engine.reader.vocabulary import bpmn

#: What may read and write data stores: they take a job's time, which an event does not have.
ACTIVITIES = frozenset(
    ("task", "sendTask", "receiveTask", "serviceTask", "userTask", "manualTask", "scriptTask", "businessRuleTask")
) | {"subProcess", "transaction", "adHocSubProcess", "callActivity"}

UNKNOWN = error(
    "data-unknown",
    "{it} moves data from or to “{id}”, which is no data of the file.",
    "Connect it to a data object, a property or a data store anew.",
)
SEVERAL = error(
    "data-several-sources",
    "{it} moves data from several places at once without saying how to make one value of them.",
    "Write a transformation, or draw an association for each.",
)
NOT_INSIDE = error(
    "data-assignment-elsewhere",
    "{it} assigns data to “{to}”, which does not begin with {target}.",
    "Name the target of the association, or a member of it behind a dot.",
)


STORE = error(
    "data-store-unbound",
    "{it} reads or writes the data store “{store}” where nothing can.",
    "Read it into a data input of an activity, or write it out of a data output of one.",
)


def data_flow(node: etree._Element, context: Context) -> DataFlow | None:
    """The data of an element; None where there is none that execution is concerned with."""
    specification = child(node, bpmn("ioSpecification"))
    holder = node if specification is None else specification
    inputs = _items(holder, "dataInput", context)
    outputs = _items(holder, "dataOutput", context)
    properties = _items(node, "property", context)
    loop = child(node, bpmn("multiInstanceLoopCharacteristics"))
    whole = (holder,) if loop is None else (holder, loop)
    own_inputs = {attribute(found, "id") for part in whole for found in _own(part, "dataInput", "inputDataItem")}
    own_outputs = {attribute(found, "id") for part in whole for found in _own(part, "dataOutput", "outputDataItem")}
    own = {item.id for item in properties}
    incoming = _incoming(node, own_inputs | own, context)
    outgoing = _outgoing(node, own_outputs | own, context)
    if not (inputs or outputs or properties or incoming or outgoing):
        return None
    fed = {association.target.id for association in incoming if _can_come(association, context)}
    return DataFlow(
        inputs,
        outputs,
        properties,
        tuple(_sets(holder, "Input", fed)),
        tuple(_sets(holder, "Output", {id for id in own_outputs if is_typed(context.data.nodes[id])})),
        incoming,
        outgoing,
    )


def declared(draft: Draft, context: Context) -> dict[str, frozenset[str]]:
    """The names of the data that the sub-processes have, by sub-process: results of these names stay inside."""
    found: dict[str, set[str]] = {}
    for element, node in draft.of(SubProcess):
        for item in (loop.input_item, loop.output_item) if (loop := _loop_of(element)) else ():
            if item is not None:
                found.setdefault(element.id, set()).add(item.name)
        for data in node.iterchildren(bpmn("dataObject"), bpmn("dataObjectReference"), bpmn("property")):
            behind = context.data.behind(data)
            if behind.getparent() is node and attribute(data, "name") != PLACEHOLDER:
                found.setdefault(element.id, set()).add(context.data.name(behind))
    return {scope: frozenset(names) for scope, names in found.items()}


def _loop_of(element: SubProcess) -> LoopData | None:
    return element.loop.data if isinstance(element.loop, MultiInstance) else None


def _can_come(association: DataAssociation, context: Context) -> bool:
    """Whether what the association brings is waited for. Data without a type that nothing gives is a mere drawing."""
    typed = is_typed(context.data.nodes[association.target.id])
    return any(source.awaited or typed for source in association.sources)


def loop_data(found: etree._Element, context: Context, node: etree._Element) -> LoopData:
    """The collections of a multi-instance, and the data that stand for one item."""
    return LoopData(
        _referred(found, "loopDataInputRef", node, context, to_write=False),
        _one(found, "inputDataItem", context),
        _referred(found, "loopDataOutputRef", node, context, to_write=True),
        _one(found, "outputDataItem", context),
    )


def _own(holder: etree._Element, *names: str) -> Iterator[etree._Element]:
    for found in holder.iterchildren(*map(bpmn, names)):
        if found.get("id") and attribute(found, "name") != PLACEHOLDER:
            yield found


def _items(holder: etree._Element, name: str, context: Context) -> tuple[DataItem, ...]:
    found = (context.data.item(attribute(node, "id")) for node in _own(holder, name))
    return tuple(item for item in found if item is not None)


def _one(holder: etree._Element, name: str, context: Context) -> DataItem | None:
    return next(iter(_items(holder, name, context)), None)


def _referred(
    holder: etree._Element, name: str, shown_on: etree._Element, context: Context, *, to_write: bool
) -> DataItem | None:
    node = child(holder, bpmn(name))
    return None if node is None else _item(node, shown_on, context, to_write=to_write)


def _sets(holder: etree._Element, kind: str, needed: set[str]) -> Iterator[DataSet]:
    """The sets in their order. Of what must be there, only the `needed` can be missing."""
    other = "Output" if kind == "Input" else "Input"
    for number, found in enumerate(children(holder, bpmn(f"{kind.lower()}Set")), 1):
        optional = set(_ids(found, f"optional{kind}Refs")) | set(_ids(found, f"whileExecuting{kind}Refs"))
        members = set(_ids(found, f"data{kind}Refs")) | optional
        matches = frozenset(_ids(found, f"{other.lower()}SetRefs"))
        id = attribute(found, "id") or str(number)
        yield DataSet(id, frozenset(members), frozenset((members - optional) & needed), matches)


def _ids(node: etree._Element, name: str) -> Iterator[str]:
    return (text(found).rpartition(":")[2] for found in children(node, bpmn(name)))


def _incoming(node: etree._Element, own: set[str], context: Context) -> tuple[DataAssociation, ...]:
    return tuple(
        _association(found, node, context)
        for found in children(node, bpmn("dataInputAssociation"))
        if text(child(found, bpmn("targetRef"))).rpartition(":")[2] in own
    )


def _outgoing(node: etree._Element, own: set[str], context: Context) -> tuple[DataAssociation, ...]:
    return tuple(
        _association(found, node, context)
        for found in children(node, bpmn("dataOutputAssociation"))
        if _gives(found, own) or _changes_state(found, context)
    )


def _gives(found: etree._Element, own: set[str]) -> bool:
    """Whether the association gives a value: one of the element's own, or one that it computes."""
    sources = set(_ids(found, "sourceRef"))
    computed = child(found, bpmn("assignment")) is not None or child(found, bpmn("transformation")) is not None
    return bool(sources & own) or (computed and not sources)


def _changes_state(found: etree._Element, context: Context) -> bool:
    target = context.data.nodes.get(text(child(found, bpmn("targetRef"))).rpartition(":")[2])
    return target is not None and bool(state_of(target)) and not list(_ids(found, "sourceRef"))


def _association(found: etree._Element, node: etree._Element, context: Context) -> DataAssociation:
    sources = [_item(source, node, context) for source in children(found, bpmn("sourceRef"))]
    target_node = child(found, bpmn("targetRef"))
    target = None if target_node is None else _item(target_node, node, context, to_write=True)
    transformation = context.expressions.formal(child(found, bpmn("transformation")), "the transformation")
    if target is None:
        target = DataItem("", "", "")
    assignments = tuple(_assignment(one, target, node, context) for one in children(found, bpmn("assignment")))
    if len(sources) > 1 and transformation is None and not assignments:
        context.problems.add(SEVERAL, node)
    known = tuple(source for source in sources if source is not None)
    return DataAssociation(attribute(found, "id"), known, target, transformation, assignments)


def _item(ref: etree._Element, node: etree._Element, context: Context, *, to_write: bool = False) -> DataItem | None:
    id = text(ref).rpartition(":")[2]
    found = context.data.item(id, to_write=to_write)
    if found is None:
        context.problems.add(UNKNOWN, node, id=id)
    elif found.store:
        return _of_store(found, ref, node, context, to_write=to_write)
    return found


def _of_store(
    found: DataItem, ref: etree._Element, node: etree._Element, context: Context, *, to_write: bool
) -> DataItem:
    """What the activity has of the data store; a deployment looks whether anything reads or writes it."""
    association = ref.getparent()
    way = "dataOutputAssociation" if to_write else "dataInputAssociation"
    between = association is not None and local(association) == way
    if not between or local(node) not in ACTIVITIES or is_true(node, "triggeredByEvent"):
        context.problems.add(STORE, node, store=found.name)
    else:
        context.refer(ReferenceKind.DATA_STORE, node, found.store, "write" if to_write else "read")
    return replace(found, owner=attribute(node, "id"))


def _assignment(one: etree._Element, target: DataItem, node: etree._Element, context: Context) -> DataAssignment:
    source = context.expressions.formal(child(one, bpmn("from")), "the value of an assignment") or NOTHING
    to = text(child(one, bpmn("to"))).removeprefix("=").strip()
    first, *path = (part.strip() for part in to.split("."))
    if first not in (target.id, target.name) or not all(path):
        context.problems.add(NOT_INSIDE, node, to=to, target=f"“{target.name}”")
    return DataAssignment(source, tuple(path))
