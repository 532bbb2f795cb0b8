"""The form editor in the same workbench as the diagrams."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.islands.conftest import accessibility_problems
from tests.browser.islands.stage import CSRF, Stage, frame, island
from tests.browser.islands.test_form import SCHEMA

PROPS = {
    "name": "Palvelutarvearvio",
    "schema": SCHEMA,
    "checkUrl": "/check",
    "draftUrl": "/draft",
    "csrf": CSRF,
    "canEdit": True,
}
PROBLEM = {"element": "field_need", "sentence": "Kenttää ei käytetä.", "remedy": "Poista se.", "severity": "warning"}


@pytest.fixture
def open_editor(on_stage: Stage, page: Page) -> Callable[..., Page]:
    on_stage.answer("POST", "/check", 200, {"problems": [PROBLEM]})
    on_stage.answer("PUT", "/draft", 200, {"saved": "2026-03-12T09:15:00+02:00"})

    def opened(**props: Any) -> Page:
        content = frame("<h1>Lomake</h1>" + island("formeditor", PROPS | props), "pk-main-fill")
        page.goto(on_stage.show(content, "formeditor", designer=True))
        page.wait_for_selector("[data-ready]")
        expect(page.locator(".pk-problems")).to_contain_text("Kenttää ei käytetä.")
        return page

    return opened


def test_is_accessible(open_editor: Callable[..., Page], picture: Callable[[str], None]) -> None:
    page = open_editor()
    picture("editor")
    assert accessibility_problems(page) == []


def test_a_changed_label_is_saved_as_a_schema(open_editor: Callable[..., Page], on_stage: Stage) -> None:
    page = open_editor()
    page.locator(".pk-problems button").press("Enter")
    page.get_by_text("General", exact=True).click()
    page.locator(".bio-properties-panel").get_by_label("Field label").fill("Palvelun tarve")
    expect(page.get_by_role("status").first).to_have_text("Tallentamattomia muutoksia")
    page.get_by_role("button", name="Tallenna luonnos").click()
    expect(page.get_by_role("status").first).to_contain_text("Luonnos tallennettu klo")
    components = on_stage.received("PUT", "/draft")[-1].body["schema"]["components"]
    assert [field["label"] for field in components if field["id"] == "field_need"] == ["Palvelun tarve"]


def test_who_may_not_edit_sees_the_form(open_editor: Callable[..., Page]) -> None:
    page = open_editor(canEdit=False)
    expect(page.get_by_label("Tarve")).to_be_visible()
    expect(page.get_by_role("button", name="Tallenna luonnos")).to_have_count(0)
