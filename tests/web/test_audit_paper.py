"""The PDF of a trace: a customer's story on paper, with who, on whose behalf, which version, and what proves it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from engine.history.checkpoints import make_one
from engine.history.erasing import erase_customer
from engine.store import instances, records
from tests.web.conftest import Office
from tests.web.stories import ASSESSMENT, CUSTOMER, contact, first_work
from web.audit.paper import Document, Entry, Section, pdf


@pytest.fixture
def told(office: Office) -> Office:
    """A customer whose needs were assessed by the expert."""
    contact(office)
    expert = office.visitor("aino")
    work = first_work(office, "aino")
    expert.ask(f"{work}/claim", {})
    expert.ask(f"{work}/complete", {"data": ASSESSMENT})
    office.work_through()
    return office


def read(content: bytes) -> str:
    """The words of all pages, the lines put together."""
    assert content.startswith(b"%PDF-")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def trace(office: Office, asked: str = f"customer={CUSTOMER}", language: str = "fi") -> bytes:
    answer = office.visitor("taru", language).get(f"/audit/trace.pdf?{asked}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return answer.data


def kept(office: Office, kind: str) -> list[records.Record]:
    with office.program.database.reading() as session:
        return records.found(session, records.Wanted(kind=kind), newest_first=False)


def test_it_tells_who_did_what_when_and_under_which_version(told: Office) -> None:
    words = read(trace(told))

    assert "Koivuniemen Saha Oy (1234567-1)" in words
    assert "”Tee palvelutarvearvio asiakkaan kanssa” tehtiin." in words
    assert "Aino Asiantuntija · Palvelupolku, versio 1 · polku 1, tapahtuma" in words
    assert "Tilauskanta on kasvanut, ja kaksi sahuria jää eläkkeelle." in words
    assert "Tulostettu" in words
    assert "Taru Tarkastaja" in words


def test_every_page_says_its_number(told: Office) -> None:
    pages = PdfReader(BytesIO(trace(told))).pages

    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"sivu {number}/{len(pages)}" in page.extract_text()


def test_it_is_made_for_archives_and_screen_readers(told: Office) -> None:
    content = trace(told)
    reader = PdfReader(BytesIO(content))

    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in content
    assert "Jäljitys: Koivuniemen Saha Oy".encode() in content
    assert str(reader.root_object["/Lang"]) == "fi"
    assert next(str(one["/Title"]) for one in reader.outline if isinstance(one, dict)) == "Polut"


def test_what_the_machinery_did_is_there_where_it_is_asked_for(told: Office) -> None:
    assert "Nuoli" not in read(trace(told))
    assert len(read(trace(told, f"customer={CUSTOMER}&all=1"))) > len(read(trace(told)))


def test_that_it_was_made_and_read_is_recorded(told: Office) -> None:
    trace(told)

    (made,) = kept(told, "FactsExported")
    assert (made.actor, made.business_key, made.data["asked"]) == (
        "taru",
        CUSTOMER,
        {"customer": CUSTOMER, "form": "pdf"},
    )
    assert any(one.actor == "taru" and one.business_key == CUSTOMER for one in kept(told, "CustomerRead"))


def test_what_was_erased_is_said_to_be_erased(told: Office) -> None:
    for one in instances.page(told.program.database, business_key=CUSTOMER).items:
        told.program.engine.operations.cancel(one.id, "Moved abroad.", actor="yrjo")
    now = told.program.engine.now()
    erase_customer(told.program.database, CUSTOMER, actor="yrjo", now=now, reason="The customer asked for it.")

    words = read(trace(told, language="en"))
    assert "Tilauskanta" not in words
    assert "Its personal data has been erased." in words
    assert "The customer asked for it." in words


def test_it_ends_with_the_checkpoint_that_proves_it(told: Office) -> None:
    assert "Historiasta ei ole vielä allekirjoitettu tarkistuspistettä." in read(trace(told))

    make_one(told.program.database, told.clock, told.program.settings)

    words = read(trace(told, language="en"))
    assert "— polku" in words
    assert "The history was signed" in words


def test_a_day_that_cannot_be_read_is_refused(told: Office) -> None:
    assert told.visitor("taru").get("/audit/trace.pdf?since=yesterday").status_code == 422


def test_what_the_font_cannot_write_stands_there_by_its_number(office: Office) -> None:
    section = Section("Åland 🙂", entries=[Entry("9.00", "Öljy\x00 漢 Жук → õ", "")])

    words = read(pdf(Document("Äiti", "fi", office.clock.now(), "{page}/{pages}", [("Nimi", "ÅÄÖ")], [section])))

    assert "Åland <U+1F642>" in words
    assert "Öljy<U+0000> <U+6F22> Жук → õ" in words
