"""Facts of finished instances move into a file: every proof holds, and nothing can be changed there or here unseen."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.engine import Engine
from engine.errors import NotFound, Refused
from engine.history import checkpoints, timeline, verify
from engine.history.archiving import Archived, archive, read_back
from engine.history.bundles import write_bundle
from engine.history.erasing import erase_customer
from engine.history.log_key import LogKey, key_in
from engine.history.verify_log import verify_log
from engine.proof.archive import ARCHIVE, FACTS, PROOF, BadArchive, check_archive, read_archive
from engine.proof.findings import Findings
from engine.store import instances, partitions, work_items
from engine.store.backup import back_up, opened
from engine.store.log.appending import append_all
from engine.store.records import Wanted, found
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, user_task

OLD, NEW = "1111111-1", "2222222-2"
RETENTION = {"path": 365}


class Office:
    """Two finished instances of years ago, one of yesterday; everything under a checkpoint."""

    def __init__(self, url: str, folder: Path) -> None:
        self.clock, self.folder = FakeClock(), folder
        self.key: LogKey = key_in(folder, "office")
        self.engine: Engine = engine_on(url, self.clock)
        self.engine.deploy({"path.bpmn": diagram("path", chain(user_task("meet", "Meet")))}, actor="owner")
        self.old = [self.finished(OLD), self.finished(OLD)]
        self.clock.advance(timedelta(days=700))
        self.new = self.finished(NEW)
        self.sign()

    @property
    def file(self) -> Path:
        return self.folder / "years.zip"

    def finished(self, customer: str) -> str:
        id = self.engine.start("path", {"name": "=Risk Oy"}, actor="anna", business_key=customer)
        (item,) = work_items.page(self.engine.database, scope="all").items
        self.engine.complete(id, item.key, {"memo": "Needs welders"}, actor="anna")
        return id

    def sign(self) -> str:
        self.clock.advance(timedelta(minutes=1))
        return checkpoints.make(self.engine.database, self.key, self.clock.now()).note

    def archive(self, file: Path | None = None, most: int = 100) -> Archived:
        done = archive(
            self.engine.database,
            self.key,
            file or self.file,
            RETENTION,
            actor="console",
            now=self.clock.now(),
            most=most,
        )
        self.sign()
        return done

    def verified(self, *archives: Path) -> Findings:
        return verify_log(self.engine.database, self.key.trusted, (), archives)


@pytest.fixture
def office(store_url: str, tmp_path: Path) -> Iterator[Office]:
    found = Office(store_url, tmp_path)
    yield found
    found.engine.database.close()


@pytest.fixture
def on_file(tmp_path: Path) -> Iterator[Office]:
    found = Office(f"sqlite:///{tmp_path}/polku.db", tmp_path)
    found.archive()
    yield found
    found.engine.database.close()


def facts_here(office: Office) -> set[str]:
    with office.engine.database.reading() as session:
        return set(session.execute(text("SELECT DISTINCT instance_id FROM facts")).scalars())


def test_facts_of_old_instances_move_into_a_file_that_proves_them(office: Office) -> None:
    # given
    before = {id: len(timeline(office.engine.database, id)) for id in office.old}

    # when
    done = office.archive()

    # then
    assert done == Archived(2, sum(before.values()), more=False)
    assert facts_here(office) == {office.new}
    content = read_archive(office.file, office.key.trusted)
    assert {id: len(places) for id, places in content.places.items()} == before


def test_what_was_archived_is_said_and_not_missed(office: Office) -> None:
    # when
    office.archive()

    # then
    alone, together = office.verified(), office.verified(office.file)
    assert alone.sound, alone.text()
    assert "facts are in the archive years.zip; to check them too, give --archive years.zip." in alone.text()
    assert together.sound, together.text()
    assert "it was checked too" in together.text()
    assert "newest rows" not in together.text()


def test_that_facts_were_archived_is_itself_in_the_history(office: Office) -> None:
    # when
    done = office.archive()

    # then
    with office.engine.database.reading() as session:
        (told,) = found(session, Wanted(kind="FactsArchived", subject="archive:years.zip"))
    assert (told.actor, told.data["instances"], told.data["facts"]) == ("console", 2, done.facts)


def test_no_value_is_in_the_file_and_they_can_still_be_erased(office: Office) -> None:
    # given
    office.archive()
    with zipfile.ZipFile(office.file) as packed:
        assert not any(b"welders" in packed.read(name) for name in packed.namelist())
    known = [values for _, values in read_back(office.engine.database, office.key.trusted, office.file, office.old[0])]
    assert any(values and "welders" in values for values in known)

    # when
    erase_customer(office.engine.database, OLD, actor="admin", now=office.clock.now(), reason="Asked for.")

    # then
    again = read_back(office.engine.database, office.key.trusted, office.file, office.old[0])
    assert {values for _, values in again} == {None}
    assert b"welders" not in b"".join(state(office, id) for id in office.old)
    assert office.verified(office.file).sound


def state(office: Office, id: str) -> bytes:
    with office.engine.database.reading() as session:
        return instances.state_bytes(session, id)


def test_whoever_asks_for_an_archived_instance_is_told_where_it_is(office: Office) -> None:
    # when
    office.archive()

    # then
    for ask in (
        lambda: timeline(office.engine.database, office.old[0]),
        lambda: write_bundle(office.engine.database, office.old[0], office.folder / "bundle.zip"),
    ):
        with pytest.raises(NotFound, match=r"in the archive years\.zip"):
            ask()
    assert verify(office.engine.database, office.old[0]).archive == "years.zip"
    assert instances.one(office.engine.database, office.old[0]).status == "completed"


def test_the_rest_waits_for_another_file(office: Office) -> None:
    # when
    first = office.archive(most=1)
    second = office.archive(office.folder / "more.zip", most=1)

    # then
    assert (first.more, second.more) == (True, False)
    assert facts_here(office) == {office.new}
    assert office.verified(office.file, office.folder / "more.zip").sound


def test_nothing_is_moved_that_is_not_old_or_has_no_name_of_its_own(office: Office) -> None:
    # given
    office.archive()
    elsewhere = office.folder / "elsewhere"
    elsewhere.mkdir()

    # then
    with pytest.raises(Refused, match="is there already"):
        office.archive()
    with pytest.raises(Refused, match="an archive of the name"):
        office.archive(elsewhere / office.file.name)
    with pytest.raises(Refused, match="No instance that ended so long ago"):
        office.archive(office.folder / "more.zip")
    assert facts_here(office) == {office.new}


def test_facts_that_no_checkpoint_has_are_not_moved(office: Office) -> None:
    # given: something old, of which the log knows nothing yet
    late = office.finished(NEW)
    office.clock.advance(timedelta(days=700))

    # when
    archive(office.engine.database, office.key, office.file, RETENTION, actor="console", now=office.clock.now())

    # then
    assert facts_here(office) == {late}


def test_only_archived_facts_can_be_deleted(office: Office) -> None:
    office.archive()

    with pytest.raises(DBAPIError, match="never changed or deleted"), office.engine.database.writing() as session:
        session.execute(text("DELETE FROM facts"))
    for change in ("UPDATE archived_instances SET archive = 'other'", "DELETE FROM archived_instances"):
        with pytest.raises(DBAPIError, match="never changed or deleted"), office.engine.database.writing() as session:
            session.execute(text(change))


def test_a_backup_brings_archived_instances_back_and_counts_on(office: Office, tmp_path: Path) -> None:
    # given
    office.archive()
    file = tmp_path / "backup.zip"
    back_up(office.engine.database, (), file, now=office.clock.now(), version="0")

    # when
    with opened(file, ()) as (_, copy):
        restored = verify_log(copy, office.key.trusted, (), [office.file])
        again = Engine(copy, office.clock)
        again.start("path", {}, actor="anna")
        append_all(copy)

        # then
        assert restored.sound, restored.text()
        assert verify_log(copy, office.key.trusted, (), [office.file]).sound


def test_an_empty_partition_is_dropped(postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given: small partitions, and facts that have used up the first ones
    monkeypatch.setattr(partitions, "SIZE", 10)
    office = Office(postgres_database, tmp_path)
    with office.engine.database.reading() as session:
        before = len(partitions.partitions(session.connection()))

    # when
    office.archive()

    # then
    with office.engine.database.reading() as session:
        assert len(partitions.partitions(session.connection())) < before
    office.engine.start("path", {}, actor="anna")
    office.sign()
    assert office.verified(office.file).sound
    office.engine.database.close()


def changed(office: Office, statement: str) -> None:
    """Change the database behind the program's back."""
    file = sqlite3.connect(str(office.engine.database.url.database))
    for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        file.execute(f'DROP TRIGGER "{name}"')
    assert file.execute(statement).rowcount > 0
    file.commit()
    file.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE archived_instances SET archive = 'other.zip'",
        "UPDATE archived_instances SET places = places || '0' WHERE rowid = 1",
        "UPDATE archived_instances SET instance_id = 'another' WHERE rowid = 1",
        "UPDATE archived_instances SET places = '0-99999999999999'",
        "DELETE FROM archived_instances WHERE rowid = 1",
        "DELETE FROM archived_instances",
        "INSERT INTO archived_instances SELECT instance_id || 'x', archive, places FROM archived_instances",
        "DELETE FROM facts",
        "INSERT INTO facts SELECT 1, 'x', 1, at, actor, kind, definition, process_id, process, business_key, "
        "element_id, data, digest, request, leads FROM facts LIMIT 1",
    ],
)
def test_what_the_database_says_of_archives_cannot_be_changed(on_file: Office, statement: str) -> None:
    assert on_file.verified().sound

    changed(on_file, statement)

    assert not on_file.verified().sound


