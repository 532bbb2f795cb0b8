"""Companies from a CSV file: what is good is kept, what is not is told with its line and why."""

import pytest

from engine.errors import Invalid
from engine.store import Database
from processes.business_services.register import queries
from processes.business_services.register.imports import REPORTED, read_companies
from tests.processes.times import MONDAY

HEADING = "y-tunnus;nimi;henkilöstö;toimiala;kunta;kieli;yhteyshenkilö;sähköposti\n"
GOOD = "1234567-1;Koivulan Konepaja Oy;20;Metalli;Tampere;fi;Kaarlo Kontio;kaarlo@asiakas.example\n"


def read(register: Database, text: str, language: str = "en") -> tuple[int, int, list[tuple[int, str, str]]]:
    report = read_companies(register, text.encode(), MONDAY, language)
    return report.added, report.updated, [(one.line, one.column, one.reason) for one in report.refusals]


def test_a_company_comes_to_the_register_as_a_prospect_with_its_contact_person(register: Database) -> None:
    assert read(register, HEADING + GOOD) == (1, 0, [])

    found = queries.customer(register, "1234567-1")
    assert (found.company.status, found.company.industry, found.company.personnel) == ("prospect", "Metalli", 20)
    assert [person.email for person in found.contact_persons] == ["kaarlo@asiakas.example"]
    assert [one.name for one in queries.search(register, "koivulan tampere").items] == ["Koivulan Konepaja Oy"]


def test_reading_again_brings_up_to_date_and_doubles_nobody(register: Database) -> None:
    read(register, HEADING + GOOD)

    assert read(register, HEADING + GOOD.replace("20", "25")) == (0, 1, [])

    found = queries.customer(register, "1234567-1")
    assert found.company.personnel == 25
    assert len(found.contact_persons) == 1


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("1234567-2;Väärä Oy;1;;Tampere", "y-tunnus", "The check digit of the business ID 1234567-2 is wrong."),
        ("tunnus;Väärä Oy;1;;Tampere", "y-tunnus", "tunnus is not a business ID."),
        ("1234567-1;;1;;Tampere", "nimi", "The value is missing."),
        ("1234567-1;Oy;monta;;Tampere", "henkilöstö", "Give a whole number from 0 to 200000."),
        ("1234567-1;Oy;-1;;Tampere", "henkilöstö", "Give a whole number from 0 to 200000."),
        ("1234567-1;Oy;1;;Tampere;klingon", "kieli", "The value is not known."),
        ("1234567-1;Oy;1;;Tampere;fi;Aatu;aatu", "sähköposti", "This is no mail address."),
        ("1234567-1;Oy;1;;Tampere;fi;Aatu;;;;ylimääräinen", "", "The line has more columns than the heading."),
        (f"1234567-1;{'x' * 300};1;;Tampere", "nimi", "The value is too long."),
    ],
)
def test_a_line_is_refused_with_its_reason_and_the_others_are_kept(
    register: Database, line: str, column: str, reason: str
) -> None:
    other = GOOD.replace("1234567-1", "0737546-2")

    added, updated, refused = read(register, f"{HEADING}{line}\n{other}")

    assert (added, updated) == (1, 0)
    ((number, where, why),) = refused
    assert (number, where) == (2, column)
    assert why.startswith(reason)


def test_the_same_business_id_twice_in_a_file_is_refused_the_second_time(register: Database) -> None:
    added, _, refused = read(register, HEADING + GOOD + GOOD, "fi")

    assert added == 1
    assert refused == [(3, "y-tunnus", "Sama Y-tunnus on tiedostossa jo aiemmin.")]


def test_a_file_with_commas_and_other_columns_is_read(register: Database) -> None:
    assert read(register, "name,business_id,turnover,personnel,municipality\nKoivula,1234567-1,9,3,Nokia\n")[0] == 1


@pytest.mark.parametrize("text", ["", "nimi;kunta\nA;B\n", "\n\n\n"])
def test_a_file_without_the_needed_columns_is_refused_as_a_whole(register: Database, text: str) -> None:
    with pytest.raises(Invalid, match="y-tunnus"):
        read(register, text)


def test_a_file_that_is_not_utf_8_is_refused_as_a_whole(register: Database) -> None:
    with pytest.raises(Invalid, match="UTF-8"):
        read_companies(register, "y-tunnus;nimi;henkilöstö;kunta".encode("latin-1"), MONDAY, "en")


def test_a_report_of_very_many_refusals_stays_readable(register: Database) -> None:
    report = read_companies(register, (HEADING + "x;y;1;;z\n" * (REPORTED + 10)).encode(), MONDAY, "en")

    assert report.refused == REPORTED + 10
    assert len(report.refusals) == REPORTED
