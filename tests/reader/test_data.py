"""Data that a diagram draws: what is moved, what is only drawn, and what is wrong with it."""

import pytest

from engine.model.data import DataItem
from engine.model.problem import Severity
from engine.reader import ReferenceKind
from tests.reader.drawings import found, sketch, straight

OBJECTS = '<dataObject id="o" name="order"/><dataObject id="q" name="offer"/>'


def specification(inside: str) -> str:
    return f"<ioSpecification>{inside}</ioSpecification>"


def incoming(inner: str) -> str:
    return f"<dataInputAssociation>{inner}</dataInputAssociation>"


def taking(association: str) -> str:
    """A task with one data input, `in`, and this association into it."""
    sets = '<dataInput id="in"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/>'
    return f'<task id="task">{specification(sets)}{association}</task>{OBJECTS}'


CASES = [
    ("data-unknown", taking(incoming("<sourceRef>nothing</sourceRef><targetRef>in</targetRef>"))),
    (
        "data-several-sources",
        taking(incoming("<sourceRef>o</sourceRef><sourceRef>q</sourceRef><targetRef>in</targetRef>")),
    ),
    (
        "data-store-unbound",
        '<task id="task"><multiInstanceLoopCharacteristics><loopDataInputRef>d</loopDataInputRef>'
        '</multiInstanceLoopCharacteristics></task><dataStoreReference id="d" name="R"/>',
    ),
    (
        "data-assignment-elsewhere",
        taking(incoming("<targetRef>in</targetRef><assignment><from>1</from><to>out.total</to></assignment>")),
    ),
]


@pytest.mark.parametrize(("code", "task"), CASES)
def test_data_that_cannot_be_moved_refuses_the_diagram(code: str, task: str) -> None:
    reading = straight(task)

    assert found(reading)[code] == "task"
    assert {problem.severity for problem in reading.problems if problem.code == code} == {Severity.ERROR}


def test_what_an_ordinary_editor_draws_moves_nothing() -> None:
    drawn = (
        '<task id="task"><property id="pp" name="__targetRef_placeholder"/>'
        '<dataInputAssociation id="a"><sourceRef>r</sourceRef><targetRef>pp</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="b"><targetRef>r</targetRef></dataOutputAssociation></task>'
        '<dataObject id="o"/><dataObjectReference id="r" name="Order" dataObjectRef="o"/>'
        '<dataStoreReference id="d" name="Register"/>'
    )

    reading = straight(drawn)

    assert not reading.has_errors
    assert reading.processes[0].elements["task"].data is None


def test_a_data_object_is_the_variable_of_its_name_or_of_the_name_of_its_reference() -> None:
    named = '<dataObject id="o"/><dataObjectReference id="r" name="Order [paid]" dataObjectRef="o"/>'
    task = taking(incoming("<sourceRef>r</sourceRef><targetRef>in</targetRef>")).replace(OBJECTS, named)

    (process,) = straight(task).processes

    data = process.elements["task"].data
    assert data is not None
    assert data.incoming[0].sources == (DataItem("o", "Order", "p"),)
    assert data.incoming[0].target.name == "in"


def test_data_of_a_sub_process_is_declared_there() -> None:
    inside = '<startEvent id="start"/><subProcess id="sub"><task id="t"/><dataObject id="o" name="memo"/></subProcess>'

    (process,) = sketch(f'{inside}<sequenceFlow id="f" sourceRef="start" targetRef="sub"/>').processes

    assert process.declared == {"sub": frozenset({"memo"})}


@pytest.mark.parametrize(
    ("reference", "beside", "name"),
    [
        (
            '<dataStoreReference id="d" name="Drawn\nso" dataStoreRef="s"/>',
            '<dataStore id="s" name="Register"/>',
            "Register",
        ),
        ('<dataStoreReference id="d" name="Drawn so" dataStoreRef="s"/>', '<dataStore id="s"/>', "s"),
        ('<dataStoreReference id="d" name="Drawn&#10;so"/>', "", "Drawn so"),
        ('<dataStoreReference id="d"/>', "", "d"),
    ],
)
def test_a_data_store_goes_by_its_name_or_its_id(reference: str, beside: str, name: str) -> None:
    reading = straight(taking(incoming("<sourceRef>d</sourceRef><targetRef>in</targetRef>")) + reference, beside)

    (found,) = reading.references
    data = reading.processes[0].elements["task"].data
    assert (found.kind, found.id, found.binding, found.element) == (ReferenceKind.DATA_STORE, name, "read", "task")
    assert data is not None
    assert [(source.store, source.owner) for source in data.incoming[0].sources] == [(name, "task")]
