"""Instances by the beginning of their id or business key: the same on every database, few of them or many."""

import pytest

from engine.engine import Engine
from engine.starting import Start
from engine.store import beginnings, instances, watching
from tests.engine.diagrams import chain, diagram, job

KEYS = ("1000-1", "1000-12", "10001", "1000_1", "1000%1", "aÄ-1", "aä-1", "A-1", "")


def found(engine: Engine, text: str) -> set[str]:
    return {row.business_key for row in instances.page(engine.database, text=text).items}


@pytest.mark.parametrize("few", [beginnings.FEW, 1])
@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("1000-1", {"1000-1", "1000-12"}),
        ("1000-", {"1000-1", "1000-12"}),
        ("1000", {"1000-1", "1000-12", "10001", "1000_1", "1000%1"}),
        ("1000_", {"1000_1"}),
        ("1000%", {"1000%1"}),
        ("aÄ", {"aÄ-1"}),
        ("A", {"A-1"}),
        ("2", set()),
        ("%", set()),
    ],
)
def test_a_beginning_means_each_of_its_characters(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, few: int, text: str, keys: set[str]
) -> None:
    monkeypatch.setattr(beginnings, "FEW", few)
    engine.deploy({"j.bpmn": diagram("works", chain(job()))}, actor="otso")
    started = engine.start_many([Start(process_id="works", business_key=key) for key in KEYS], actor="aino")

    assert found(engine, text) == keys
    assert {row.business_key for row in watching.jobs(engine.database, text=text).items} == keys

    third = started[2].instance_id
    assert [row.id for row in instances.page(engine.database, text=third).items] == [third]
    assert len(instances.page(engine.database, text=third[:6]).items) == len(KEYS)
    assert instances.page(engine.database, text=third.upper() + "I").items == ()
