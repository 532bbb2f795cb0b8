"""Companies come to the register from a file: with a report, and never twice without being asked."""

import csv
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from processes.business_services.register import queries
from tests.web.conftest import Office
from tests.web.visitor import Visitor
from web.imports.views import LARGEST_FILE

FILE = """y-tunnus;nimi;henkilöstö;kunta
1234567-1;Koivulan Konepaja Oy;20;Tampere
1234567-2;Väärä Oy;3;Nokia
7654321-2;Toinen Oy;monta;Nokia
"""


def read(visitor: Visitor, text: str | bytes = FILE, *, name: str = "yritykset.csv", **more: str) -> TestResponse:
    content = text.encode() if isinstance(text, str) else text
    visitor.get("/customers/import")
    return visitor.send("/customers/import", {"file": (BytesIO(content), name), **more})


@pytest.mark.parametrize("account", ["meri", "yrjo"])
def test_a_file_is_read_and_its_report_says_what_was_refused_and_why(office: Office, account: str) -> None:
    visitor = office.visitor(account)

    answer = read(visitor)
    report = visitor.get(answer.headers["Location"]).text

    assert answer.status_code == 302
    assert "1 companies were added, 0 brought up to date, and 2 lines refused." in report
    assert "The check digit of the business ID 1234567-2 is wrong." in report
    assert "Give a whole number from 0 to 200000." in report
    assert queries.customer(office.program.database, "1234567-1").company.status == "prospect"


def test_the_refused_lines_are_downloaded_mended_and_read(office: Office) -> None:
    visitor = office.visitor("meri")
    address = read(visitor).headers["Location"]

    text = visitor.get(f"{address}/refused.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))

    assert [row["line"] for row in rows] == ["3", "4"]
    assert rows[0]["reason"].startswith("y-tunnus: The check digit")
    mended = text.replace("1234567-2", "9400548-5").replace("monta", "5")
    report = visitor.get(read(visitor, mended).headers["Location"]).text
    assert "2 companies were added, 0 brought up to date, and 0 lines refused." in report
    assert queries.customer(office.program.database, "7654321-2").company.personnel == 5


def test_the_same_file_is_not_read_twice_unless_one_says_so(office: Office) -> None:
    visitor = office.visitor("meri")
    read(visitor)

    again = read(visitor, name="same-under-another-name.csv")

    assert again.status_code == 409
    assert "The same file was read before, by Meri Esimies" in again.text
    meant = visitor.get(read(visitor, again="1").headers["Location"]).text
    assert "0 companies were added, 1 brought up to date, and 2 lines refused." in meant


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Columns are missing"),
        ("y-tunnus;nimi;henkilöstö;kunta\n".encode("latin-1"), "The file is not UTF-8."),
        (b"PK\x03\x04\x14\x00", "Columns are missing"),
        (b"x" * (LARGEST_FILE + 1), "The file is larger than 5 MB."),
        ("y-tunnus;nimi;henkilöstö;kunta\n1234567-1;A;1;B\n" + '1234567-1;"' + "x" * 200_000, "is not CSV"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence_and_nothing_is_kept(
    office: Office, content: str | bytes, sentence: str
) -> None:
    visitor = office.visitor("meri")

    answer = read(visitor, content)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not queries.search(office.program.database).items
    assert read(visitor, FILE).status_code == 302


def test_without_a_file_one_is_asked_to_choose_one(office: Office) -> None:
    answer = office.visitor("meri").send("/customers/import")

    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)


def test_a_cell_that_a_spreadsheet_would_compute_is_harmless_in_the_download(office: Office) -> None:
    visitor = office.visitor("meri")
    evil = "y-tunnus;nimi;henkilöstö;kunta;=1+cmd|' /C calc'!A0\n=cmd|calc;=1+1|calc;+358+cmd|calc;+358 40 123;-5\n"

    text = visitor.get(f"{read(visitor, evil).headers['Location']}/refused.csv").text

    assert ";'=1+cmd|' /C calc'!A0" in text
    assert ";'=cmd|calc;'=1+1|calc;'+358+cmd|calc;+358 40 123;-5" in text


def test_who_read_which_file_is_in_the_trace(office: Office) -> None:
    read(office.visitor("meri"))

    page = office.visitor("taru").get("/audit?source=records").text

    assert "A file of companies was read: 1 added, 0 brought up to date, 2 refused." in page


def test_a_report_of_a_file_that_nobody_read_is_not_found(office: Office) -> None:
    assert office.visitor("meri").get("/customers/import/12345").status_code == 404
