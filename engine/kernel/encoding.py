"""States and facts as bytes. The same state always gives the same bytes, so that a replay can be compared.

Variables keep their FEEL types: temporal values and ranges are written as `engine.feel.codec` says.
"""

from decimal import Decimal
from typing import Any

import msgspec

from engine.feel.codec import from_json, to_json
from engine.kernel.facts import AnyFact, Fact
from engine.kernel.state import State

# Only where this stands in the bytes can there be a value, or a context that looks like one, to be written with care.
MARK = b'{"@":'

_encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=to_json)
_state_decoder = msgspec.json.Decoder(State, float_hook=Decimal)
_fact_decoder = msgspec.json.Decoder(AnyFact, float_hook=Decimal)


def encode_state(state: State) -> bytes:
    """The state as canonical JSON in UTF-8."""
    content = _encoder.encode(state)
    if MARK not in content:
        return content
    elements = {
        key: msgspec.structs.replace(
            instance,
            variables=to_json(instance.variables),
            loop=instance.loop
            and msgspec.structs.replace(
                instance.loop, items=to_json(instance.loop.items), outputs=to_json(instance.loop.outputs)
            ),
        )
        for key, instance in state.elements.items()
    }
    return _encoder.encode(msgspec.structs.replace(state, elements=elements))


def decode_state(content: bytes) -> State:
    """The state that `encode_state` wrote. Raises `msgspec.DecodeError` for anything else."""
    state = _state_decoder.decode(content)
    for instance in state.elements.values():
        if instance.variables:
            instance.variables = _values(instance.variables)
        if instance.loop is not None:
            instance.loop.items = [from_json(item) for item in instance.loop.items]
            instance.loop.outputs = [from_json(item) for item in instance.loop.outputs]
    return state


def encode_fact(fact: Fact) -> bytes:
    """The fact as canonical JSON in UTF-8; its kind stands in the member `fact`."""
    content = _encoder.encode(fact)
    if MARK not in content:
        return content
    changes = {name: to_json(getattr(fact, name)) for name in VALUE_FIELDS.get(type(fact).__name__, ())}
    return _encoder.encode(msgspec.structs.replace(fact, **changes))


def decode_fact(content: bytes) -> Fact:
    """The fact that `encode_fact` wrote. Raises `msgspec.DecodeError` for anything else."""
    fact: Fact = _fact_decoder.decode(content)
    changes = {name: _from(getattr(fact, name)) for name in VALUE_FIELDS.get(type(fact).__name__, ())}
    return msgspec.structs.replace(fact, **changes) if changes else fact


# The fields of facts that hold FEEL values.
VALUE_FIELDS = {
    "VariablesSet": ("values",),
    "LoopStarted": ("items",),
    "LoopItemCompleted": ("output",),
    "MessageThrown": ("variables",),
    "DecisionEvaluated": ("inputs", "result"),
}


def _values(variables: dict[str, Any]) -> dict[str, Any]:
    return {name: from_json(value) for name, value in variables.items()}


def _from(value: Any) -> Any:
    return _values(value) if isinstance(value, dict) else from_json(value)
