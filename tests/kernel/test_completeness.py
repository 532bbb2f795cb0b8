"""Every fact has an applier, every element kind a behaviour, every command a handler: nothing falls through."""

from typing import Any, get_args

from engine.kernel import commands, facts
from engine.kernel.apply import APPLIERS
from engine.kernel.decide import HANDLERS
from engine.kernel.elements import BEHAVIOURS
from engine.kernel.encoding import VALUE_FIELDS
from engine.kernel.events.waits import CANCELLED, OPEN
from engine.kernel.state import Wait
from engine.model import elements
from engine.model.events import EventDefinition

ABSTRACT = {elements.Element, elements.Event, elements.Activity, elements.Gateway}


def kinds_below(kind: type[Any]) -> set[type]:
    below: list[type] = kind.__subclasses__()
    return {kind}.union(*map(kinds_below, below))


def test_every_fact_has_an_applier_and_can_be_read_back() -> None:
    assert set(APPLIERS) == kinds_below(facts.Fact) - {facts.Fact} == set(get_args(facts.AnyFact))


def test_every_element_kind_has_a_behaviour() -> None:
    kinds = {kind for kind in vars(elements).values() if isinstance(kind, type) and issubclass(kind, elements.Element)}
    assert kinds - ABSTRACT <= set(BEHAVIOURS)


def test_every_command_has_a_handler() -> None:
    assert set(HANDLERS) == set(get_args(commands.Command))


def test_every_wait_can_be_withdrawn_and_every_event_definition_that_waits_be_opened() -> None:
    assert set(CANCELLED) == set(get_args(Wait))
    never_awaited = {kind.__name__ for kind in set(get_args(EventDefinition)) - set(OPEN)}
    assert never_awaited == {"LinkEventDefinition", "MultipleEventDefinition", "TerminateEventDefinition"}


def test_every_field_that_holds_any_value_is_written_with_its_feel_type() -> None:
    free = {(fact, field) for fact in APPLIERS for field, type in fact.__annotations__.items() if "Any" in str(type)}
    assert free == {(fact, field) for fact, fields in VALUE_FIELDS.items() for field, _, _ in fields}
