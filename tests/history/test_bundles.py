"""A bundle: what a third party checks and reads without the program and its database."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import NotFound, Refused
from engine.history import checkpoints
from engine.history.bundles import write_bundle
from engine.history.log_key import LogKey, key_in
from engine.proof.bundle import BUNDLE, check_bundle
from tests.history.conftest import Past


@pytest.fixture
def key(tmp_path: Path) -> LogKey:
    return key_in(tmp_path, "office.example/log")


@pytest.fixture
def file(past: Past, key: LogKey, tmp_path: Path) -> Path:
    checkpoints.make(past.database, key, past.clock.now())
    made = tmp_path / "bundle.zip"
    write_bundle(past.database, past.first, made)
    return made


def changed(file: Path, name: str, old: str, new: str) -> Path:
    """The bundle with one thing in it changed."""
    made = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old_file, zipfile.ZipFile(made, "w") as new_file:
        for entry in old_file.namelist():
            content = old_file.read(entry)
            if entry == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            new_file.writestr(entry, content)
    return made


def test_a_bundle_proves_the_facts_values_and_definitions_of_an_instance(file: Path, key: LogKey) -> None:
    found = check_bundle(file, [key.public])

    assert found.sound, found.text()
    with zipfile.ZipFile(file) as packed:
        content = json.loads(packed.read(BUNDLE))
        assert set(content["files"]) == {"process path:1", "process service:1"}
        assert any("Needs welders" in fact.get("values", "") for fact in content["facts"])
        assert "Meet the customer" in packed.read("trace.html").decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('\\"actor\\":\\"anna\\"', '\\"actor\\":\\"ben\\"'),
        ("Needs welders", "Needs nobody"),
        ('"index": 2', '"index": 3'),
        ("office.example/log\\n", "other.example/log\\n"),
    ],
)
def test_nothing_in_a_bundle_can_be_changed(file: Path, key: LogKey, old: str, new: str) -> None:
    assert not check_bundle(changed(file, BUNDLE, old, new), [key.public]).sound


def test_a_definition_cannot_be_exchanged(file: Path, key: LogKey) -> None:
    with zipfile.ZipFile(file) as packed:
        diagram = next(name for name in packed.namelist() if name.endswith("path.bpmn"))

    found = check_bundle(changed(file, diagram, "Meet the customer", "Forget the customer"), [key.public])

    assert "not the one that was deployed" in found.text()


def test_a_fact_cannot_be_left_out(file: Path, key: LogKey, tmp_path: Path) -> None:
    # given
    made = tmp_path / "shorter.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        content = json.loads(old.read(BUNDLE))
        del content["facts"][1]
        new.writestr(BUNDLE, json.dumps(content))
        for name in old.namelist():
            if name != BUNDLE:
                new.writestr(name, old.read(name))

    # then
    assert "left out" in check_bundle(made, [key.public]).text()


def test_another_key_proves_nothing(file: Path, tmp_path: Path) -> None:
    other = key_in(tmp_path / "other", "office.example/log")

    assert "No key that is trusted here" in check_bundle(file, [other.public]).text()


def test_a_file_that_is_no_bundle_is_said_to_be_none(tmp_path: Path, key: LogKey) -> None:
    # given
    text, empty = tmp_path / "text.zip", tmp_path / "empty.zip"
    text.write_text("not a bundle")
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr(BUNDLE, "[]")

    # then
    assert "can't be read" in check_bundle(text, [key.public]).text()
    assert "is no bundle" in check_bundle(empty, [key.public]).text()
    assert "can't be read" in check_bundle(tmp_path / "missing.zip", [key.public]).text()


def test_facts_that_no_checkpoint_covers_are_not_bundled(past: Past, key: LogKey, tmp_path: Path) -> None:
    # given
    checkpoints.make(past.database, key, past.clock.now())
    past.complete(past.first, "anna")

    # then
    with pytest.raises(Refused, match="polku audit checkpoint"):
        write_bundle(past.database, past.first, tmp_path / "bundle.zip")


def test_there_is_no_bundle_of_an_instance_that_is_not_there(past: Past, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        write_bundle(past.database, "nothing", tmp_path / "bundle.zip")


def test_erased_values_leave_the_bundle_provable(past: Past, key: LogKey, tmp_path: Path) -> None:
    # given
    from sqlalchemy import text

    past.clock.advance(timedelta(hours=1))
    checkpoints.make(past.database, key, past.clock.now())
    with past.database.writing() as session:
        session.execute(text("DELETE FROM fact_values"))

    # when
    write_bundle(past.database, past.first, tmp_path / "bundle.zip")

    # then
    assert check_bundle(tmp_path / "bundle.zip", [key.public]).sound


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '{"format": "polku-bundle/1"', "null", '{"format": "polku-bundle/1"}']
)
def test_a_bundle_that_was_made_to_break_the_verifier_is_no_bundle(content: str, tmp_path: Path, key: LogKey) -> None:
    file = tmp_path / "hostile.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(BUNDLE, content)
    assert not check_bundle(file, [key.public]).sound


def test_a_bundle_with_damaged_bytes_is_no_bundle(file: Path, key: LogKey) -> None:
    whole = file.read_bytes()
    for place in range(30, len(whole), max(1, len(whole) // 40)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        check_bundle(file, [key.public])  # raises nothing; a byte of a date in the packing may be another
