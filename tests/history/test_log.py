"""The log is verified from the outside in: whatever is changed in the database, a signed checkpoint tells."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.engine import Engine
from engine.errors import Refused
from engine.history import checkpoints
from engine.history.archiving import archive
from engine.history.log_key import LogKey, key_in, rotated
from engine.history.publishing import into_folder
from engine.history.verify_log import verify_log
from engine.proof.findings import Findings
from engine.store import Database
from engine.store.log.appending import append_all
from engine.store.records import record
from engine.store.tables import Table
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, user_task

APPEND_ONLY = (
    "facts",
    "fact_values",
    "records",
    "record_values",
    "archived_instances",
    "log_entries",
    "log_nodes",
    "checkpoints",
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database and its key: three customers on a path, one whose facts are archived, checkpoints."""
    folder = tmp_path_factory.mktemp("log")
    clock, key = FakeClock(), key_in(folder, "office.example/log")
    engine = engine_on(f"sqlite:///{folder}/polku.db", clock)
    engine.deploy({"path.bpmn": diagram("path", chain(user_task("meet", "Meet")))}, actor="owner")
    for number in range(3):
        engine.start("path", {"name": "=Risk"}, actor="anna", business_key=f"{number}111111-1")
        with engine.database.writing() as session:
            record(
                session,
                "CustomerRead",
                f"company:{number}111111-1",
                actor="anna",
                now=clock.now(),
                values={"name": "A"},
            )
        if number == 0:
            ended = engine.start("path", {"name": "=Done"}, actor="anna", business_key="3111111-1")
            engine.operations.cancel(ended, "It was a mistake.", actor="anna")
        clock.advance(timedelta(hours=1))
        checkpoints.make(engine.database, key, clock.now())
        if number == 1:
            archive(engine.database, key, folder / "archive.zip", {"path": 0}, actor="console", now=clock.now())
            clock.advance(timedelta(minutes=1))
            checkpoints.make(engine.database, key, clock.now())
    engine.database.close()
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "office"))


@pytest.fixture
def key(folder: Path) -> LogKey:
    return key_in(folder, "office.example/log")


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    clock = FakeClock()
    clock.advance(timedelta(hours=4))
    database = Database(f"sqlite:///{folder}/polku.db")
    yield Engine(database, clock)
    database.close()


def verified(engine: Engine, key: LogKey, *given: str) -> Findings:
    return verify_log(engine.database, key.trusted, given)


def tampered(engine: Engine, *statements: str) -> None:
    """Change the database as its owner can: without the triggers, behind the program's back."""
    file = sqlite3.connect(str(engine.database.url.database))
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            file.execute(f"DROP TRIGGER IF EXISTS {table}_refuse_{verb}")
            file.execute(f"DROP TRIGGER IF EXISTS {table}_refuse_{verb.upper()}")
    for statement in statements:
        file.execute(statement)
    file.commit()
    file.close()


def columns() -> list[tuple[str, str]]:
    tables_of = Table.metadata.tables
    return [(name, column.name) for name in APPEND_ONLY if name != "log_nodes" for column in tables_of[name].columns]


def test_what_nobody_touched_is_verified(engine: Engine, key: LogKey) -> None:
    found = verified(engine, key)

    assert found.sound, found.text()
    assert "4 signed checkpoints" in found.text()
    assert "facts are in the archive archive.zip" in found.text()


def test_every_table_that_only_grows_is_tampered_with(engine: Engine) -> None:
    with engine.database.reading() as session:
        guarded = session.execute(text("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")).scalars()
        assert set(guarded) == set(APPEND_ONLY)