def test_facts_deleted_with_a_made_up_archive_are_missed(on_file: Office) -> None:
    changed(
        on_file,
        f"INSERT INTO archived_instances SELECT '{on_file.new}', 'years.zip', '14-20' FROM archived_instances LIMIT 1",  # noqa: S608
    )
    changed(on_file, "DELETE FROM facts")

    assert "is not what was recorded of it" in on_file.verified().text()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact_values SET content = content || ' ' WHERE rowid = 1",
        "UPDATE fact_values SET salt = randomblob(16) WHERE rowid = 1",
        "DELETE FROM fact_values WHERE rowid = 1",
    ],
)
def test_values_that_stayed_are_checked_with_the_archive(on_file: Office, statement: str) -> None:
    changed(on_file, statement)

    assert not on_file.verified(on_file.file).sound


def repacked(office: Office, name: str, change: bytes, to: bytes) -> Path:
    """A copy of the archive, of the same name, in which one part was changed."""
    folder = office.folder / "tampered"
    folder.mkdir()
    with zipfile.ZipFile(office.file) as packed, zipfile.ZipFile(folder / office.file.name, "w") as other:
        for part in packed.namelist():
            content = packed.read(part)
            assert part != name or change in content
            other.writestr(part, content.replace(change, to, 1) if part == name else content)
    return folder / office.file.name


