"""Facts and records carry the name of the request that led to them, and it is proved like the rest of them."""

from datetime import timedelta

from engine.history import timeline
from engine.store import facts, records
from engine.store.asking import asked_by
from tests.history.conftest import Past, past  # noqa: F401  the fixture


def test_what_comes_of_a_request_carries_its_name(past: Past) -> None:  # noqa: F811
    before = len(timeline(past.database, past.first))
    with asked_by("r-1"):
        past.complete(past.first, "anna")
        with past.database.writing() as session:
            records.record(session, "PersonChanged", "person:bo", actor="admin", now=past.clock.now())
    past.clock.advance(timedelta(hours=1))
    past.complete(past.first, "anna")

    found = timeline(past.database, past.first)
    asked = [fact.request for fact in found]
    after = asked.index("", before)
    assert set(asked[:before]) == {""}
    assert set(asked[before:after]) == {"r-1"}
    assert set(asked[after:]) == {""}
    with past.database.reading() as session:
        (record,) = records.found(session, records.Wanted(kind="PersonChanged"))
        assert record.request == "r-1"
        assert next(iter(facts.of_instance(session, past.first))).request == ""
