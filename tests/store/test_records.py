"""Records: what is no instance's own is kept as facts are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.proof.entry import digest
from engine.store import Database, tables
from engine.store.records import Record, Told, Wanted, found, record, record_all

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


def all_of(database: Database, wanted: Wanted | None = None) -> list[Record]:
    with database.reading() as session:
        return found(session, wanted or Wanted())


def rights(database: Database, account: str, *, now: datetime = NOW, name: str = "") -> None:
    with database.writing() as session:
        record(
            session,
            "RightsChanged",
            f"person:{account}",
            actor="admin",
            now=now,
            reason="A new colleague.",
            data={"roles": ["expert"]},
            values={"name": name} if name else None,
        )


def test_a_record_is_read_as_it_was_kept(database: Database) -> None:
    # when
    rights(database, "anna", name="Anna")

    # then
    (kept,) = all_of(database)
    assert (kept.kind, kept.subject, kept.actor, kept.reason) == (
        "RightsChanged",
        "person:anna",
        "admin",
        "A new colleague.",
    )
    assert (kept.at, kept.data, kept.values) == (NOW, {"roles": ["expert"]}, {"name": "Anna"})


def test_several_records_of_one_transaction_keep_their_order_and_each_its_own_values(database: Database) -> None:
    # given
    rights(database, "olli", name="Olli")
    told = [
        Told(
            kind="RightsChanged",
            subject=f"person:{name}",
            actor="admin",
            now=NOW,
            values={"name": name} if name else {},
        )
        for name in ("anna", "", "berta", "cecilia")
    ]

    # when
    with database.writing() as session:
        numbers = record_all(session, told)

    # then
    kept = {one.seq: one for one in all_of(database)}
    assert numbers == sorted(numbers)
    assert [kept[number].subject for number in numbers] == [one.subject for one in told]
    assert [kept[number].values for number in numbers] == [dict(one.values) or None for one in told]


def test_values_stand_in_the_record_only_as_a_salted_digest(database: Database) -> None:
    # when
    rights(database, "anna", name="Anna")

    # then
    with database.reading() as session:
        kept = session.get_one(tables.Record, 1)
        values = session.get_one(tables.RecordValues, 1)
        assert "Anna" not in kept.data
        assert kept.digest == digest(values.salt, values.content.encode())
        assert len(values.salt) == 16


def test_a_record_without_its_erased_values_still_says_what_was_done(database: Database) -> None:
    # given
    rights(database, "anna", name="Anna")

    # when
    with database.writing() as session:
        session.execute(text("DELETE FROM record_values"))

    # then
    (kept,) = all_of(database)
    assert kept.values is None
    assert kept.data == {"roles": ["expert"]}
    assert kept.digest


@pytest.mark.parametrize("statement", ["UPDATE records SET actor = 'another'", "DELETE FROM records"])
def test_records_cannot_be_changed_or_deleted(database: Database, statement: str) -> None:
    # given
    rights(database, "anna")

    # then
    with pytest.raises(DBAPIError, match="never changed or deleted"), database.writing() as session:
        session.execute(text(statement))
    assert len(all_of(database)) == 1


def test_records_are_found_by_what_one_asks_for(database: Database) -> None:
    # given
    rights(database, "anna")
    rights(database, "ben", now=NOW + timedelta(days=1))

    # then
    assert [kept.subject for kept in all_of(database)] == ["person:ben", "person:anna"]
    assert [kept.subject for kept in all_of(database, Wanted(subject="person:anna"))] == ["person:anna"]
    assert [kept.subject for kept in all_of(database, Wanted(since=NOW + timedelta(hours=1)))] == ["person:ben"]
    assert [kept.subject for kept in all_of(database, Wanted(until=NOW + timedelta(hours=1)))] == ["person:anna"]
    assert all_of(database, Wanted(actor="nobody")) == []
