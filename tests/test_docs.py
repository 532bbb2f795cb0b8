"""The documents tell the truth: commands run, code runs, links lead somewhere, and nothing goes without a word."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from engine.cli.main import polku

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "processes").rglob("*.md"))
)
#: Places of a machine that is not this one: their commands are read, not run.
ELSEWHERE = ("/opt/", "db.example")
#: Commands that go on until they are stopped, or need files that are not in the repository: they are read too.
NOT_RUN = {"serve", "tck", "conformance"}

#: What is typed where a command asks: a new password, twice.
TYPED = "a long password\n" * 2

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:[\w./]*/)?polku [^`]+)`")
LINK = re.compile(r"!?\[(?:[^\]]|\n)*?\]\(([^)\s]+)\)")


def blocks(document: str, language: str) -> list[str]:
    return [text for found, text in BLOCK.findall((ROOT / document).read_text()) if found == language]


def shell_lines(document: str) -> list[list[str]]:
    """The words after `polku` of each command line in the document's shell blocks that calls it."""
    lines = [shlex.split(line, comments=True) for block in blocks(document, "sh") for line in block.splitlines()]
    return [arguments for words in lines if (arguments := after_polku(words)) is not None]


def after_polku(words: list[str]) -> list[str] | None:
    words = [word for word in words if not re.match(r"POLKU_\w+=", word)]
    return words[1:] if words and words[0].rpartition("/")[2] == "polku" else None


def inline_commands(document: str) -> list[list[str]]:
    """The commands named in running text; `DIR`, `FILE...` and the like stand for what a reader puts there."""
    text = BLOCK.sub("", (ROOT / document).read_text())
    found = (after_polku(shlex.split(line.replace("'EXPR'", "EXPR"))) for line in INLINE.findall(text))
    return [arguments for arguments in found if arguments]


def every(kind: str) -> list[tuple[str, list[str]]]:
    commands = shell_lines if kind == "shell" else inline_commands
    return [(document, arguments) for document in DOCUMENTS for arguments in commands(document)]


def is_run(arguments: list[str]) -> bool:
    return arguments[0] not in NOT_RUN and not any(place in word for word in arguments for place in ELSEWHERE)


def name_of(case: object) -> str:
    return " ".join(case) if isinstance(case, list) else str(case)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of the test's own, and a working folder with all of the project: what commands write stays in it."""
    monkeypatch.setenv("POLKU_DATABASE_URL", f"sqlite:///{tmp_path}/polku.db")
    monkeypatch.setattr("engine.cli.program.configure_logging", lambda _format, _level: None)
    folder = tmp_path / "project"
    folder.mkdir()
    for entry in ROOT.iterdir():
        (folder / entry.name).symlink_to(entry)
    monkeypatch.chdir(folder)
    return tmp_path


@pytest.mark.parametrize(("document", "arguments"), [case for case in every("shell") if is_run(case[1])], ids=name_of)
def test_a_command_line_in_a_document_does_what_it_shows(office: Path, document: str, arguments: list[str]) -> None:
    result = CliRunner().invoke(polku, arguments, input=TYPED)
    assert result.exit_code == 0, f"{document}: {result.output}"
    assert result.output


@pytest.mark.parametrize(("document", "arguments"), every("shell") + every("inline"), ids=name_of)
def test_a_command_in_a_document_is_one_that_the_program_knows(document: str, arguments: list[str]) -> None:
    while arguments and arguments[0] == "--debug":
        arguments = arguments[1:]
    if not arguments or arguments[0].startswith("-"):
        return  # of the program itself: --help, --version
    command: click.Command | None = polku.commands.get(arguments[0])
    assert command is not None, f"{document} names polku {arguments[0]}, which is no command"
    if isinstance(command, click.Group) and arguments[1:]:
        command = command.commands.get(arguments[1])
        assert command is not None, f"{document} names polku {' '.join(arguments[:2])}, which is no command"
    options = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
    unknown = [word for word in arguments[1:] if word.startswith("--") and word not in options]
    assert unknown == [], f"{document} gives polku {arguments[0]} options that it does not have"


@pytest.mark.parametrize("document", [document for document in DOCUMENTS if blocks(document, "python")])
def test_the_python_in_a_document_runs_from_top_to_bottom(office: Path, document: str) -> None:
    names: dict[str, object] = {}
    for block in blocks(document, "python"):
        exec(compile(block, document, "exec"), names)  # noqa: S102  our own documents


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_and_picture_of_a_document_is_there(document: str) -> None:
    text = BLOCK.sub("", (ROOT / document).read_text())
    missing = [
        target
        for target in LINK.findall(text)
        if not re.match(r"[a-z]+:", target) and not leads_somewhere((ROOT / document), target)
    ]
    assert missing == []


def leads_somewhere(document: Path, target: str) -> bool:
    path, _, heading = target.partition("#")
    file = document.parent / path if path else document
    if not file.exists():
        return False
    return not heading or heading in {anchor(line) for line in file.read_text().splitlines() if line.startswith("#")}


def anchor(heading: str) -> str:
    """The anchor that a heading gets: small letters, no signs, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lstrip("#").strip().lower()).replace(" ", "-")


def test_every_command_with_its_options_is_described_somewhere() -> None:
    texts = "\n".join((ROOT / document).read_text() for document in DOCUMENTS)
    for name, command in named_commands(polku):
        assert f"polku {name}" in texts, f"No document says what polku {name} is for"
        assert command.help, f"polku {name} --help says nothing"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"polku {name} --help does not say what {parameter.opts[-1]} does"


def named_commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that it is called by, those inside a command too."""
    for name, command in group.commands.items():
        yield before + name, command
        if isinstance(command, click.Group):
            yield from named_commands(command, f"{before}{name} ")


def test_every_picture_is_shown_by_a_document() -> None:
    shown = {
        (ROOT / document).parent.joinpath(target).resolve()
        for document in DOCUMENTS
        for target in LINK.findall((ROOT / document).read_text())
    }
    pictures = set((ROOT / "docs" / "screenshots").glob("*.png"))
    assert pictures
    assert pictures <= shown


def test_the_readme_says_in_order_what_it_is_how_to_run_it_for_whom_and_where_things_are() -> None:
    readme = (ROOT / "README.md").read_text()
    marks = ("# Polku", "![", "## Two commands", "make run", "make test", "## Four roles", "## Where things are")
    places = [readme.index(mark) for mark in marks]
    assert places == sorted(places)
    for role in ("expert", "process-owner", "service-manager", "auditor", "administrator"):
        assert f"docs/{role}.md" in readme


def test_the_changelog_tells_of_the_version_that_is_packaged() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text()
