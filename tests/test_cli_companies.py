"""`polku companies` reads a file once, tells what it refused, and reads it a second time only when that is meant."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.main import polku
from engine.store import Database, records
from processes.business_services.register import queries

HEADING = "y-tunnus;nimi;henkilöstö;kunta\n"
GOOD, WRONG = "1234567-1;Koivulan Konepaja Oy;20;Tampere\n", "0737546-3;Väärä Oy;1;Nokia\n"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/office.db"
    monkeypatch.setenv("POLKU_DATABASE_URL", url)
    monkeypatch.setattr("engine.cli.program.configure_logging", lambda _format, _level: None)
    assert run("migrate").exit_code == 0
    return url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "yritykset.csv"
    found.write_text(HEADING + GOOD + WRONG, encoding="utf-8")
    return found


def run(*arguments: str) -> Result:
    return CliRunner().invoke(polku, list(arguments))


def test_what_is_good_is_kept_and_what_is_not_is_told_with_its_line(url: str, file: Path) -> None:
    done = run("companies", str(file))

    assert done.exit_code == 1
    assert "line 3: y-tunnus '0737546-3': The check digit of the business ID 0737546-3 is wrong." in done.output
    assert "1 added, 0 brought up to date, 1 refused." in done.output
    database = Database(url)
    assert queries.customer(database, "1234567-1").company.name == "Koivulan Konepaja Oy"
    database.close()


def test_the_same_file_is_read_again_only_with_again_and_both_readings_are_recorded(url: str, file: Path) -> None:
    file.write_text(HEADING + GOOD, encoding="utf-8")
    assert run("companies", str(file)).exit_code == 0

    refused, done = run("companies", str(file)), run("companies", "--again", str(file))

    assert refused.exit_code == 1
    assert "This file was read before, by console on" in refused.output
    assert "Nothing was done. If you mean to read it again, say so: --again." in refused.output
    assert (done.exit_code, done.output) == (0, "0 added, 1 brought up to date, 0 refused.\n")
    database = Database(url)
    with database.reading() as session:
        assert len(records.found(session, records.Wanted(kind="CompaniesImported"))) == 2
    database.close()


@pytest.mark.usefixtures("url")
def test_the_reasons_are_told_in_finnish_when_that_is_asked_for(file: Path) -> None:
    done = run("companies", str(file), "--language", "fi")

    assert "Y-tunnuksen 0737546-3 tarkistusnumero on väärä." in done.output


@pytest.mark.usefixtures("url")
def test_without_a_register_there_is_nothing_to_read_into(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLKU_PROCESSES", "tests.no_application")

    done = run("companies", str(file))

    assert done.exit_code == 1
    assert "None of the process applications has a register" in done.output