@pytest.mark.parametrize(("table", "column"), columns())
@pytest.mark.parametrize("row", ["MIN", "MAX"])
def test_no_column_can_be_changed(engine: Engine, key: LogKey, table: str, column: str, row: str) -> None:
    # given: another number, time, text or content in one row
    changed = (
        f"UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 100 "  # noqa: S608
        f"WHEN 'blob' THEN randomblob(32) ELSE CASE WHEN {column} LIKE '20__-%' "
        f"THEN '2031-01-01 00:00:00.000000' ELSE {column} || ' and more' END END "
        f"WHERE rowid = (SELECT {row}(rowid) FROM {table})"
    )

    # when
    tampered(engine, changed)

    # then
    assert not verified(engine, key).sound


@pytest.mark.parametrize("table", [table for table in APPEND_ONLY if table != "log_nodes"])
@pytest.mark.parametrize("row", ["MIN", "MAX"])
def test_no_row_can_be_removed(engine: Engine, key: LogKey, table: str, row: str) -> None:
    # given
    outside = checkpoints.make(engine.database, key, engine.clock.now()).note

    # when
    tampered(engine, f"DELETE FROM {table} WHERE rowid = (SELECT {row}(rowid) FROM {table})")  # noqa: S608

    # then: a checkpoint that is gone proves nothing any more, and changes nothing that is proved
    assert verified(engine, key, outside).sound == (table == "checkpoints")


def test_no_row_can_be_put_in(engine: Engine, key: LogKey) -> None:
    # given: a fact between two others, its number free
    tampered(
        engine,
        "UPDATE sqlite_sequence SET seq = seq",
        "INSERT INTO records SELECT -1, at, actor, on_behalf_of, kind, 'company:9999999-9', business_key, reason, "
        "request, data, digest FROM records LIMIT 1",
    )

    # then
    found = verified(engine, key)
    assert "put in afterwards" in found.text()


def test_a_row_that_is_put_in_and_logged_with_an_old_time_is_found(engine: Engine, key: LogKey) -> None:
    # given
    tampered(
        engine,
        "INSERT INTO records SELECT 77, '2026-01-05 08:00:00.000000', actor, on_behalf_of, kind, subject, "
        "business_key, reason, request, data, digest FROM records LIMIT 1",
    )
    append_all(engine.database)

    # then
    assert "older than the checkpoint" in verified(engine, key).text()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_nodes SET hash = randomblob(32) WHERE place = 1",
        "UPDATE log_nodes SET place = 5 WHERE place = 1",
        "UPDATE log_nodes SET level = 16 WHERE place = 1",
        "DELETE FROM log_nodes WHERE place = 0",
        "INSERT INTO log_nodes VALUES (16, 0, randomblob(32))",
    ],
)
def test_no_node_of_the_tree_can_be_changed(engine: Engine, key: LogKey, change: str) -> None:
    # given: enough entries for two subtrees that are kept
    with engine.database.writing() as session:
        for number in range(512):
            record(session, "CustomerRead", f"company:{number}", actor="anna", now=engine.clock.now())
    append_all(engine.database)
    assert verified(engine, key).sound

    # when
    tampered(engine, change)

    # then
    assert "The tree" in verified(engine, key).text()


def test_an_entry_that_is_gone_is_named_once(engine: Engine, key: LogKey) -> None:
    tampered(engine, "DELETE FROM log_entries WHERE place = 2")

    found = verified(engine, key)
    assert [line for line in found.wrong if "has no entry" in line] == ["The log has no entry 2; entry 3 follows."]


def test_two_rows_cannot_change_places(engine: Engine, key: LogKey) -> None:
    tampered(
        engine,
        "UPDATE log_entries SET place = -1 WHERE place = 0",
        "UPDATE log_entries SET place = 0 WHERE place = 1",
        "UPDATE log_entries SET place = 1 WHERE place = -1",
    )

    assert "their order, was changed" in verified(engine, key).text()


