"""Decision models import one another: deployed together or earlier, and kept as they were deployed."""

import pytest

from engine.engine import Engine
from engine.errors import DeploymentRefused
from engine.store import instances
from tests.engine.diagrams import chain, decide, diagram

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(namespace: str, body: str, *imports: str) -> bytes:
    wanted = "".join(f'<import name="lib{number}" namespace="{name}"/>' for number, name in enumerate(imports, 1))
    return (
        f'<definitions xmlns="{MODEL}" id="m" name="{namespace}" namespace="{namespace}">{wanted}{body}</definitions>'
    ).encode()


def library(rate: str) -> bytes:
    """A model without decisions: one function."""
    return model(
        "urn:lib",
        '<businessKnowledgeModel id="fee" name="fee"><encapsulatedLogic>'
        '<formalParameter name="amount" typeRef="number"/>'
        f"<literalExpression><text>amount * {rate}</text></literalExpression></encapsulatedLogic>"
        "</businessKnowledgeModel>",
    )


def price(text: str = "lib1.fee(100)", namespace: str = "urn:lib") -> bytes:
    return model(
        "urn:price",
        '<decision id="price" name="price"><variable name="price" typeRef="number"/><knowledgeRequirement>'
        f'<requiredKnowledge href="{namespace}#fee"/></knowledgeRequirement>'
        f"<literalExpression><text>{text}</text></literalExpression></decision>",
        namespace,
    )


PROCESS = diagram("p", chain(decide("ask", "price", "result")))


def outcome(engine: Engine) -> object:
    instance = engine.start("p", actor="anna")
    return instances.variables(engine.database, instance)["result"]


def test_models_deployed_together_see_each_other_in_whatever_order(engine: Engine) -> None:
    deployed = engine.deploy({"a.dmn": price(), "b.dmn": library("2"), "p.bpmn": PROCESS}, actor="olli")
    assert {(found.kind, found.key) for found in deployed.definitions} == {
        ("decision", "price:1"),
        ("model", "urn:lib:1"),
        ("process", "p:1"),
    }
    assert outcome(engine) == 200


def test_a_model_that_is_deployed_already_is_imported_and_kept_until_the_importer_is_deployed_anew(
    engine: Engine,
) -> None:
    engine.deploy({"lib.dmn": library("2")}, actor="olli")
    engine.deploy({"price.dmn": price(), "p.bpmn": PROCESS}, actor="olli")
    engine.deploy({"lib.dmn": library("3")}, actor="olli")
    assert outcome(engine) == 200

    changed = engine.deploy({"price.dmn": price("lib1.fee(100) + 1")}, actor="olli")

    assert [found.key for found in changed.definitions] == ["price:2"]
    assert outcome(engine) == 301


def test_deployed_together_with_a_changed_model_its_importer_changes_too(engine: Engine) -> None:
    engine.deploy({"lib.dmn": library("2"), "price.dmn": price(), "p.bpmn": PROCESS}, actor="olli")
    again = engine.deploy({"lib.dmn": library("3"), "price.dmn": price()}, actor="olli")
    assert {found.key for found in again.definitions} == {"urn:lib:2", "price:2"}
    assert outcome(engine) == 300


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"price.dmn": price()}, "dmn-import-missing"),
        ({"price.dmn": price(), "lib.dmn": library("")}, "dmn-import-refused"),
        ({"price.dmn": price(namespace="urn:price")}, "dmn-import-circle"),
        ({"price.dmn": price(), "a.dmn": library("2"), "b.dmn": library("3")}, "dmn-namespace-twice"),
    ],
)
def test_what_cannot_be_imported_is_said(engine: Engine, files: dict[str, bytes], code: str) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        engine.deploy(files, actor="olli")
    assert code in {problem.code for _, problem in refused.value.problems}
    assert instances.page(engine.database).items == ()
