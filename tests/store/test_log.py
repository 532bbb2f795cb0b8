"""The log: everything that was committed gets one place, whoever committed first."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import create_engine, insert, select, text

from engine.proof.entry import leaf
from engine.proof.merkle import Frontier, consistent, included, leaf_hash
from engine.store import Database, tables
from engine.store.log.appending import BATCH, LOCK, append, append_all, append_beside
from engine.store.log.leaves import columns, hashes, rows, writer
from engine.store.log.tree import consistency, frontier, inclusion, root, size
from engine.store.migrate import migrate
from engine.store.records import record

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
ROW = {
    "at": NOW,
    "actor": "anna",
    "on_behalf_of": "",
    "kind": "CustomerRead",
    "subject": "company:1234567-1",
    "business_key": "1234567-1",
    "reason": "",
    "request": "",
    "data": "{}",
    "digest": "",
}


def records(database: Database, count: int) -> None:
    with database.writing() as session:
        for number in range(count):
            record(session, "CustomerRead", f"company:{number}", actor="anna", now=NOW)


def placed(database: Database) -> list[tuple[Any, ...]]:
    entry = tables.LogEntry
    with database.reading() as session:
        return [
            tuple(row) for row in session.execute(select(entry.place, entry.source, entry.seq).order_by(entry.place))
        ]


def test_every_row_gets_one_place_in_order(database: Database) -> None:
    # given
    records(database, 3)

    # when
    assert append_all(database) == 3
    records(database, 2)

    # then
    assert append_all(database) == 2
    assert append_all(database) == 0
    assert placed(database) == [(place, "records", place + 1) for place in range(5)]


def test_beside_other_work_a_rest_follows_each_full_round(database: Database) -> None:
    # given
    records(database, 2 * BATCH + 1)
    rests: list[float] = []

    # when
    placed_now = append_beside(database, rests.append)

    # then
    assert placed_now == 2 * BATCH + 1
    assert len(rests) == 2  # nobody has to rest before the work is done
    assert all(seconds > 0 for seconds in rests)


def test_two_programs_do_not_write_the_log_beside_each_other(postgres_database: str) -> None:
    # given
    one, other = Database(postgres_database), Database(postgres_database)
    migrate(one)
    records(one, 3)

    # when
    with other.writing() as session:
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        meanwhile = append_beside(one, lambda _: None)
    afterwards = append_beside(one, lambda _: None)

    # then
    assert (meanwhile, afterwards) == (0, 3)
    one.close()
    other.close()


def test_small_rounds_make_the_same_tree_as_one_large_one(database: Database) -> None:
    # given
    records(database, 700)

    # when
    while append(database, limit=90):
        pass

    # then
    with database.reading() as session:
        kept = session.execute(select(tables.LogEntry.hash).order_by(tables.LogEntry.place)).scalars().all()
        whole = Frontier()
        for found in kept:
            whole.extend([found])
        assert size(session) == whole.size == 700
        assert root(session, 700) == frontier(session).root() == whole.root()


def test_proofs_are_made_from_what_is_kept(database: Database) -> None:
    # given
    records(database, 600)
    append_all(database)

    # then
    with database.reading() as session:
        new, old = root(session, 600), root(session, 290)
        for place in (0, 255, 256, 511, 599):
            leaf = session.get_one(tables.LogEntry, place).hash
            assert included(leaf, place, 600, inclusion(session, place, 600), new)
        assert consistent(290, 600, old, new, consistency(session, 290, 600))


def test_a_row_that_is_committed_late_is_not_overlooked(postgres_database: str) -> None:
    """PostgreSQL: the number 2 is given out before 3, but committed after the writer has seen 3."""
    # given
    database, other = Database(postgres_database), create_engine(postgres_database)
    migrate(database)
    records(database, 1)
    slow = other.connect()
    slow.execute(insert(tables.Record).values(ROW))
    records(database, 1)

    # when: many rounds come and go while it is open
    for _ in range(5):
        append(database)
    assert [seq for _, _, seq in placed(database)] == [1, 3]
    slow.commit()
    append_all(database)

    # then
    assert [seq for _, _, seq in placed(database)] == [1, 3, 2]
    slow.close()
    other.dispose()
    database.close()


def test_a_number_that_was_rolled_back_is_not_waited_for(postgres_database: str) -> None:
    # given
    database, other = Database(postgres_database), create_engine(postgres_database)
    migrate(database)
    with other.connect() as slow:
        slow.execute(insert(tables.Record).values(ROW))
        records(database, 1)
        append(database)
        append(database)
        slow.rollback()

    # when
    for _ in range(3):
        append(database)

    # then
    with database.reading() as session:
        assert session.get_one(tables.LogPosition, "records").settled == 2
    assert [seq for _, _, seq in placed(database)] == [2]
    other.dispose()
    database.close()


def test_a_leaf_is_written_as_whoever_checks_it_would_write_it(database: Database) -> None:
    # given: texts with everything that JSON has to escape
    hard = '\x01\x1f\x7f"\\/\u2028 äö 😀 \n\t</script>'
    with database.writing() as session:
        session.execute(insert(tables.Record).values(ROW | {"reason": hard, "at": NOW.replace(microsecond=7)}))

    # then
    with database.reading() as session:
        ((*values, _),) = rows(session, select(*columns("records")))
        ((_, made, at),) = hashes(session, "records", select(*columns("records")))
    text = writer("records")(values)
    assert text.decode() == leaf(ROW | {"reason": hard, "at": NOW.replace(microsecond=7)})
    assert made == leaf_hash(text)
    assert at == "2026-11-22T06:00:00.000007+00:00"
