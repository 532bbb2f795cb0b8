"""On PostgreSQL the facts are kept in partitions, made ahead, and as safe in each of them as in one table."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.store import Database, partitions
from engine.store.growth import make_room, room, unswept
from engine.store.migrate import migrate
from engine.store.partitions import AHEAD, SIZE, make_ahead
from engine.testing import assert_replay, engine_on
from tests.engine.diagrams import chain, diagram, user_task
from tests.store.releases import fill, upgraded_to

FILES = {"a.bpmn": diagram("tasks", chain(user_task("one"), user_task("two")))}


@pytest.fixture
def database(postgres_database: str) -> Database:
    found = Database(postgres_database)
    migrate(found)
    return found


def ends(database: Database) -> list[int]:
    with database.reading() as session:
        return [partition.end for partition in partitions.partitions(session.connection())]


def go_on_from(database: Database, seq: int) -> None:
    with database.writing() as session:
        session.execute(text("SELECT setval('facts_seq_seq', :seq)"), {"seq": seq})


def test_partitions_are_made_ahead_of_their_use(database: Database) -> None:
    assert ends(database) == [SIZE * number for number in range(1, AHEAD + 2)]
    go_on_from(database, SIZE * 2 + 1)
    with database.writing() as session:
        assert make_ahead(session.connection()) == 2
        assert make_ahead(session.connection()) == 0
    assert ends(database) == [SIZE * number for number in range(1, AHEAD + 4)]
    database.close()


def test_an_instance_whose_facts_are_in_several_partitions_is_whole(postgres_database: str) -> None:
    engine = engine_on(postgres_database)
    engine.deploy(FILES, actor="olli")
    instance_id = engine.start("tasks", actor="anna")
    go_on_from(engine.database, SIZE - 2)
    engine.operations.cancel(instance_id, "enough", actor="anna")
    assert_replay(engine, instance_id)
    with engine.database.reading() as session:
        tables = session.execute(text("SELECT DISTINCT tableoid::regclass::text FROM facts ORDER BY 1")).scalars().all()
    assert tables == ["facts_1", "facts_2"]
    engine.database.close()


@pytest.mark.parametrize("table", ["facts", "facts_1", "facts_2"])
@pytest.mark.parametrize("what", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_no_partition_lets_its_facts_be_changed(postgres_database: str, table: str, what: str) -> None:
    engine = engine_on(postgres_database)
    engine.deploy(FILES, actor="olli")
    engine.start("tasks", actor="anna")
    go_on_from(engine.database, SIZE)
    engine.start("tasks", actor="anna")
    with pytest.raises(DBAPIError, match="never changed or deleted"), engine.database.writing() as session:
        session.execute(text(what.format(table)))
    engine.database.close()


def test_the_facts_of_the_first_release_become_the_first_partition(postgres_database: str) -> None:
    database = Database(postgres_database)
    upgraded_to(database, "0001")
    fill(database)
    before = all_rows(database)
    migrate(database)
    assert before
    assert all_rows(database) == before
    database.close()


def all_rows(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as session:
        found = session.execute(text("SELECT seq, instance_id, number, at, actor, kind FROM facts ORDER BY seq"))
        return [tuple(row) for row in found]


def test_the_index_of_each_partition_is_used(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = session.execute(text("EXPLAIN SELECT * FROM facts WHERE instance_id = 'a'")).scalars().all()
    assert not [step for step in plan if "Seq Scan" in step]
    assert sum("uq_facts" in step for step in plan) >= AHEAD
    database.close()


def test_dead_rows_that_nobody_sweeps_are_seen(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("ALTER TABLE requests SET (autovacuum_enabled = off)"))
        session.execute(
            text("INSERT INTO requests SELECT n::text, 'c', '', now() FROM generate_series(1, 500) AS numbers(n)")
        )
    with database.writing() as session:
        session.execute(text("DELETE FROM requests"))
    with database.writing() as session:
        session.execute(text("SELECT pg_stat_force_next_flush()"))
    assert unswept(database) == ()
    found = unswept(database, least=100)
    assert [(table.table, table.dead, table.swept_at) for table in found if table.table == "requests"] == [
        ("requests", 500, None)
    ]
    database.close()


def test_housekeeping_makes_room(database: Database) -> None:
    go_on_from(database, SIZE * 3)
    assert make_room(database) > 0
    database.close()


def test_the_room_that_tables_take_and_when_they_were_swept_are_known(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("INSERT INTO requests SELECT n::text, '', '', now() FROM generate_series(1, 1000) n"))
    before = {one.table: one for one in room(database).tables}
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE requests"))
        connection.execute(text("SELECT pg_stat_force_next_flush()"))

    found = room(database)
    (requests,) = (one for one in found.tables if one.table == "requests")

    assert before["requests"].swept_at is None
    assert requests.swept_at is not None
    assert (requests.live >= 1000, requests.dead) == (True, 0), "the server's own estimate"
    assert found.bytes > requests.bytes > 50_000
    database.close()


def test_room_that_was_freed_in_a_file_is_known(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    with database.writing() as session:
        session.execute(text("CREATE TABLE filler (content BLOB)"))
        session.execute(text("INSERT INTO filler VALUES (zeroblob(1000000))"))
    assert room(database).free == 0
    with database.writing() as session:
        session.execute(text("DELETE FROM filler"))

    found = room(database)

    assert found.bytes >= found.free >= 990_000
    assert found.tables == ()
    database.close()
