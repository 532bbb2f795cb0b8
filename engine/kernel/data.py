"""Data associations: values move into an element when it begins, and out of it when it ends (BPMN 2.0.2, 10.4.2).

A data object, property, input or output is the variable of its name in the instance of the element that has it. It is
available when that variable has been set. What is not available is not moved.
"""

from typing import Any

from engine.kernel.behaviour import is_loop_body
from engine.kernel.context import Step
from engine.kernel.data_stores import is_written_later, read_first
from engine.kernel.facts import DataStateSet, InputsAwaited, InputSetChosen
from engine.kernel.failure import Failure
from engine.kernel.variables import evaluate, nested
from engine.model.data import DataAssociation, DataFlow, DataItem, DataSet
from engine.model.elements import Activity, Element, Event, ReceiveTask, StartEvent
from engine.model.extensions import MultiInstance


def take_inputs(step: Step, key: int, element: Element, flow: DataFlow) -> bool:
    """Fill the data inputs of the instance `key`.

    False: it has to wait until one of its input sets is available, or until a data store has been read.
    """
    instance = step.state.elements[key]
    chosen = _set_of(flow.input_sets, step.state.elements[instance.scope if instance.index else key].input_set)
    if isinstance(element, Activity) and not instance.index and flow.input_sets:
        if missing := missing_inputs(step, key, flow):
            step.emit(InputsAwaited(step.new_key(), key, missing))
            return False
        chosen = next(one for one in flow.input_sets if not _missing(step, key, flow, one))
        if len(flow.input_sets) > 1 and instance.input_set != chosen.id:
            step.emit(InputSetChosen(key, chosen.id))
    taken = [
        association
        for association in flow.incoming
        if (association.target.id == _loop_end(element, "input")) == is_loop_body(element, instance)
        and _is_in(flow.input_sets, chosen, association.target.id)
    ]
    if read_first(step, key, taken):
        return False
    for association in taken:
        move(step, key, association)
    return True


def missing_inputs(step: Step, key: int, flow: DataFlow) -> tuple[str, ...]:
    """The names of what no input set can do without; empty when one of them is available."""
    missing = [_missing(step, key, flow, one) for one in flow.input_sets]
    return tuple(dict.fromkeys(name for names in missing for name in names)) if all(missing) else ()


def keep_outputs(
    step: Step, key: int, element: Element, flow: DataFlow, result: dict[str, Any] | None
) -> dict[str, Any]:
    """Keep what of the `result` is the element's own data with the instance `key`; gives what is for those around."""
    given = result or {}
    own = {item.name for item in (*flow.outputs, *flow.properties)}
    if isinstance(element, Activity) and isinstance(element.loop, MultiInstance) and element.loop.data.output_item:
        own.add(element.loop.data.output_item.name)
    payload = given
    if isinstance(element, StartEvent) and not given:  # what an event sub-process began with
        payload = step.state.elements[step.state.elements[key].scope].variables
    kept = {name: value for name, value in payload.items() if name in own}
    if isinstance(element, Event | ReceiveTask) and len(flow.outputs) == 1 and payload and not kept:
        whole = dict(payload) if len(payload) > 1 else next(iter(payload.values()))
        kept = {flow.outputs[0].name: whole}
    if kept:
        step.set_variables(key, kept)
    moved = {source.name for association in flow.outgoing for source in association.sources} | {
        item.name for item in flow.properties
    }
    return {name: value for name, value in given.items() if name not in own or name not in moved}


def given_out(step: Step, key: int, element: Element, flow: DataFlow) -> list[DataAssociation]:
    """The associations that lead out of the instance `key`, which is about to end; those to data stores come last.

    Raises `Failure` when none of its output sets is available.
    """
    instance = step.state.elements[key]
    used = step.state.elements[instance.scope if instance.index else key].input_set
    in_body = is_loop_body(element, instance)
    chosen = None if in_body else _output_set(step, key, element, flow, used)
    given = [
        association
        for association in flow.outgoing
        if any(source.id == _loop_end(element, "output") for source in association.sources) == in_body
        and all(_is_in(flow.output_sets, chosen, one.id) for one in association.sources)
    ]
    return sorted(given, key=is_written_later)


def push_outputs(step: Step, key: int, given: list[DataAssociation]) -> None:
    """Carry out the associations that lead out of the instance `key` to anything but a data store."""
    for association in given:
        if not is_written_later(association):
            move(step, key, association, drawn=not any(source.typed for source in association.sources))


def written_next(step: Step, key: int, given: list[DataAssociation], done: int) -> int | None:
    """The number of the first association to a data store, from the number `done` on, that has something to write.

    What is written is then the variable of the store's name at the instance `key`.
    """
    for number, association in enumerate(given):
        if number < done or not is_written_later(association):
            continue
        if all(is_available(step, key, source) for source in association.sources):
            _write(step, key, association.target, _value(step, key, association))
            return number
    return None


