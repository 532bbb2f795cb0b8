"""The studio: a process owner draws, sees problems on the elements, saves a draft and releases a version."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.islands.conftest import accessibility_problems
from tests.browser.islands.stage import CSRF, Stage, frame, island

XML = (Path(__file__).parent / "service_path.bpmn").read_text(encoding="utf-8")
PROBLEMS = [
    {
        "element": "serve",
        "sentence": "Tehtävällä ei ole lomaketta.",
        "remedy": "Liitä lomake.",
        "severity": "error",
        "line": 17,
    },
    {"element": "to_serve", "sentence": "Muuttujaa need ei aseteta.", "remedy": "Aseta se.", "severity": "warning"},
]
PROPS = {
    "name": "Palvelupolku",
    "xmlUrl": "/service_path.bpmn",
    "checkUrl": "/check",
    "draftUrl": "/draft",
    "releaseUrl": "/release",
    "csrf": CSRF,
    "canEdit": True,
}


@pytest.fixture
def open_studio(on_stage: Stage, page: Page) -> Callable[..., Page]:
    on_stage.answer("GET", "/service_path.bpmn", 200, XML)
    on_stage.answer("POST", "/check", 200, {"problems": PROBLEMS})
    on_stage.answer("PUT", "/draft", 200, {"saved": "2026-03-12T09:15:00+02:00"})

    def opened(language: str = "fi", **props: Any) -> Page:
        head = '<header class="pk-head"><h1>Palvelupolku</h1></header>'
        content = frame(head + island("studio", PROPS | props), "pk-main-fill")
        page.goto(on_stage.show(content, "studio", language=language, designer=True))
        page.wait_for_selector("[data-ready]")
        expect(page.locator(".pk-problems li").first).to_be_visible()
        return page

    return opened


def choose(page: Page, element: str) -> None:
    page.locator(f'[data-element-id="{element}"] .djs-hit').first.click()


def open_group(page: Page, title: str) -> None:
    header = page.locator(".bio-properties-panel-group-header", has_text=title)
    header.locator('button[aria-expanded="false"], .bio-properties-panel-group-header-title').first.click()


def rename_a_task(page: Page) -> None:
    choose(page, "serve")
    open_group(page, "Yleiset")
    page.get_by_label("Nimi").fill("Anna rekrytointipalvelu")
    expect(page.get_by_role("status").first).to_have_text("Tallentamattomia muutoksia")


def test_is_accessible_with_an_element_chosen(open_studio: Callable[..., Page], picture: Callable[[str], None]) -> None:
    page = open_studio()
    assert accessibility_problems(page) == []
    choose(page, "assess")
    open_group(page, "Ohjaus tekijälle")
    picture("chosen")
    assert accessibility_problems(page) == []
    expect(page.locator(".bjs-powered-by")).to_be_visible()


def test_problems_stand_on_the_elements_and_in_the_list_errors_first(open_studio: Callable[..., Page]) -> None:
    page = open_studio()
    expect(page.get_by_role("button", name="Virhe: Tehtävällä ei ole lomaketta.")).to_be_visible()
    expect(page.get_by_role("button", name="Huomautus: Muuttujaa need ei aseteta.")).to_be_visible()
    entries = page.locator(".pk-problems li")
    expect(entries.first).to_contain_text("Anna palvelu: Tehtävällä ei ole lomaketta. Liitä lomake.")
    expect(entries.last).to_contain_text("Valmis: Useita nuolia tulee samaan elementtiin")
    expect(page.locator(".pk-bench-counts")).to_have_text("1 virhe2 huomautusta")


def test_a_problem_leads_to_its_element_by_keyboard_and_its_badge_leads_back(open_studio: Callable[..., Page]) -> None:
    page = open_studio()
    entry = page.locator(".pk-problems button").first
    entry.press("Enter")
    expect(page.locator('.djs-element.selected[data-element-id="serve"]')).to_have_count(1)
    page.locator(".pk-overlay-problem.is-failed").press("Enter")
    expect(entry).to_be_focused()


def test_every_change_is_checked_by_the_engine(open_studio: Callable[..., Page], on_stage: Stage) -> None:
    page = open_studio()
    on_stage.answer("POST", "/check", 200, {"problems": []})
    rename_a_task(page)
    expect(page.locator(".pk-overlay-problem.is-failed")).to_have_count(0)
    last = on_stage.received("POST", "/check")[-1]
    assert 'name="Anna rekrytointipalvelu"' in last.body["xml"]
    assert last.csrf == CSRF


def test_a_draft_is_saved_by_button_or_keyboard_and_says_when(
    open_studio: Callable[..., Page], on_stage: Stage
) -> None:
    page = open_studio()
    rename_a_task(page)
    page.get_by_role("button", name="Tallenna luonnos").click()
    expect(page.get_by_role("status").first).to_contain_text("Luonnos tallennettu klo")
    page.locator("svg[role=application]").focus()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_contain_text("Luonnos tallennettu klo")
    drafts = on_stage.received("PUT", "/draft")
    assert len(drafts) == 2
    assert "polku:routing" in drafts[0].body["xml"]
    assert 'name="Anna rekrytointipalvelu"' in drafts[0].body["xml"]


def test_leaving_with_unsaved_changes_asks_first(open_studio: Callable[..., Page]) -> None:
    page = open_studio()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    rename_a_task(page)
    address = page.url
    page.evaluate("location.assign('/elsewhere')")
    expect(page.get_by_label("Nimi")).to_have_value("Anna rekrytointipalvelu")
    assert (asked, page.url) == (["beforeunload"], address)


def test_a_release_asks_for_a_note_and_leads_to_the_version(
    open_studio: Callable[..., Page], on_stage: Stage, picture: Callable[[str], None]
) -> None:
    on_stage.answer("POST", "/release", 200, {"version": 4, "url": "/versions/4"})
    page = open_studio()
    page.get_by_role("button", name="Julkaise versio").click()
    dialog = page.get_by_role("dialog")
    picture("dialog")
    assert accessibility_problems(page) == []
    dialog.get_by_label("Mikä muuttui?").fill("Rekrytointi lisätty")
    dialog.get_by_role("button", name="Julkaise versio").click()
    expect(dialog.get_by_role("link", name="Avaa versio 4")).to_have_attribute("href", "/versions/4")
    [sent] = on_stage.received("POST", "/release")
    assert sent.body["note"] == "Rekrytointi lisätty"
    assert "<bpmn:definitions" in sent.body["xml"]


def test_a_refused_release_shows_the_problems(open_studio: Callable[..., Page], on_stage: Stage) -> None:
    problem = {"element": "assess", "sentence": "Ryhmää ei ole.", "remedy": "Valitse ryhmä.", "severity": "error"}
    on_stage.answer("POST", "/release", 422, {"problems": [problem]})
    page = open_studio()
    page.get_by_role("button", name="Julkaise versio").click()
    page.get_by_role("dialog").get_by_role("button", name="Julkaise versio").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".pk-problems li").first).to_contain_text("Ryhmää ei ole.")
    expect(page.get_by_role("status").first).to_contain_text("Versiota ei julkaistu")


def test_a_conflict_at_release_stays_in_the_dialog(open_studio: Callable[..., Page], on_stage: Stage) -> None:
    on_stage.answer("POST", "/release", 409, {"message": "Olli Omistaja julkaisi version 4 hetki sitten."})
    page = open_studio()
    page.get_by_role("button", name="Julkaise versio").click()
    page.get_by_role("dialog").get_by_role("button", name="Julkaise versio").click()
    expect(page.get_by_role("alert")).to_have_text("Olli Omistaja julkaisi version 4 hetki sitten.")


def test_routing_is_read_edited_and_removed_in_the_properties_panel(
    open_studio: Callable[..., Page], on_stage: Stage
) -> None:
    page = open_studio()
    choose(page, "assess")
    open_group(page, "Ohjaus tekijälle")
    expect(page.get_by_label("Määräaika työpäivinä")).to_have_value("5")
    page.get_by_label("Määräaika työpäivinä").fill("3")
    choose(page, "serve")
    page.get_by_label("Osaaminen").fill("muutosturva")
    expect(
        page.locator(".bio-properties-panel-group", has_text="Ohjaus tekijälle").locator(".bio-properties-panel-dot")
    ).to_be_visible()
    page.get_by_role("button", name="Tallenna luonnos").click()
    expect(page.get_by_role("status").first).to_contain_text("Luonnos tallennettu")
    xml = on_stage.received("PUT", "/draft")[-1].body["xml"]
    assert 'continuity="expert" dueWorkingDays="3"' in xml
    assert '<polku:routing skills="muutosturva" />' in xml
    page.get_by_label("Osaaminen").fill("")
    expect(page.get_by_role("status").first).to_have_text("Tallentamattomia muutoksia")
    page.get_by_role("button", name="Tallenna luonnos").click()
    expect(page.get_by_role("status").first).to_contain_text("Luonnos tallennettu")
    assert "muutosturva" not in on_stage.received("PUT", "/draft")[-1].body["xml"]


def test_undo_and_redo(open_studio: Callable[..., Page]) -> None:
    page = open_studio()
    undo = page.get_by_role("button", name="Kumoa")
    expect(undo).to_be_disabled()
    rename_a_task(page)
    undo.click()
    expect(page.get_by_label("Nimi")).to_have_value("Anna palvelu")
    page.get_by_role("button", name="Tee uudelleen").click()
    expect(page.get_by_label("Nimi")).to_have_value("Anna rekrytointipalvelu")


def test_a_file_of_ones_own_is_opened_and_downloaded(open_studio: Callable[..., Page], tmp_path: Path) -> None:
    page = open_studio()
    renamed = tmp_path / "renamed.bpmn"
    renamed.write_text(XML.replace("Anna palvelu", "Anna neuvontaa"), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(renamed)
    expect(page.get_by_role("status").first).to_contain_text("renamed.bpmn on avattu")
    with page.expect_download() as download:
        page.get_by_role("button", name="Lataa tiedosto").click()
    assert download.value.suggested_filename == "palvelupolku.bpmn"
    assert "Anna neuvontaa" in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_file_that_is_no_diagram_is_refused_and_the_diagram_stays(
    open_studio: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_studio()
    letter = tmp_path / "letter.bpmn"
    letter.write_text("Dear office,", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(letter)
    expect(page.get_by_role("status").first).to_contain_text("Tiedostoa letter.bpmn ei voitu avata")
    expect(page.locator('[data-element-id="serve"]').first).to_be_visible()


def test_menus_speak_finnish(open_studio: Callable[..., Page], picture: Callable[[str], None]) -> None:
    page = open_studio()
    choose(page, "serve")
    page.locator('.djs-context-pad [data-action="replace"]').click()
    expect(page.locator(".djs-popup")).to_contain_text("Päätöstehtävä")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Lisää alkutapahtuma")).to_be_visible()
    picture("menus")


def test_the_flow_can_be_tried_in_the_pages_language(open_studio: Callable[..., Page]) -> None:
    page = open_studio()
    page.get_by_role("button", name="Kokeile kulkua").click()
    expect(page.locator('.bts-entry[title="Aloita alusta"]')).to_be_visible()
    assert accessibility_problems(page) == []


def test_who_may_not_edit_sees_the_diagram_and_its_problems_only(open_studio: Callable[..., Page]) -> None:
    page = open_studio(canEdit=False)
    expect(page.get_by_role("button", name="Lataa tiedosto")).to_be_visible()
    for name in ("Tallenna luonnos", "Julkaise versio", "Kumoa"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.locator(".djs-palette")).to_have_count(0)
    expect(page.locator(".pk-problems li").first).to_contain_text("Tehtävällä ei ole lomaketta.")


def test_fits_a_telephone(open_studio: Callable[..., Page], page: Page, picture: Callable[[str], None]) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_studio(language="en")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    picture("narrow")
