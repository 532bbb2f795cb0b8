"""A process application is a package; what it has is found by name."""

import sys
from pathlib import Path

import pytest

from engine.applications import all_files, deployable_files, load_application
from engine.errors import UnknownSetting
from engine.jobs import handlers


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """The folder of an importable package, with a name of its own in each test."""
    name = f"application_{abs(hash(request.node.name))}"
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").touch()
    return folder


def test_a_package_with_nothing_but_diagrams_is_an_application(package: Path) -> None:
    (package / "path.bpmn").write_bytes(b"<definitions/>")
    (package / "forms").mkdir()
    (package / "forms" / "contact.form").write_bytes(b"{}")
    (package / "README.md").touch()

    found = load_application(package.name)

    assert found.files() == {"forms/contact.form": b"{}", "path.bpmn": b"<definitions/>"}
    assert found.schemas == ()
    assert found.part("demo") is None


def test_its_handlers_are_registered(package: Path) -> None:
    (package / "handlers.py").write_text(
        "from engine.jobs import handler\n@handler('of-an-application')\ndef run(job): ...\n"
    )

    load_application(package.name)

    assert "of-an-application" in handlers()


def test_its_parts_are_modules(package: Path) -> None:
    (package / "demo.py").write_text("ANSWER = 42\n")

    part = load_application(package.name).part("demo")

    assert part is not None
    assert part.ANSWER == 42


def test_a_package_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownSetting, match=r"POLKU_PROCESSES: there is no Python package processes\.nothing\."):
        load_application("processes.nothing")
    with pytest.raises(UnknownSetting, match="no Python package nothing_at_all"):
        load_application("nothing_at_all.of_the_kind")


def test_a_missing_import_inside_a_package_is_told_as_what_it_is(package: Path) -> None:
    (package / "handlers.py").write_text("import a_library_that_is_missing\n")

    with pytest.raises(ModuleNotFoundError, match="a_library_that_is_missing"):
        load_application(package.name)


def test_two_applications_may_use_the_same_file_name(package: Path, tmp_path: Path) -> None:
    other = tmp_path / f"{package.name}_other"
    for folder in (package, other):
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        (folder / "path.bpmn").write_text(folder.name)
    applications = tuple(load_application(folder.name) for folder in (package, other))

    assert all_files(applications) == {
        "path.bpmn": package.name.encode(),
        f"{other.name}/path.bpmn": other.name.encode(),
    }
    for folder in (package, other):
        del sys.modules[folder.name]


def test_only_what_can_be_deployed_is_taken_from_a_folder(tmp_path: Path) -> None:
    for name in ("a.bpmn", "b.dmn", "c.form", "d.py", "e.txt"):
        (tmp_path / name).write_text(name)

    assert list(deployable_files(tmp_path)) == ["a.bpmn", "b.dmn", "c.form"]
