"""`polku person work` and `away`: what routing knows of people, from the command line."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.main import polku
from engine.store import Database, absences, people, teams
from engine.store.people import Person
from engine.store.teams import Team
from engine.testing import START, engine_on


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An office with two people and a team."""
    url = f"sqlite:///{tmp_path}/office.db"
    monkeypatch.setenv("POLKU_DATABASE_URL", url)
    monkeypatch.setenv("POLKU_PROCESSES", "tests.no_application")
    database = engine_on(url).database
    for account, name in (("maija", "Maija Meri"), ("otso", "Otso Oja"), ("sini", "Sini Sara")):
        people.save(database, Person(account=account, name=name, roles=("expert",), skills=("rekrytointi",)))
    with database.writing() as session:
        teams.save(session, Team("itä", "Itäinen tiimi"), actor="meri", now=START)
    return database


def person(*arguments: str) -> Result:
    return CliRunner().invoke(polku, ["person", *arguments])


def found(database: Database) -> Person:
    one = people.get(database, "maija")
    assert one is not None
    return one


def test_what_is_given_is_changed_and_the_rest_stays(database: Database) -> None:
    result = person(
        "work", "maija", "--area", "Nokia", "--area", "Tampere", "--speaks", "sv", "--team", "Itäinen tiimi"
    )

    assert result.exit_code == 0, result.output
    maija = found(database)
    assert (set(maija.areas), maija.languages, maija.team) == ({"Nokia", "Tampere"}, ("sv",), "itä")
    assert maija.skills == ("rekrytointi",)
    assert person("work", "maija", "--team", "-").exit_code == 0
    assert found(database).team == ""


def test_part_time_is_hours_of_each_day_and_office_takes_them_back(database: Database) -> None:
    assert person("work", "maija", "--hours", "7.5,7:30,8,0,0", "--capacity", "12").exit_code == 0
    assert (found(database).week, found(database).capacity) == ((450, 450, 480, 0, 0), 12)

    assert person("work", "maija", "--hours", "office").exit_code == 0
    assert found(database).week == ()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--hours", "7,5"), "are no hours of five days"),
        (("--hours", "25,8,8,8,8"), "are no hours of five days"),
        (("--hours", "8:60,8,8,8,8"), "are no hours of five days"),
        (("--team", "länsi"), "There is no team länsi. The teams are: Itäinen tiimi, itä."),
        (("--capacity", "-1"), "-1 is not in the range"),
        (("--area", "Nokia,Tampere"), "is not one name"),
        ((), "Say what shall be changed"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(database: Database, arguments: tuple[str, ...], sentence: str) -> None:
    before = found(database)

    result = person("work", "maija", *arguments)

    assert result.exit_code in {1, 2}
    assert sentence in " ".join(result.output.split())
    assert found(database) == before


def test_an_absence_is_entered_with_who_stands_in(database: Database) -> None:
    result = person("away", "maija", "--from", "2026-07-01", "--to", "2026-07-31", "--substitute", "otso")

    assert result.exit_code == 0, result.output
    (absence,) = absences.list(database)
    assert (absence.account, absence.substitute) == ("maija", "otso")
    assert (absence.first_day, absence.last_day) == (date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "2026-07-01", "--substitute", "maija"), "Nobody can stand in for themselves."),
        (("--from", "2026-07-01", "--substitute", "otso"), "circle: maija → otso → sini → maija"),
        (("--from", "2026-07-02", "--to", "2026-07-01"), "The last day is before the first."),
        (("--from", "2026-07-01", "--substitute", "nobody"), "There is no account nobody."),
        (("--from", "soon"), "does not match the format"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_with_a_sentence(
    database: Database, arguments: tuple[str, ...], sentence: str
) -> None:
    for account, substitute in (("otso", "sini"), ("sini", "maija")):
        assert person("away", account, "--from", "2026-07-01", "--substitute", substitute).exit_code == 0

    result = person("away", "maija", *arguments)

    assert result.exit_code in {1, 2}
    assert sentence in " ".join(result.output.split())
    assert not absences.list(database, account="maija")
