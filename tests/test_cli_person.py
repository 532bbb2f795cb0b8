"""`polku person`: accounts are added, listed and closed; a password is never shown, and never kept as it is."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.main import polku
from engine.store import Database, people
from engine.store.people import Person
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, user_task
from web.auth.passwords import matches

PASSWORD, OTHER = "correct horse battery", "another long password"
MAIJA = ("add", "maija", "--name", "Maija Meri", "--role", "expert")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The office's database, which the commands open for themselves by its address."""
    url = f"sqlite:///{tmp_path}/office.db"
    monkeypatch.setenv("POLKU_DATABASE_URL", url)
    monkeypatch.setenv("POLKU_PROCESSES", "tests.no_application")
    monkeypatch.setenv("POLKU_LOG_LEVEL", "debug")
    return Database(url)


def person(*arguments: str, typed: str = "") -> Result:
    """What `polku person` prints, which is never a password."""
    result = CliRunner().invoke(polku, ["person", *arguments], input=typed)
    assert not any(word in result.output for word in (PASSWORD, OTHER, "argon2"))
    return result


def add(*more: str, typed: str = f"{PASSWORD}\n{PASSWORD}\n") -> Result:
    return person(*MAIJA, *more, typed=typed)


def found(database: Database, account: str = "maija") -> Person:
    one = people.get(database, account)
    assert one is not None
    return one


def test_an_account_is_added_with_all_that_is_said_of_it(database: Database) -> None:
    result = add(
        *("--role", "service-manager", "--group", "yrityspalvelut", "--skill", "rekrytointi", "--skill", "koulutus"),
        *("--speaks", "fi", "--speaks", "sv", "--language", "en", "--email", "maija@office.example"),
    )

    assert result.exit_code == 0, result.output
    assert result.stdout == "Maija Meri can sign in as maija.\n"
    maija = found(database)
    assert (maija.name, maija.email, maija.language, maija.active) == ("Maija Meri", "maija@office.example", "en", True)
    assert maija.roles == ("expert", "service-manager")
    assert (maija.groups, maija.skills) == (("yrityspalvelut",), ("koulutus", "rekrytointi"))
    assert maija.languages == ("fi", "sv")
    assert matches(maija.password_hash, PASSWORD)


def test_a_script_gives_the_password_as_one_line_of_standard_input(database: Database) -> None:
    result = add("--password-stdin", typed=f"{PASSWORD}\nnot read\n")

    assert result.exit_code == 0, result.output
    assert matches(found(database).password_hash, PASSWORD)


def test_whoever_speaks_no_other_language_speaks_that_of_their_pages(database: Database) -> None:
    add("--language", "en")

    assert found(database).languages == ("en",)


def test_an_account_is_kept_as_the_sign_in_page_looks_for_it(database: Database) -> None:
    result = person("add", " Maija.Meri ", *MAIJA[2:], "--password-stdin", typed=PASSWORD)

    assert result.exit_code == 0, result.output
    assert found(database, "maija.meri").name == "Maija Meri"


def test_an_account_that_exists_is_left_as_it_is_and_no_password_is_asked_for(database: Database) -> None:
    add()
    before = found(database)

    result = person("add", "MAIJA", "--name", "Another", "--role", "auditor", typed=f"{OTHER}\n{OTHER}\n")

    assert result.exit_code == 1
    assert result.stderr == "The account maija exists already, for Maija Meri. Nothing was changed.\n"
    assert found(database) == before


@pytest.mark.parametrize("typed", ["tiny\ntiny\n", "elevenchars\nelevenchars\n"])
@pytest.mark.parametrize("option", [(), ("--password-stdin",)])
def test_a_short_password_is_refused(database: Database, option: tuple[str, ...], typed: str) -> None:
    result = add(*option, typed=typed)

    assert result.exit_code == 2
    assert "at least 12 characters" in result.stderr
    assert typed.split()[0] not in result.output
    assert people.list(database) == ()


def test_two_different_passwords_are_asked_for_again(database: Database) -> None:
    result = add(typed=f"{PASSWORD}\n{OTHER}\n{OTHER}\n{OTHER}\n")

    assert result.exit_code == 0, result.output
    assert matches(found(database).password_hash, OTHER)


def test_no_password_at_all_adds_nobody(database: Database) -> None:
    asked, piped = add(typed=""), add("--password-stdin", typed="")

    assert asked.exit_code not in (0, None)
    assert piped.exit_code == 2
    assert people.list(database) == ()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "maija", "--name", "Maija", "--role", "boss"), "There is no role 'boss'. The roles are expert, "),
        (("add", "maija", "--name", "Maija"), "--role"),
        (("add", "maija", "--role", "expert"), "--name"),
        (("add", "maija", "--name", " ", "--role", "expert"), "It is empty."),
        (("add", "maija meri", "--name", "Maija", "--role", "expert"), "'maija meri' is no account"),
        (("add", "System", "--name", "Maija", "--role", "expert"), "stands for the program itself"),
        ((*MAIJA, "--group", "a,b"), "once for each"),
        ((*MAIJA, "--language", "xx"), "--language"),
    ],
)
def test_what_makes_no_account_is_a_misuse(database: Database, arguments: tuple[str, ...], sentence: str) -> None:
    result = person(*arguments, typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not Path(str(database.url.database)).exists()


def test_a_new_password_takes_the_place_of_the_old_one_and_changes_nothing_else(database: Database) -> None:
    add("--group", "a", "--skill", "b")
    before = found(database)

    result = person("password", "maija", typed=f"{OTHER}\n{OTHER}\n")

    assert (result.exit_code, result.stdout) == (0, "The account maija has a new password.\n")
    after = found(database)
    assert matches(after.password_hash, OTHER)
    assert not matches(after.password_hash, PASSWORD)
    assert (after.name, after.roles, after.groups, after.skills) == (before.name, ("expert",), ("a",), ("b",))
    assert person("password", "maija", "--password-stdin", typed="short\n").exit_code == 2
    assert found(database) == after


def test_a_closed_account_stays_and_is_listed_as_closed(database: Database) -> None:
    add("--group", "yrityspalvelut")

    closed = person("close", "maija")
    listed = person("list")

    assert closed.stdout == "The account maija is closed: Maija Meri can't sign in any more.\n"
    assert not found(database).active
    assert listed.stdout.split() == ["maija", "Maija", "Meri", "expert", "·", "yrityspalvelut", "·", "closed"]
    renewed = person("password", "maija", "--password-stdin", typed=OTHER)
    assert renewed.stdout.endswith("stays closed.\n")
    assert not found(database).active


def test_closing_says_how_much_work_the_account_still_holds(database: Database) -> None:
    add()
    engine = engine_on(str(database.url), FakeClock())
    engine.deploy({"path.bpmn": diagram("path", chain(user_task(assignee="maija")))}, actor="owner")
    engine.start("path", actor="web")
    engine.database.close()

    assert person("close", "maija").stdout.endswith("It still holds 1 open work item.\n")


def test_an_office_without_accounts_says_how_to_begin() -> None:
    assert person("list").stdout == "There is no account yet. Add one with polku person add.\n"


@pytest.mark.parametrize("command", ["password", "close"])
def test_an_account_that_is_not_there_is_told(command: str) -> None:
    result = person(command, "nobody", typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 1
    assert result.stderr == "There is no account nobody. See them with polku person list.\n"
