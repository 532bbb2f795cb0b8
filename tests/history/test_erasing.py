"""Erasing takes a customer's values and leaves every proof."""

from pathlib import Path

import pytest
from sqlalchemy import text

from engine.errors import Invalid, NotFound, Refused
from engine.history import checkpoints, timeline, verify
from engine.history.erasing import Erased, erase_customer
from engine.history.log_key import LogKey, key_in
from engine.history.verify_log import verify_log
from engine.store.records import Wanted, found, record
from tests.history.conftest import Past

CUSTOMER = "2222222-2"
REASON = "The customer asked for it."


@pytest.fixture
def key(tmp_path: Path) -> LogKey:
    return key_in(tmp_path, "office")


@pytest.fixture
def ended(past: Past, key: LogKey) -> Past:
    """The second customer has gone the whole path, and somebody has read about them."""
    for memo in ("Needs welders", "Welds", "Welded"):
        past.complete(past.second, "bo", memo=memo)
    with past.database.writing() as session:
        record(
            session,
            "CustomerRead",
            f"company:{CUSTOMER}",
            actor="bo",
            now=past.clock.now(),
            business_key=CUSTOMER,
            values={"name": "Second Oy"},
        )
    checkpoints.make(past.database, key, past.clock.now())
    return past


def erase(past: Past, customer: str = CUSTOMER, reason: str = REASON) -> Erased:
    return erase_customer(past.database, customer, actor="admin", now=past.clock.now(), reason=reason)


def everything(past: Past) -> str:
    """All that the database holds, as text."""
    with past.database.reading() as session:
        names = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return "".join(str(session.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names)  # noqa: S608


def test_nothing_of_what_was_said_is_left(ended: Past) -> None:
    # given
    assert "Welded" in everything(ended)
    assert "Second Oy" in everything(ended)

    # when
    erase(ended)

    # then
    assert "Weld" not in everything(ended)
    assert "Second Oy" not in everything(ended)


def test_every_proof_holds_afterwards(ended: Past, key: LogKey) -> None:
    # given
    outside = checkpoints.make(ended.database, key, ended.clock.now()).note

    # when
    erase(ended)

    # then
    assert verify_log(ended.database, key.trusted, [outside]).sound
    assert verify(ended.database, ended.second).equal
    assert verify(ended.database, ended.first).equal


def test_the_history_says_what_was_erased_when_by_whom_and_why(ended: Past) -> None:
    # when
    done = erase(ended)

    # then
    assert done.instances == done.records == 1
    assert done.facts >= 3
    with ended.database.reading() as session:
        told = found(session, Wanted(kind="ValuesErased", business_key=CUSTOMER))
    assert {(one.actor, one.reason, one.at) for one in told} == {("admin", REASON, ended.clock.now())}
    assert {one.subject.partition(":")[0] for one in told} == {"instance", "record"}


def test_what_was_done_can_still_be_read(ended: Past) -> None:
    # given
    before = [(fact.number, fact.actor, fact.kind, fact.at) for fact in timeline(ended.database, ended.second)]

    # when
    erase(ended)

    # then
    assert [(one.number, one.actor, one.kind, one.at) for one in timeline(ended.database, ended.second)] == before


def test_values_that_went_without_a_word_are_missed(ended: Past, key: LogKey) -> None:
    # when
    with ended.database.writing() as session:
        session.execute(text("DELETE FROM fact_values WHERE instance_id = :id"), {"id": ended.second})

    # then
    assert "nothing says who erased them" in verify_log(ended.database, key.trusted).text()


def test_a_customer_whose_path_goes_on_is_not_erased(ended: Past) -> None:
    with pytest.raises(Refused, match="still going on"):
        erase(ended, "1111111-1")


def test_erasing_needs_a_reason_and_a_history(ended: Past) -> None:
    with pytest.raises(Invalid, match="Say why"):
        erase(ended, reason=" ")
    with pytest.raises(NotFound):
        erase(ended, "nobody")


def test_erasing_again_finds_nothing_more(ended: Past) -> None:
    # given
    erase(ended)

    # then
    assert erase(ended) == Erased(0, 0, 0)
