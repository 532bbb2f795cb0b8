"""The design and its small behaviours, on a page that uses all of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.islands.conftest import accessibility_problems
from tests.browser.islands.stage import CSRF, Stage

GALLERY = (Path(__file__).parent / "gallery.html").read_text(encoding="utf-8")


@pytest.fixture
def gallery(on_stage: Stage, page: Page) -> Page:
    page.goto(on_stage.show(GALLERY))
    return page


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_every_block_is_accessible_and_fits(
    gallery: Page, picture: Callable[[str], None], width: int, height: int
) -> None:
    gallery.set_viewport_size({"width": width, "height": height})
    expect(gallery.locator(".pk-bar > span")).to_be_visible()
    picture("gallery")
    assert accessibility_problems(gallery) == []
    assert gallery.evaluate("document.documentElement.scrollWidth") <= width


def test_rows_are_cards_with_labels_on_a_telephone_and_stay_a_table_for_screen_readers(gallery: Page) -> None:
    gallery.set_viewport_size({"width": 390, "height": 844})
    assert gallery.locator(".pk-table tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"
    row = gallery.get_by_role("row", name="Pajala Oy").first
    expect(row.get_by_role("cell", name="13.3.2026")).to_be_visible()
    due = gallery.locator('td[data-label="Eräpäivä"]').first
    assert "Eräpäivä" in due.evaluate("cell => getComputedStyle(cell, '::before').content")


def test_the_menu_opens_and_closes_by_keyboard_on_a_telephone(gallery: Page) -> None:
    gallery.set_viewport_size({"width": 390, "height": 844})
    menu = gallery.get_by_role("button", name="Valikko")
    expect(gallery.locator("#nav")).not_to_be_visible()
    menu.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(gallery.get_by_role("link", name="Työt")).to_be_focused()
    gallery.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_the_persons_menu_opens(gallery: Page) -> None:
    gallery.get_by_role("button", name="Aino Asiantuntija").press("Enter")
    expect(gallery.get_by_role("link", name="Kirjaudu ulos")).to_be_visible()


def test_a_choice_in_a_filter_is_sent_at_once(gallery: Page) -> None:
    gallery.get_by_label("Tila").select_option("late")
    gallery.wait_for_url("**/search?*state=late*")


def test_a_question_comes_before_a_step_that_cannot_be_undone(gallery: Page, on_stage: Stage) -> None:
    on_stage.answer("POST", "/cancel", 200, "<p>Peruttu.</p>")
    gallery.get_by_role("button", name="Peru asia").click()
    dialog = gallery.get_by_role("dialog")
    expect(dialog).to_contain_text("Perutaanko asia?")
    assert accessibility_problems(gallery) == []
    dialog.get_by_role("button", name="Peruuta").click()
    expect(dialog).to_have_count(0)
    assert on_stage.received("POST", "/cancel") == []
    gallery.get_by_role("button", name="Peru asia").click()
    gallery.get_by_role("dialog").get_by_role("button", name="Peru asia").click()
    expect(gallery.locator("#answer")).to_have_text("Peruttu.")
    assert [sent.csrf for sent in on_stage.received("POST", "/cancel")] == [CSRF]


def test_a_conflict_is_swapped_in_and_other_failures_are_told(gallery: Page, on_stage: Stage) -> None:
    on_stage.answer("POST", "/claim", 409, "<p>Maija otti työn klo 9.15.</p>")
    gallery.get_by_role("button", name="Ota työ").click()
    expect(gallery.locator("#answer")).to_have_text("Maija otti työn klo 9.15.")
    on_stage.answer("POST", "/claim", 503, "")
    gallery.get_by_role("button", name="Ota työ").click()
    expect(gallery.get_by_role("alert").filter(has_text="virhe 503")).to_be_visible()


def test_a_message_can_be_closed(gallery: Page) -> None:
    gallery.get_by_role("button", name="Sulje viesti").click()
    expect(gallery.get_by_text("Työ on merkitty valmiiksi.")).to_have_count(0)


def test_an_error_summary_takes_the_focus_when_the_page_opens(on_stage: Stage, page: Page) -> None:
    summary = '<div class="pk-errors" role="alert" tabindex="-1"><h2>Korjaa nämä</h2></div>'
    page.goto(on_stage.show(f'<main class="pk-sheet"><h1>Palaute</h1>{summary}</main>'))
    expect(page.locator(".pk-errors")).to_be_focused()