def test_a_log_whose_end_was_cut_off_is_told_by_a_checkpoint_that_was_kept_outside(engine: Engine, key: LogKey) -> None:
    # given: somebody takes back everything after the third checkpoint, checkpoints and all
    outside = checkpoints.make(engine.database, key, engine.clock.now()).note
    with engine.database.reading() as session:
        from engine.store.log.checkpoints import all_of

        _, _, first, _ = (one.size for one in all_of(session))
    tampered(
        engine,
        f"DELETE FROM facts WHERE seq IN (SELECT seq FROM log_entries WHERE source = 'facts' AND place >= {first})",  # noqa: S608
        f"DELETE FROM records WHERE seq IN (SELECT seq FROM log_entries WHERE source = 'records' AND place >= {first})",  # noqa: S608
        "DELETE FROM fact_values WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.instance_id = fact_values.instance_id "
        "AND f.number = fact_values.number) AND instance_id NOT IN (SELECT instance_id FROM archived_instances)",
        "DELETE FROM record_values WHERE seq NOT IN (SELECT seq FROM records)",
        f"DELETE FROM log_entries WHERE place >= {first}",  # noqa: S608
        f"DELETE FROM checkpoints WHERE size > {first}",  # noqa: S608
    )

    # then: the database alone looks sound, the note from outside does not agree
    assert verified(engine, key).sound
    assert "its end was cut off" in verified(engine, key, outside).text()


def test_a_log_that_was_made_anew_is_told_by_the_old_key(engine: Engine, key: LogKey, tmp_path: Path) -> None:
    # given: the whole history rewritten, signed by another key
    tampered(
        engine,
        "UPDATE facts SET actor = 'ben'",
        "DELETE FROM log_entries",
        "DELETE FROM log_nodes",
        "DELETE FROM checkpoints",
        "UPDATE log_positions SET settled = 0, seen = 0, horizon = 0",
    )
    forged = key_in(tmp_path / "forger", key.name)
    checkpoints.make(engine.database, forged, engine.clock.now())

    # then
    assert "No key that is trusted here" in verified(engine, key).text()


def test_a_forged_checkpoint_is_found(engine: Engine, key: LogKey) -> None:
    tampered(engine, "UPDATE checkpoints SET note = replace(note, substr(note, -10, 4), 'AAAA')")

    assert "forged" in verified(engine, key).text()


def test_a_log_that_stands_still_keeps_its_checkpoint(engine: Engine, key: LogKey) -> None:
    # given
    first = checkpoints.make(engine.database, key, engine.clock.now())

    # then
    again = checkpoints.make(engine.database, key, engine.clock.now() + timedelta(days=1))
    assert (again.note, again.new) == (first.note, False)


def test_checkpoints_are_written_where_others_keep_copies(engine: Engine, key: LogKey, tmp_path: Path) -> None:
    # given
    folder = tmp_path / "outside"

    # when
    signed = checkpoints.make(engine.database, key, engine.clock.now(), [into_folder(folder)])

    # then
    (file,) = folder.iterdir()
    assert file.read_text() == signed.note
    assert verified(engine, key, file.read_text()).sound


def test_a_key_that_was_replaced_is_still_trusted_for_what_it_signed(engine: Engine, key: LogKey, folder: Path) -> None:
    # given
    new = rotated(folder, key)

    # when
    checkpoints.make(engine.database, new, engine.clock.now())

    # then
    assert key_in(folder, "another name").trusted == (new.public, key.public)
    assert verified(engine, new).sound
    assert checkpoints.known_keys(engine.database) == (new.public, key.public)


def test_the_key_is_for_its_owner_only(folder: Path) -> None:
    assert (folder / "log-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "name\nno base64\n", "na me\nAAAA\n", "name\nAAAA\n"])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: str) -> None:
    # given
    (tmp_path / "log-key").write_text(content)

    # then
    with pytest.raises(Refused, match="Put it back from a backup"):
        key_in(tmp_path, "office")


def test_a_log_needs_a_name_that_can_sign(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no space"):
        key_in(tmp_path, "our office")


def test_an_empty_database_is_sound(key: LogKey) -> None:
    engine = engine_on("sqlite://")

    assert "There is no checkpoint" in verify_log(engine.database, key.trusted).text()
    assert isinstance(engine.database, Database)
