"""Gateways that say more than where their flows go (BPMN 2.0.2, 10.6.5)."""

from typing import Any

from engine.reader.elements.base import ElementParser
from engine.reader.nodes import attribute, child, is_true
from engine.reader.vocabulary import bpmn


class ComplexGatewayParser(ElementParser):
    """The condition on the tokens that have come, which lets the gateway begin."""

    def details(self) -> dict[str, Any]:
        condition = child(self.node, bpmn("activationCondition"))
        return {"activation_condition": self.context.expressions.condition(condition, "the activation condition")}


class EventBasedGatewayParser(ElementParser):
    """Whether it begins a process instance, and whether all events behind it must happen."""

    def details(self) -> dict[str, Any]:
        return {
            "instantiate": is_true(self.node, "instantiate"),
            "parallel": attribute(self.node, "eventGatewayType") == "Parallel",
        }
