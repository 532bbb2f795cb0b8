"""The set-up behind `make` does what is needed, once, and says what went wrong."""

import json
from pathlib import Path

import pytest

from tools import prepare


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with nothing in it but its settings; installing is noted, not done."""
    (tmp_path / "pyproject.toml").write_text("[dependency-groups]\nlint = []\ntest = []\n")
    python = tmp_path / ".venv/bin/python"
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(prepare, "STAMP", tmp_path / ".venv/polku-prepared.json")
    monkeypatch.setattr(prepare, "PYTHON", python)

    def make_environment() -> None:
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(prepare, "make_environment", make_environment)
    return tmp_path


@pytest.fixture
def installations(clone: Path, monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    done: list[set[str]] = []
    monkeypatch.setattr(prepare, "install", done.append)
    return done


def test_a_second_run_installs_nothing(installations: list[set[str]]) -> None:
    assert [prepare.main({"test"}), prepare.main({"test"}), prepare.main(set())] == [0, 0, 0]
    assert installations == [{"test"}]


def test_a_further_group_is_added_to_those_that_are_there(installations: list[set[str]]) -> None:
    prepare.main({"lint"})
    prepare.main({"test"})
    assert installations == [{"lint"}, {"lint", "test"}]


@pytest.mark.parametrize(
    "changed", ["pyproject.toml", "hatch_build.py", "web/frontend/src/base.js", "web/translations/fi.po"]
)
def test_changed_settings_and_sources_of_the_build_are_installed_again(
    clone: Path, installations: list[set[str]], changed: str
) -> None:
    prepare.main(set())
    (clone / changed).parent.mkdir(parents=True, exist_ok=True)
    with (clone / changed).open("a") as file:
        file.write("# changed\n")
    prepare.main(set())
    assert len(installations) == 2


def test_what_the_front_end_build_leaves_behind_changes_nothing(clone: Path, installations: list[set[str]]) -> None:
    prepare.main(set())
    (clone / "web/frontend/node_modules/left").mkdir(parents=True)
    (clone / "web/frontend/node_modules/left/index.js").write_text("left")
    prepare.main(set())
    assert len(installations) == 1


def test_an_installation_that_was_cut_short_is_done_again(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut_short(groups: set[str]) -> None:
        raise prepare.CannotPrepare("The installation failed, see the lines above.")

    monkeypatch.setattr(prepare, "install", cut_short)
    assert prepare.main(set()) == 1
    assert "The installation failed" in capsys.readouterr().err
    assert not prepare.STAMP.exists()


def test_an_unknown_group_is_named_and_ends_with_2(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prepare.main({"tset"}) == 2
    assert "tset" in capsys.readouterr().err


def test_the_stamp_says_what_is_there(clone: Path, installations: list[set[str]]) -> None:
    prepare.main({"test", "lint"})
    assert json.loads(prepare.STAMP.read_text())["groups"] == ["lint", "test"]
