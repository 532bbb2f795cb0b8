"""States and facts as bytes. The same state always gives the same bytes, so that a replay can be compared.

Variables keep their FEEL types: temporal values and ranges are written as `engine.feel.codec` says.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from engine.feel.codec import from_json, to_json
from engine.kernel import facts as f
from engine.kernel.facts import AnyFact, Fact
from engine.kernel.state import Compensable, ElementInstance, State

_encoder = msgspec.json.Encoder(decimal_format="number")
_state_decoder = msgspec.json.Decoder(State, float_hook=Decimal)
_fact_decoder = msgspec.json.Decoder(AnyFact, float_hook=Decimal)


def encode_state(state: State) -> bytes:
    """The state as canonical JSON in UTF-8."""
    elements = {
        key: _written(instance) if instance.variables or instance.loop or _has_kept(instance) else instance
        for key, instance in state.elements.items()
    }
    return _encoder.encode(msgspec.structs.replace(state, elements=elements))


def decode_state(content: bytes) -> State:
    """The state that `encode_state` wrote. Raises `msgspec.DecodeError` for anything else."""
    state = _state_decoder.decode(content)
    for instance in state.elements.values():
        instance.variables = _from_object(instance.variables)
        if instance.loop is not None:
            instance.loop.items = _from_array(instance.loop.items)
            instance.loop.outputs = _from_array(instance.loop.outputs)
        if _has_kept(instance):
            instance.compensable = _kept(instance.compensable, _from_object)
            instance.undoing = _kept(instance.undoing, _from_object)
    return state


def encode_fact(fact: Fact) -> bytes:
    """The fact as canonical JSON in UTF-8; its kind stands in the member `fact`."""
    fields = VALUE_FIELDS.get(type(fact))
    if fields is None:  # most facts: they are written for every command, so nothing is asked twice
        return _encoder.encode(fact)
    return _encoder.encode(
        msgspec.structs.replace(fact, **{name: write(getattr(fact, name)) for name, write, _ in fields})
    )


def split_fact(fact: Fact) -> tuple[bytes, bytes]:
    """The fact as two JSON objects: what stays for good, and its values, which may have to be erased one day.

    The second one is empty where the fact has no values.
    """
    fields = VALUE_FIELDS.get(type(fact))
    if fields is None:
        return _encoder.encode(fact), b""
    values, without = {}, WITHOUT[type(fact)]
    for name, write, _ in fields:
        value = getattr(fact, name)
        if value is not None and value != without[name]:
            values[name] = write(value)
    return _encoder.encode(msgspec.structs.replace(fact, **without)), _encoder.encode(values) if values else b""


def join_fact(content: bytes, values: bytes) -> bytes:
    """What `split_fact` parted; without its values, the fact as it is after they were erased."""
    return content[:-1] + b"," + values[1:] if values else content


def decode_fact(content: bytes) -> Fact:
    """The fact that `encode_fact` wrote. Raises `msgspec.DecodeError` for anything else."""
    fact: Fact = _fact_decoder.decode(content)
    fields = VALUE_FIELDS.get(type(fact), ())
    changes = {name: read(getattr(fact, name)) for name, _, read in fields}
    return msgspec.structs.replace(fact, **changes) if changes else fact


def _written(instance: ElementInstance) -> ElementInstance:
    changes: dict[str, Any] = {"variables": _to_object(instance.variables)}
    if instance.loop is not None:
        items, outputs = _to_array(instance.loop.items), _to_array(instance.loop.outputs)
        changes["loop"] = msgspec.structs.replace(instance.loop, items=items, outputs=outputs)
    if _has_kept(instance):
        changes["compensable"] = _kept(instance.compensable, _to_object)
        changes["undoing"] = _kept(instance.undoing, _to_object)
    return msgspec.structs.replace(instance, **changes)


def _has_kept(instance: ElementInstance) -> bool:
    return bool(instance.compensable or instance.undoing)


def _kept(kept: list[Compensable], change: Callable[[dict[str, Any]], dict[str, Any]]) -> list[Compensable]:
    return [
        msgspec.structs.replace(one, variables=change(one.variables), inside=_kept(one.inside, change)) for one in kept
    ]


# Every value goes through the codec: left alone, msgspec would write a date as the fields of its class.
def _to_object(values: dict[str, Any]) -> dict[str, Any]:
    return {name: to_json(value) for name, value in values.items()}


def _from_object(values: dict[str, Any]) -> dict[str, Any]:
    return {name: from_json(value) for name, value in values.items()}


def _to_array(values: list[Any]) -> list[Any]:
    return [to_json(value) for value in values]


def _from_array(values: list[Any]) -> list[Any]:
    return [from_json(value) for value in values]


Codec = tuple[str, Callable[[Any], Any], Callable[[Any], Any]]

# The fields of facts that hold FEEL values: variables by name, lists of values, or one value.
VALUE_FIELDS: dict[type[Fact], tuple[Codec, ...]] = {
    f.VariablesSet: (("values", _to_object, _from_object),),
    f.LoopStarted: (("items", _to_array, _from_array),),
    f.LoopItemCompleted: (("output", to_json, from_json),),
    f.MessageThrown: (("variables", _to_object, _from_object),),
    f.SignalThrown: (("variables", _to_object, _from_object),),
    f.CompensableCompleted: (("variables", _to_object, _from_object),),
    f.DecisionEvaluated: (("inputs", _to_object, _from_object), ("result", to_json, from_json)),
}

# What a field without values holds. It is the field's default, so that nothing of it is written.
EMPTY: dict[Callable[[Any], Any], Any] = {_to_object: {}, _to_array: [], to_json: None}
WITHOUT = {fact: {name: EMPTY[write] for name, write, _ in fields} for fact, fields in VALUE_FIELDS.items()}
