"""What the repository promises to somebody who has just cloned it, and the habits that imports can't show."""

import ast
import re
import shutil
import subprocess
import tomllib
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDES = ("README.md", "CONTRIBUTING.md")
MADE_LATER = (".venv/", "var/")  # by make: a fresh clone does not have them
LISTED_LINES, MOST_LINES = 300, 400
#: What each part of the core may import of the project beside itself.
STANDS_ON: dict[str, set[str]] = {
    "feel": set(),
    "calendar": set(),
    "decisions": {"feel"},
    "model": {"feel"},
    "kernel": {"model", "feel", "errors", "calendar"},  # working days are pure functions too
}
#: Nothing in the kernel, or under it, may ask the world: no clock, no console, no file, no code from text.
ASKS_THE_WORLD = {"open", "print", "input", "eval", "exec", "__import__"}
ASKS_THE_CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}


@cache
def tracked(pattern: str = "*") -> tuple[Path, ...]:
    """The files under version control, and those that are about to be."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is not a git working copy, so there is no list of its files")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def own_code() -> Iterator[Path]:
    return (path for path in tracked("*.py") if name_of(path).split("/")[0] in {"engine", "processes", "web"})


@pytest.mark.parametrize("guide", GUIDES)
def test_every_path_that_a_guide_names_exists(guide: str) -> None:
    text = read(guide)
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", text)) | set(re.findall(r"\]\(([\w./-]+)\)", text))
    paths = {name for name in named if ("/" in name or name.endswith(".md")) and not name.startswith(MADE_LATER)}
    assert paths
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def make_targets() -> dict[str, str]:
    """Each target of the Makefile with the description beside it."""
    return dict(re.findall(r"^([a-z]+):[^#\n]*(?:## )?([^#\n]*)$", read("Makefile"), re.MULTILINE))


def test_the_guides_name_make_targets_that_exist() -> None:
    named = {target for guide in GUIDES for target in re.findall(r"\bmake ([a-z]+)\b(?=[`\s\"]| ARGS)", code_in(guide))}
    assert {"run", "test"} <= named
    assert named - make_targets().keys() == set()


def code_in(guide: str) -> str:
    """What stands between backticks: `make test` is a command, "make it harmless" is not."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", read(guide), re.DOTALL))


def test_every_make_target_is_described() -> None:
    guides = "\n".join(map(code_in, GUIDES))
    targets = make_targets()
    assert [name for name, description in targets.items() if not description.strip()] == []
    assert [name for name in targets if name != "help" and f"make {name}" not in guides] == []


def test_ci_runs_the_readmes_test_command() -> None:
    assert "make test" in code_in("README.md")
    assert re.search(r"^make test\b", read(".ci/run"), re.MULTILINE)
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_the_readme_shows_what_the_program_looks_like() -> None:
    shown = re.findall(r"!\[.+?\]\((docs/screenshots/[\w-]+\.png)\)", read("README.md"))
    assert shown
    assert [picture for picture in shown if not (ROOT / picture).is_file()] == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    home = re.compile(r"(?<![\w.:/<>{}-])/(?:home|Users|root)/\w")
    found = []
    for path in tracked():
        text = path.read_bytes().decode(errors="replace")
        lines = [line for line in text.splitlines() if home.search(line) or f"{ROOT}/" in line]
        found += [f"{name_of(path)}: {line.strip()[:80]}" for line in lines]
    assert found == []


def test_a_file_holds_one_idea() -> None:
    files = [path for path in tracked("*.py") if "migrations" not in path.parts]  # those list tables, not ideas
    lengths = {name_of(path): len(path.read_bytes().splitlines()) for path in files}
    long = {name: length for name, length in lengths.items() if length > LISTED_LINES}
    for name, length in long.items():
        warnings.warn(f"{name} has {length} lines: are these two ideas?", stacklevel=1)
    assert {name: length for name, length in long.items() if length > MOST_LINES} == {}


def test_nothing_is_named_after_nothing() -> None:
    empty = re.compile(r"^class (?!DecisionService\b)\w*(?:Service|Manager|Helper|Utils)\b", re.MULTILINE)  # DMN's word
    assert [name_of(path) for path in own_code() if empty.search(path.read_text(encoding="utf-8"))] == []
    assert [name_of(path) for path in own_code() if path.stem in {"utils", "helpers", "misc", "common"}] == []


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)):
                yield module
            case ast.Import(names=names):
                yield from (alias.name for alias in names)


@pytest.mark.parametrize("package", STANDS_ON)
def test_the_core_stands_on_nothing_but_what_it_must(package: str) -> None:
    allowed = STANDS_ON[package] | {package}
    modules = {name for path in tracked(f"engine/{package}/*.py") for name in imported(ast.parse(path.read_bytes()))}
    own = {module for module in modules if module.split(".")[0] in {"engine", "processes", "web"}}
    assert own
    assert sorted(module for module in own if module.partition(".")[2].split(".")[0] not in allowed) == []


def asks_the_world(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in ASKS_THE_WORLD:
                yield node
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)) if (
                owner,
                name,
            ) in ASKS_THE_CLOCK:
                yield node


@pytest.mark.parametrize("package", ["kernel", "model", "feel", "decisions"])
def test_the_core_does_not_ask_the_world(package: str) -> None:
    files = tracked(f"engine/{package}/*.py")
    assert files
    found = [
        f"{name_of(path)}:{call.lineno}: {ast.unparse(call)}"
        for path in files
        for call in asks_the_world(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def declared_dependencies() -> set[str]:
    project = tomllib.loads(read("pyproject.toml"))
    lists = [
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *project["project"].get("optional-dependencies", {}).values(),
        *project["dependency-groups"].values(),
    ]
    return {re.split(r"[^\w.-]", line, maxsplit=1)[0] for entries in lists for line in entries if isinstance(line, str)}


def test_every_dependency_has_its_reason() -> None:
    page = read("docs/adr/0006-libraries.md")
    assert sorted(name for name in declared_dependencies() if name not in page) == []


def test_decision_records_are_numbered_and_complete() -> None:
    records = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(len(records)))
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} · "), f"{path.name} does not begin with its number"
        parts = [part for part in ("**Context.**", "**Decision.**", "**Consequences.**") if part not in text]
        assert parts == [], f"{path.name} lacks {parts}"