def move(step: Step, key: int, association: DataAssociation, *, drawn: bool = False) -> None:
    """Carry out one association at the instance `key`.

    `drawn`: a data object that is only drawn counts as written although nothing gave a value for it.
    """
    target = association.target
    if all(is_available(step, key, source) for source in association.sources):
        if association.sources or association.transformation or association.assignments:
            _write(step, key, target, _value(step, key, association))
    elif not drawn:
        return
    elif not is_available(step, key, target, in_any_state=True):
        _write(step, key, target, None)
    if target.state:
        step.emit(DataStateSet(holder(step, key, target), target.name, target.state))
        if step.state.conditions:
            step.changed.add(target.name)


def is_available(step: Step, key: int, item: DataItem, *, in_any_state: bool = False) -> bool:
    """Whether the data has been given a value, and is in the state in which it is read."""
    at = _where(step, key, item)
    if at is None:
        return False
    return in_any_state or not item.state or step.state.elements[at].states.get(item.name) == item.state


def value_of(step: Step, key: int, item: DataItem) -> Any:
    """The value of the data as seen from the instance `key`; null where it has none."""
    at = _where(step, key, item)
    return None if at is None else step.state.elements[at].variables[item.name]


def holder(step: Step, key: int, item: DataItem) -> int:
    """The instance around (or at) `key` that has the data."""
    instance = step.state.elements[key]
    while instance.element != item.owner and not instance.definition:
        key = instance.scope
        instance = step.state.elements[key]
    return key


def _where(step: Step, key: int, item: DataItem) -> int | None:
    """The nearest instance up to the one that has the data in which its variable is set."""
    last = holder(step, key, item)
    while item.name not in step.state.elements[key].variables:
        if key == last:
            return None
        key = step.state.elements[key].scope
    return key


def _write(step: Step, key: int, item: DataItem, value: Any) -> None:
    step.set_variables(holder(step, key, item), {item.name: value})


def _value(step: Step, key: int, association: DataAssociation) -> Any:
    sources = {source.name: value_of(step, key, source) for source in association.sources}
    target = association.target
    what = f"data for {target.name}"
    if association.transformation is not None:
        value = evaluate(step, key, association.transformation, what, sources)
    elif association.assignments:
        value = value_of(step, key, target)
    else:
        (value,) = sources.values()
    for assignment in association.assignments:
        found = evaluate(step, key, assignment.source, what, sources)
        value = nested(value, assignment.path, found)
    return value


def _missing(step: Step, key: int, flow: DataFlow, one: DataSet) -> list[str]:
    """The names of the data that the input set lacks."""
    return [
        source.name
        for association in flow.incoming
        if association.target.id in one.required
        for source in association.sources
        if not _is_own(step, key, source) and not is_available(step, key, source)
    ]


def _is_own(step: Step, key: int, item: DataItem) -> bool:
    """An item of a loop is there when the loop runs."""
    return item.owner == step.state.elements[key].element


def _output_set(step: Step, key: int, element: Element, flow: DataFlow, used: str) -> DataSet | None:
    if not isinstance(element, Activity) or not flow.output_sets:
        return None
    names = {item.id: item.name for item in flow.outputs}
    looped = _loop_end(element, "output")
    variables = step.state.elements[key].variables
    lacking: dict[str, None] = {}
    for one in flow.output_sets:
        if used and one.matches and used not in one.matches:
            continue
        missing = [names[id] for id in one.required if id != looped and names.get(id, "") not in variables]
        if not missing:
            return one
        lacking |= dict.fromkeys(sorted(missing))
    raise Failure(
        f"{element.id} is done, but gave nothing for its data output {' or '.join(lacking) or 'sets'}. "
        "Set the variable at the element, then retry; or make the output optional in the diagram."
    )


def _set_of(sets: tuple[DataSet, ...], id: str) -> DataSet | None:
    if len(sets) == 1:
        return sets[0]
    return next((one for one in sets if one.id == id), None)


def _is_in(sets: tuple[DataSet, ...], chosen: DataSet | None, id: str) -> bool:
    """Whether the data belongs to the chosen set; what is in no set at all always belongs."""
    return chosen is None or id in chosen.members or not any(id in one.members for one in sets)


def _loop_end(element: Element, end: str) -> str | None:
    """The id of the collection that a multi-instance reads or fills."""
    if not isinstance(element, Activity) or not isinstance(element.loop, MultiInstance):
        return None
    item: DataItem | None = getattr(element.loop.data, end)
    return None if item is None else item.id
