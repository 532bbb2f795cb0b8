"""Replay gives the state at every fact, and verification finds whatever does not follow from the facts."""

import re

import pytest
from sqlalchemy import text

from engine.errors import NotFound
from engine.history import replay, timeline, verify, verify_all
from engine.kernel.encoding import encode_state
from engine.store import instances
from tests.history.conftest import Past


def tamper(past: Past, statement: str) -> None:
    """Change the database as somebody would who owns it: triggers are no hindrance to them."""
    with past.database.writing() as session:
        triggers = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for trigger in triggers:
            session.execute(text(f'DROP TRIGGER "{trigger}"'))
        session.execute(text(statement), {"id": past.first})


def test_replaying_everything_gives_the_stored_state(past: Past) -> None:
    found = replay(past.database, past.first)

    assert encode_state(found) == encode_state(instances.state(past.database, past.first))
    assert verify(past.database, past.first).equal
    assert verify(past.database, past.first).facts == len(timeline(past.database, past.first))


def test_replay_stops_after_any_fact(past: Past) -> None:
    numbers = {fact.kind: fact.number for fact in timeline(past.database, past.first)[:8]}

    before = replay(past.database, past.first, up_to=1)
    at_task = replay(past.database, past.first, up_to=numbers["WorkItemCreated"])

    assert list(before.elements) == [1]
    assert [element.element for element in at_task.elements.values()] == ["path", "meet"]
    assert len(at_task.waits) == 1


def test_the_state_at_a_moment_stays_what_it_was_as_the_instance_goes_on(past: Past) -> None:
    number = len(timeline(past.database, past.first))
    then = encode_state(replay(past.database, past.first))

    past.complete(past.first, "bo")

    assert encode_state(replay(past.database, past.first, up_to=number)) == then
    assert encode_state(replay(past.database, past.first)) != then


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "UPDATE fact_values SET content = replace(content, 'Needs welders', 'Needs nothing') "
            "WHERE instance_id = :id",
            r"After fact \d+ the state differs from the stored one\.",
        ),
        (
            "UPDATE instances SET state = replace(state, 'Needs welders', 'Needs nothing') WHERE id = :id",
            r"After fact \d+ the state differs from the stored one\.",
        ),
        (
            "DELETE FROM facts WHERE instance_id = :id AND number = 3",
            r"After fact 2 comes fact 4: what was between them is missing\.",
        ),
        (
            "DELETE FROM facts WHERE seq = (SELECT max(seq) FROM facts WHERE instance_id = :id)",
            r"The instance says that it has \d+ facts, but there are \d+\.",
        ),
        (
            "UPDATE facts SET data = replace(data, 'key', 'other') WHERE instance_id = :id AND number = 4",
            r"Fact 4 \(\w+\) does not fit what was before it\.",
        ),
        ("UPDATE facts SET data = 'nonsense' WHERE instance_id = :id AND number = 4", r"Fact 4 \(\w+\) does not fit"),
    ],
    ids=["fact changed", "state changed", "fact removed", "tail removed", "fact replaced", "fact spoilt"],
)
def test_what_was_changed_afterwards_is_found(past: Past, change: str, sentence: str) -> None:
    tamper(past, change)

    found = verify(past.database, past.first)

    assert not found.equal
    assert re.match(sentence, found.sentence), found.sentence


def test_everything_is_verified_in_one_go(past: Past) -> None:
    tamper(past, "UPDATE fact_values SET content = replace(content, 'Needs welders', 'x') WHERE instance_id = :id")

    found = {one.instance_id: one.equal for one in verify_all(past.database)}

    assert found == {past.first: False, past.second: True}


def test_an_instance_that_is_not_there_is_said_to_be_so(past: Past) -> None:
    with pytest.raises(NotFound):
        replay(past.database, "nothing")
    with pytest.raises(NotFound):
        verify(past.database, "nothing")
