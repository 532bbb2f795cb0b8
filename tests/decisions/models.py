"""Small decision models, written shortly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from engine.decisions import DecisionModel, DecisionResult, read_dmn

NOW = datetime(2026, 1, 31, 14, 30, tzinfo=UTC)
NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*parts: str, namespace: str = "urn:test", name: str = "test") -> bytes:
    head = f'<definitions xmlns="{NAMESPACE}" id="model" name="{name}" namespace="{namespace}">'
    return (head + "".join(parts) + "</definitions>").encode()


def input_data(name: str, type_ref: str | None = None) -> str:
    return f'<inputData id="in_{key(name)}" name={quoteattr(name)}>{variable(name, type_ref)}</inputData>'


def variable(name: str, type_ref: str | None = None) -> str:
    return f"<variable name={quoteattr(name)}" + (f' typeRef="{type_ref}"' if type_ref else "") + "/>"


def key(name: str) -> str:
    return "".join(character if character.isalnum() else "_" for character in name)


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def decision(name: str, body: str, *needs: str, type_ref: str | None = None) -> str:
    """``needs`` are element ids: in_... for input data, bkm_... and service_... for knowledge, else decisions."""
    return (
        f'<decision id="{key(name)}" name={quoteattr(name)}>{variable(name, type_ref)}'
        + "".join(map(requirement, needs)) + body + "</decision>"
    )  # fmt: skip


def requirement(need: str) -> str:
    reference = need if "#" in need else f"#{need}"
    local = reference.rpartition("#")[2]
    if local.startswith(("bkm_", "service_")):
        return f'<knowledgeRequirement><requiredKnowledge href="{reference}"/></knowledgeRequirement>'
    kind = "requiredInput" if local.startswith("in_") else "requiredDecision"
    return f'<informationRequirement><{kind} href="{reference}"/></informationRequirement>'


def knowledge(
    name: str, parameters: Mapping[str, str | None], body: str, *needs: str, type_ref: str | None = None
) -> str:
    formal = "".join(
        f"<formalParameter name={quoteattr(parameter)}" + (f' typeRef="{wanted}"' if wanted else "") + "/>"
        for parameter, wanted in parameters.items()
    )
    logic = f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>{''.join(map(requirement, needs))}"
    head = f'<businessKnowledgeModel id="bkm_{key(name)}" name={quoteattr(name)}>{variable(name, type_ref)}'
    return f"{head}{logic}</businessKnowledgeModel>"


def table(
    inputs: Iterable[str],
    rules: Iterable[tuple[str, ...]],
    *,
    outputs: tuple[str, ...] = ("",),
    hit_policy: str = "UNIQUE",
    aggregation: str | None = None,
    values: Mapping[str, str] | None = None,
    default: str | None = None,
    annotations: tuple[str, ...] = (),
) -> str:
    """A decision table; each rule has its tests, then its outputs. ``values`` are allowed values by column."""
    values = values or {}
    columns = list(inputs)
    text = f'<decisionTable id="table" hitPolicy="{hit_policy}"'
    text += f' aggregation="{aggregation}">' if aggregation else ">"
    for column in columns:
        text += f"<input><inputExpression><text>{escape(column)}</text></inputExpression>"
        text += f"{_allowed('input', values.get(column))}</input>"
    for output in outputs:
        entry = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
        text += f"<output name={quoteattr(output)}>{_allowed('output', values.get(output))}{entry}</output>"
    for number, rule in enumerate(rules, 1):
        text += f'<rule id="rule{number}">'
        for index, cell in enumerate(rule):
            entry = "inputEntry" if index < len(columns) else "outputEntry"
            text += f"<{entry}><text>{escape(cell)}</text></{entry}>"
        if annotations:
            text += f"<annotationEntry><text>{escape(annotations[number - 1])}</text></annotationEntry>"
        text += "</rule>"
    return text + "</decisionTable>"


def _allowed(side: str, text: str | None) -> str:
    return f"<{side}Values><text>{escape(text)}</text></{side}Values>" if text else ""


def read(*parts: str, **options: Any) -> DecisionModel:
    return read_dmn(definitions(*parts), **options)


def decide(model: DecisionModel, name: str, **variables: Any) -> DecisionResult:
    return model.decide(key(name), {name.replace("_", " "): value for name, value in variables.items()}, NOW)


def value_of(body: str, **variables: Any) -> Any:
    """The value of a single decision whose body is given, with undeclared variables."""
    return read(decision("d", body)).decide("d", variables, NOW).value
