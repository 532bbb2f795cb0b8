"""What a command writes is one statement on PostgreSQL, with the same result as several."""

import pytest
from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from engine.errors import Unavailable
from engine.store import Database, tables
from engine.store.gathering import combined, gathered
from engine.store.rows import insert_tuples, sql_table
from engine.store.statements import Prepared

F = sql_table(tables.File)
NAMES = ("checksum", "content")
ADD = Prepared(insert(F).values({name: bindparam(name) for name in NAMES}))
CHANGE = Prepared(update(F).where(F.c.checksum == bindparam("of")).values(content=bindparam("new")))
REMOVE = Prepared(delete(F).where(F.c.checksum == bindparam("of")))


def files(database: Database) -> dict[str, bytes]:
    with database.reading() as session:
        return {row.checksum: row.content for row in session.execute(select(F.c.checksum, F.c.content))}


def add(database: Database, *names: str) -> None:
    with database.writing() as session:
        ADD.count(session.connection(), [{"checksum": name, "content": b"old"} for name in names])


@pytest.mark.parametrize("together", [True, False])
def test_statements_together_do_what_they_do_one_by_one(database: Database, together: bool) -> None:
    add(database, "changed", "removed", "left")
    with database.writing() as session:
        connection = session.connection()
        with gathered(connection, together=together) as first:
            CHANGE.sent(connection, {"of": "changed", "new": b"new $1"})
            insert_tuples(session, tables.File, NAMES, [(f"several {number}", b"%s") for number in range(40)])
            REMOVE.sent(connection, {"of": "removed"})
    assert first.rowcount == (1 if together and database.dialect == "postgresql" else -1)
    several = {f"several {number}": b"%s" for number in range(40)}
    assert files(database) == {"changed": b"new $1", "left": b"old"} | several


def test_a_first_statement_that_finds_nothing_is_told(migrated_postgres: str) -> None:
    database = Database(migrated_postgres)
    with database.writing() as session:
        connection = session.connection()
        with gathered(connection, together=True) as first:
            CHANGE.sent(connection, {"of": "nobody", "new": b""})
            ADD.sent(connection, {"checksum": "beside", "content": b""})
    assert first.rowcount == 0
    database.close()


def test_one_that_fails_leaves_nothing_of_the_others(database: Database) -> None:
    add(database, "there")

    def write_twice() -> None:
        with database.writing() as session, gathered(session.connection(), together=True):
            ADD.sent(session.connection(), {"checksum": "new", "content": b""})
            ADD.sent(session.connection(), {"checksum": "there", "content": b""})

    with pytest.raises(IntegrityError):
        write_twice()
    assert files(database) == {"there": b"old"}


def test_a_block_that_raises_sends_nothing_and_the_connection_goes_on(database: Database) -> None:
    def write_and_fail() -> None:
        with database.writing() as session, gathered(session.connection(), together=True):
            ADD.sent(session.connection(), {"checksum": "new", "content": b""})
            raise KeyError("anything")

    with pytest.raises(KeyError):
        write_and_fail()
    add(database, "later")
    assert files(database) == {"later": b"old"}


def test_a_connection_that_is_lost_in_a_block_is_told_as_any_other(migrated_postgres: str) -> None:
    database, other = Database(migrated_postgres), Database(migrated_postgres)

    def write_and_be_cut_off() -> None:
        with database.writing() as session, gathered(session.connection(), together=True):
            own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with other.engine.connect() as somebody:
                somebody.execute(text("SELECT pg_terminate_backend(:own, 10000)"), {"own": own})
            session.execute(text("SELECT 1"))

    with pytest.raises(Unavailable):
        write_and_be_cut_off()
    add(database, "later")
    assert files(database) == {"later": b"old"}
    database.close()
    other.close()


def test_parameters_are_numbered_through() -> None:
    parts = ("UPDATE a SET b = $2 WHERE c = $1 AND d = $2", "DELETE FROM e", "INSERT INTO f VALUES ($1), ($2)")
    assert combined(parts) == (
        "WITH part_0 AS (DELETE FROM e), part_1 AS (INSERT INTO f VALUES ($3), ($4)) "
        "UPDATE a SET b = $2 WHERE c = $1 AND d = $2"
    )
    assert combined(parts[:1]) == parts[0]
