"""Forms: answers are sent as JSON, mistakes are named, and nothing that was typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.islands.conftest import accessibility_problems
from tests.browser.islands.stage import CSRF, Stage, frame, island

SCHEMA: dict[str, Any] = {
    "type": "default",
    "id": "assessment",
    "schemaVersion": 18,
    "components": [
        {"type": "text", "id": "intro", "text": "## Palvelutarvearvio\nArvioi tarve yhdessä asiakkaan kanssa."},
        {
            "type": "textfield",
            "id": "field_need",
            "key": "need",
            "label": "Tarve",
            "description": "Asiakkaan omin sanoin",
            "validate": {"required": True},
        },
        {
            "type": "select",
            "id": "field_service",
            "key": "service",
            "label": "Palvelu",
            "values": [
                {"label": "Rekrytointi", "value": "recruitment"},
                {"label": "Muutosturva", "value": "reduction"},
            ],
        },
        {"type": "number", "id": "field_staff", "key": "staff", "label": "Henkilöstö", "validate": {"min": 1}},
        {
            "type": "datetime",
            "id": "field_day",
            "key": "day",
            "subtype": "date",
            "dateLabel": "Tapaamispäivä",
        },
        {
            "type": "radio",
            "id": "field_urgent",
            "key": "urgent",
            "label": "Kiireellinen",
            "values": [{"label": "Kyllä", "value": "yes"}, {"label": "Ei", "value": "no"}],
        },
        {"type": "checkbox", "id": "field_consent", "key": "consent", "label": "Asiakas on mukana"},
        {
            "type": "group",
            "id": "group_company",
            "path": "company",
            "label": "Yritys",
            "components": [{"type": "textfield", "id": "field_name", "key": "name", "label": "Yrityksen nimi"}],
        },
        {"type": "textarea", "id": "field_memo", "key": "memo", "label": "Muistio"},
        {"type": "button", "id": "done", "label": "Merkitse valmiiksi", "action": "submit"},
    ],
}
PROPS = {"schema": SCHEMA, "data": {"staff": 12}, "submitUrl": "/complete", "csrf": CSRF, "saveDraftKey": "item-7"}


@pytest.fixture
def open_form(on_stage: Stage, page: Page) -> Callable[..., Page]:
    def opened(language: str = "fi", **props: Any) -> Page:
        content = f"<h1>Tee palvelutarvearvio</h1>{island('form', PROPS | props)}"
        page.goto(on_stage.show(frame(content), "form", language=language))
        page.wait_for_selector("[data-ready]")
        return page

    return opened


def send(page: Page) -> None:
    page.get_by_role("button", name="Merkitse valmiiksi").click()


def test_is_accessible_and_finnish(open_form: Callable[..., Page], picture: Callable[[str], None]) -> None:
    page = open_form()
    picture("empty")
    expect(page.get_by_placeholder("pp.kk.vvvv")).to_be_visible()
    expect(page.get_by_text("Valitse", exact=True)).to_be_visible()
    assert accessibility_problems(page) == []


def test_sends_the_answers_as_json_with_the_token_and_follows_the_redirect(
    open_form: Callable[..., Page], on_stage: Stage
) -> None:
    next_page = on_stage.show("<main><h1>Työt</h1></main>")
    on_stage.answer("POST", "/complete", 200, {"redirect": next_page})
    page = open_form()
    page.get_by_label("Tarve").fill("Kaksi hitsaajaa")
    page.get_by_label("Yrityksen nimi").fill("Pajala Oy")
    page.get_by_label("Kyllä").check()
    send(page)
    page.wait_for_url(next_page)
    [sent] = on_stage.received("POST", "/complete")
    assert sent.csrf == CSRF
    answers = sent.body["data"]
    assert (answers["need"], answers["staff"], answers["urgent"]) == ("Kaksi hitsaajaa", 12, "yes")
    assert answers["company"] == {"name": "Pajala Oy"}


def test_a_missing_answer_is_named_in_a_summary_that_takes_the_focus_and_leads_to_the_field(
    open_form: Callable[..., Page], on_stage: Stage, picture: Callable[[str], None]
) -> None:
    page = open_form()
    send(page)
    summary = page.locator(".pk-errors")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Tarve: Täytä tämä kenttä.")
    picture("errors")
    assert accessibility_problems(page) == []
    summary.get_by_role("link").click()
    expect(page.get_by_label("Tarve")).to_be_focused()
    assert on_stage.received("POST", "/complete") == []


def test_the_servers_errors_stand_under_their_fields_and_in_the_summary(
    open_form: Callable[..., Page], on_stage: Stage
) -> None:
    errors = {"company.name": "Yritystä ei ole rekisterissä.", "day": "Päivä on pyhäpäivä."}
    on_stage.answer("POST", "/complete", 422, {"errors": errors, "message": "Kaksi kohtaa pitää korjata."})
    page = open_form()
    page.get_by_label("Tarve").fill("Kaksi hitsaajaa")
    send(page)
    expect(page.locator(".pk-errors h2")).to_have_text("Kaksi kohtaa pitää korjata.")
    expect(page.locator(".fjs-form-field-error")).to_have_text(["Päivä on pyhäpäivä.", "Yritystä ei ole rekisterissä."])
    page.get_by_role("link", name="Tapaamispäivä").click()
    expect(page.get_by_label("Tapaamispäivä")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Yrityksen nimi").click()
    expect(page.get_by_label("Yrityksen nimi")).to_be_focused()
    expect(page.get_by_label("Tarve")).to_have_value("Kaksi hitsaajaa")


def test_a_conflict_is_told_and_what_was_typed_stays(open_form: Callable[..., Page], on_stage: Stage) -> None:
    message = "Maija Meri merkitsi tämän valmiiksi 12.3. klo 9.15."
    on_stage.answer("POST", "/complete", 409, {"message": message})
    page = open_form()
    page.get_by_label("Tarve").fill("Kaksi hitsaajaa")
    send(page)
    expect(page.get_by_role("alert")).to_have_text(message)
    expect(page.get_by_label("Tarve")).to_have_value("Kaksi hitsaajaa")


def test_no_connection_is_told_and_the_form_can_be_sent_again(open_form: Callable[..., Page], on_stage: Stage) -> None:
    next_page = on_stage.show("<main><h1>Työt</h1></main>")
    on_stage.answer("POST", "/complete", 200, {"redirect": next_page})
    page = open_form()
    page.route("**/complete", lambda route: route.fulfill(status=503, json={}))
    page.get_by_label("Tarve").fill("Kaksi hitsaajaa")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Kirjoittamasi on tallella")
    page.unroute("**/complete")
    send(page)
    page.wait_for_url(next_page)


def test_typed_text_survives_a_reload_until_it_has_been_sent(open_form: Callable[..., Page], on_stage: Stage) -> None:
    on_stage.answer("POST", "/complete", 200, {"message": "Tallennettu."})
    page = open_form()
    page.get_by_label("Muistio").fill("Asiakas soittaa huomenna")
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect(page.get_by_label("Muistio")).to_have_value("Asiakas soittaa huomenna")
    page.get_by_label("Tarve").fill("Kaksi hitsaajaa")
    send(page)
    expect(page.get_by_role("status")).to_have_text("Tallennettu.")
    page.reload()
    expect(page.get_by_label("Muistio")).to_have_value("")


def test_a_form_to_read_has_no_button_and_keeps_its_values(open_form: Callable[..., Page]) -> None:
    page = open_form(readonly=True, data={"need": "Kaksi hitsaajaa"})
    expect(page.get_by_label("Tarve")).to_have_value("Kaksi hitsaajaa")
    expect(page.get_by_role("button", name="Merkitse valmiiksi")).to_have_count(0)
    assert accessibility_problems(page) == []


def test_the_calendar_speaks_the_pages_language(open_form: Callable[..., Page], picture: Callable[[str], None]) -> None:
    page = open_form()
    page.get_by_label("Tapaamispäivä").click()
    expect(page.locator(".flatpickr-weekday").first).to_have_text("ma")
    picture("calendar")
    page.get_by_label("Tapaamispäivä").fill("5.3.2026")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Tapaamispäivä")).to_have_value("5.3.2026")


def test_speaks_english_on_an_english_page(open_form: Callable[..., Page]) -> None:
    page = open_form(language="en")
    send(page)
    expect(page.locator(".pk-errors h2")).to_have_text("Correct these before sending")
    expect(page.locator(".pk-errors li")).to_have_text(["Tarve: Field is required."])


def test_fits_a_telephone(open_form: Callable[..., Page], picture: Callable[[str], None]) -> None:
    page = open_form()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture("narrow")