@pytest.mark.parametrize(
    ("name", "change", "to"),
    [
        (FACTS, b"anna", b"berta"),
        (FACTS, b'"place": 1,', b'"place": 2,'),
        (FACTS, b"{", b"["),
        (FACTS, b'\\"number\\":1,', b'\\"number\\":2,'),
        (ARCHIVE, b"polku-archive/1", b"polku-archive/2"),
        (ARCHIVE, b"office", b"0ffice"),
        (ARCHIVE, b'"checkpoint"', b'"checkpoints"'),
    ],
)
def test_an_archive_that_was_changed_is_found(on_file: Office, name: str, change: bytes, to: bytes) -> None:
    tampered = repacked(on_file, name, change, to)

    assert not check_archive(tampered, on_file.key.trusted).sound
    assert not on_file.verified(tampered).sound


def test_an_archive_without_one_of_its_instances_is_found(on_file: Office) -> None:
    # given: a smaller archive that proves itself, under the name of the whole one
    with zipfile.ZipFile(on_file.file) as packed:
        head, lines = json.loads(packed.read(ARCHIVE)), packed.read(FACTS).splitlines()
    folder = on_file.folder / "tampered"
    folder.mkdir()
    with zipfile.ZipFile(folder / on_file.file.name, "w") as other:
        gone = on_file.old[0]
        head["instances"].pop(gone)
        other.writestr(ARCHIVE, json.dumps(head))
        other.writestr(FACTS, b"\n".join(line for line in lines if gone.encode() not in line))
        other.writestr(PROOF, b"")

    # then
    assert not on_file.verified(folder / on_file.file.name).sound


def test_what_is_no_archive_is_said_to_be_none(on_file: Office) -> None:
    for content in (b"", b"PK\x03\x04", b"no zip at all"):
        (on_file.folder / "nothing.zip").write_bytes(content)
        with pytest.raises(BadArchive, match=r"nothing\.zip can't be read"):
            read_archive(on_file.folder / "nothing.zip", on_file.key.trusted)


def test_an_archive_is_checked_without_the_database_and_not_with_another_key(on_file: Office, tmp_path: Path) -> None:
    other = key_in(tmp_path / "other", "office")

    assert check_archive(on_file.file, on_file.key.trusted).sound
    assert "No key that is trusted" in check_archive(on_file.file, other.trusted).text()
