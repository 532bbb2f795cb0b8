"""Decision tables in the same workbench as the diagrams."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.islands.conftest import accessibility_problems
from tests.browser.islands.stage import CSRF, Stage, frame, island

XML = (Path(__file__).parent / "segment.dmn").read_text(encoding="utf-8")
PROPS = {
    "name": "Segmentti",
    "xmlUrl": "/segment.dmn",
    "checkUrl": "/check",
    "draftUrl": "/draft",
    "releaseUrl": "/release",
    "csrf": CSRF,
    "canEdit": True,
}
PROBLEM = {"element": "large_rule", "sentence": "Sääntö ei voi osua.", "remedy": "Poista se.", "severity": "error"}


@pytest.fixture
def open_decision(on_stage: Stage, page: Page) -> Callable[..., Page]:
    on_stage.answer("GET", "/segment.dmn", 200, XML)
    on_stage.answer("POST", "/check", 200, {"problems": [PROBLEM]})
    on_stage.answer("PUT", "/draft", 200, {"saved": "2026-03-12T09:15:00+02:00"})

    def opened(**props: Any) -> Page:
        head = '<header class="pk-head"><h1>Segmentti</h1></header>'
        content = frame(head + island("decision", PROPS | props), "pk-main-fill")
        page.goto(on_stage.show(content, "decision", designer=True))
        page.wait_for_selector("[data-ready]")
        expect(page.locator(".pk-problems")).to_contain_text("Sääntö ei voi osua.")
        return page

    return opened


def test_the_diagram_and_the_table_are_accessible(
    open_decision: Callable[..., Page], picture: Callable[[str], None]
) -> None:
    page = open_decision()
    picture("drd")
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Asiakkaan segmentti", exact=True).click()
    expect(page.locator(".tjs-table")).to_contain_text("suuri")
    picture("table")
    assert accessibility_problems(page) == []


def test_a_problem_of_a_rule_opens_its_table(open_decision: Callable[..., Page]) -> None:
    page = open_decision()
    entry = page.locator(".pk-problems button")
    expect(entry).to_contain_text("Asiakkaan segmentti: Sääntö ei voi osua.")
    entry.press("Enter")
    expect(page.locator('[data-row-id="large_rule"]').first).to_be_visible()


def test_a_changed_rule_is_checked_and_saved(open_decision: Callable[..., Page], on_stage: Stage) -> None:
    page = open_decision()
    page.get_by_role("button", name="Asiakkaan segmentti", exact=True).click()
    cell = page.locator('[data-element-id="other_then"]')
    cell.click()
    page.keyboard.press("Control+a")
    page.keyboard.type('"kasvuhakuinen"')
    page.locator('[data-element-id="large_if"]').click()
    expect(page.get_by_role("status").first).to_have_text("Tallentamattomia muutoksia")
    page.get_by_role("button", name="Tallenna luonnos").click()
    expect(page.get_by_role("status").first).to_contain_text("Luonnos tallennettu klo")
    assert "kasvuhakuinen" in on_stage.received("PUT", "/draft")[-1].body["xml"]
    for _ in "two":
        page.get_by_role("button", name="Kumoa").click()
    expect(cell).not_to_contain_text("kasvuhakuinen")


def test_who_may_not_edit_reads_the_table(open_decision: Callable[..., Page]) -> None:
    page = open_decision(canEdit=False)
    page.get_by_role("button", name="Asiakkaan segmentti", exact=True).click()
    expect(page.locator(".tjs-table")).to_contain_text("paikallinen")
    expect(page.get_by_role("button", name="Tallenna luonnos")).to_have_count(0)
