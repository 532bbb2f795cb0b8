"""The whole log as a file: checked without the database, and whatever is changed in it is found."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import Refused
from engine.history.bundles import write_bundle
from engine.history.erasing import erase_customer
from engine.history.log_export import write_log
from engine.history.log_key import key_in
from engine.proof.archive import ARCHIVE
from engine.proof.log import ENTRIES, LOG, check_log
from engine.proof.verifier import write_verifier
from tests.history.test_archiving import OLD, Office

Lines = list[dict[str, Any]]


@pytest.fixture
def office(store_url: str, tmp_path: Path) -> Iterator[Office]:
    found = Office(store_url, tmp_path)
    yield found
    found.engine.database.close()


@pytest.fixture
def exported(tmp_path: Path) -> Iterator[Office]:
    """An office with an archive, whose log was written into `log.zip` with values."""
    found = Office(f"sqlite:///{tmp_path}/polku.db", tmp_path)
    found.archive()
    write_log(found.engine.database, tmp_path / "log.zip", values=True)
    yield found
    found.engine.database.close()


def test_the_log_is_checked_without_the_database(office: Office) -> None:
    # given
    file = office.folder / "log.zip"
    entries = write_log(office.engine.database, file, values=True)

    # then
    found = check_log(file, office.key.trusted)
    assert found.sound, found.text()
    assert f"{entries} entries" in found.text()


def test_without_values_nothing_that_can_be_erased_is_in_the_file(office: Office) -> None:
    # given
    write_log(office.engine.database, office.folder / "with.zip", values=True)
    write_log(office.engine.database, office.folder / "without.zip", values=False)

    # then
    with zipfile.ZipFile(office.folder / "with.zip") as given, zipfile.ZipFile(office.folder / "without.zip") as bare:
        assert b"welders" in given.read(ENTRIES)
        assert b"welders" not in bare.read(ENTRIES)
    assert "The values of" in check_log(office.folder / "without.zip", office.key.trusted).text()


def test_erasing_and_archiving_leave_an_export_that_is_sound(office: Office) -> None:
    # given
    office.archive()
    erase_customer(office.engine.database, OLD, actor="admin", now=office.clock.now(), reason="Asked for.")
    office.sign()
    write_log(office.engine.database, office.folder / "log.zip", values=True)

    # then
    found = check_log(office.folder / "log.zip", office.key.trusted)
    assert found.sound, found.text()
    assert "are in 1 archives" in found.text()


def test_what_was_never_signed_cannot_be_exported(tmp_path: Path) -> None:
    office = Office("sqlite://", tmp_path)
    with office.engine.database.writing() as session:
        session.connection().exec_driver_sql("DROP TRIGGER IF EXISTS checkpoints_refuse_delete")
        for (name,) in session.connection().exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'checkpoints'"
        ):
            session.connection().exec_driver_sql(f"DROP TRIGGER {name}")
        session.connection().exec_driver_sql("DELETE FROM checkpoints")

    with pytest.raises(Refused, match="Nothing was signed yet"):
        write_log(office.engine.database, tmp_path / "log.zip", values=False)
    office.engine.database.close()


def rewritten(office: Office, change: Callable[[dict[str, Any], Lines], None]) -> Path:
    file = office.folder / "tampered.zip"
    with zipfile.ZipFile(office.folder / "log.zip") as packed, zipfile.ZipFile(file, "w") as other:
        head = json.loads(packed.read(LOG))
        entries = [json.loads(line) for line in packed.read(ENTRIES).splitlines()]
        change(head, entries)
        other.writestr(LOG, json.dumps(head))
        other.writestr(ENTRIES, "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries))
    return file


def swap(entries: Lines) -> None:
    entries[-1], entries[-2] = entries[-2], entries[-1]


def put_in(entries: Lines) -> None:
    entries.append(entries[-1])


def edit(entries: Lines, old: str, new: str) -> None:
    entry = next(entry for entry in entries if old in entry.get("leaf", ""))
    entry["leaf"] = entry["leaf"].replace(old, new)


def values(entries: Lines) -> dict[str, Any]:
    return next(entry for entry in entries if "values" in entry)


def away(entries: Lines) -> dict[str, Any]:
    return next(entry for entry in entries if "hash" in entry)


CHANGES: dict[str, Callable[[dict[str, Any], Lines], Any]] = {
    "an entry is changed": lambda head, entries: edit(entries, '"actor":"anna"', '"actor":"bertha"'),
    "a time is changed": lambda head, entries: edit(entries, '"at":"2', '"at":"1'),
    "an entry is removed": lambda head, entries: entries.pop(5),
    "the first is removed": lambda head, entries: entries.pop(0),
    "the end is cut off": lambda head, entries: entries.pop(),
    "everything is removed": lambda head, entries: entries.clear(),
    "an entry is put in": lambda head, entries: entries.insert(3, entries[3]),
    "an entry is put at the end": lambda head, entries: put_in(entries),
    "two are swapped": lambda head, entries: swap(entries),
    "values are changed": lambda head, entries: values(entries).update(values="{}"),
    "a salt is changed": lambda head, entries: values(entries).update(salt="00"),
    "a hash is changed": lambda head, entries: away(entries).update(hash="00" * 32),
    "a hash is no hash": lambda head, entries: away(entries).update(hash="nonsense"),
    "a fact is hidden behind its hash": lambda head, entries: entries[-1].pop("leaf") and entries[-1].update(hash="11"),
    "a checkpoint is forged": lambda head, entries: head.update(
        checkpoints=[one.replace("office", "0ffice") for one in head["checkpoints"]]
    ),
    "there is no checkpoint": lambda head, entries: head.update(checkpoints=[]),
    "an old checkpoint is the last": lambda head, entries: head.update(checkpoints=head["checkpoints"][:1]),
    "the archive is not told": lambda head, entries: head.update(archives={}),
    "the archive has another name": lambda head, entries: head.update(
        archives={"other.zip": head["archives"]["years.zip"]}
    ),
    "the archive is told to have more": lambda head, entries: head["archives"]["years.zip"][0].__setitem__(1, "0-9"),
    "it is of another form": lambda head, entries: head.update(format="polku-log/2"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_is_changed_in_an_export_is_found(
    exported: Office, change: Callable[[dict[str, Any], Lines], None]
) -> None:
    assert check_log(exported.folder / "log.zip", exported.key.trusted).sound

    assert not check_log(rewritten(exported, change), exported.key.trusted).sound


def test_a_log_that_was_made_anew_or_cut_off_is_found_by_a_checkpoint_that_was_kept(exported: Office) -> None:
    # given: the newest checkpoint was kept elsewhere, and the export ends, in all honesty, with the one before it
    kept = exported.sign()

    def shorter(head: dict[str, Any], entries: Lines) -> None:
        size = int(head["checkpoints"][0].split("\n")[1])
        head["checkpoints"], head["archives"] = head["checkpoints"][:1], {}
        del entries[size:]

    # then
    cut = check_log(rewritten(exported, shorter), exported.key.trusted, [kept])
    assert "its end was cut off" in cut.text()


def test_nobody_is_trusted_who_was_not_named(exported: Office, tmp_path: Path) -> None:
    other = key_in(tmp_path / "other", "office")

    assert "No key that is trusted" in check_log(exported.folder / "log.zip", other.trusted).text()


def test_the_verifier_that_stands_alone_checks_log_archive_and_bundle_together(exported: Office) -> None:
    # given
    folder = exported.folder
    write_bundle(exported.engine.database, exported.new, folder / "bundle.zip")
    write_verifier(folder / "verifier.pyz")
    (folder / "kept.txt").write_text(exported.sign())
    public = str(exported.key.public)

    def check(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "verifier.pyz", *arguments, "--key", public]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    # then
    alone = check("log.zip", "years.zip", "bundle.zip", "--checkpoint", "kept.txt")
    assert alone.returncode == 0, alone
    assert alone.stdout.count("Verified: nothing was changed.") == 3
    assert check("years.zip", "--checkpoint", "kept.txt").returncode == 2

    # and with an archive of which nothing is left
    with zipfile.ZipFile(folder / "years.zip", "w") as packed:
        packed.writestr(ARCHIVE, json.dumps({"format": "polku-archive/1"}))
    assert check("log.zip", "years.zip").returncode == 1
