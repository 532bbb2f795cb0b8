"""The diagram of an instance: what was taken, what waits, and pointing from page to diagram and back."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.islands.conftest import accessibility_problems
from tests.browser.islands.stage import Stage, frame, island

XML = (Path(__file__).parent / "service_path.bpmn").read_text(encoding="utf-8")
PROPS = {
    "xmlUrl": "/diagram.bpmn",
    "label": "Kaavio: Palvelupolku",
    "visited": ["contact", "assess", "need"],
    "flows": ["to_assess", "to_need", "to_serve"],
    "active": ["serve"],
    "failed": ["no_such_element"],
    "counts": {"assess": 3},
}
TIMELINE = (
    '<ol class="pk-timeline"><li class="is-done is-linked" data-element="assess" tabindex="0"><time>12.3.</time>'
    "<div><strong>Tee palvelutarvearvio</strong></div></li></ol>"
)


@pytest.fixture
def diagram(on_stage: Stage, page: Page) -> Page:
    on_stage.answer("GET", "/diagram.bpmn", 200, XML)
    content = f'<h1>Palvelupolku</h1><section class="pk-panel">{island("diagram", PROPS)}</section>{TIMELINE}'
    page.goto(on_stage.show(frame(content), "diagram", designer=True))
    page.wait_for_selector("[data-ready]")
    return page


def test_marks_the_path_taken_and_explains_the_marks(diagram: Page, picture: Callable[[str], None]) -> None:
    picture("wide")
    for element in ("contact", "assess", "need"):
        expect(diagram.locator(f'.djs-element.pk-visited[data-element-id="{element}"]')).to_have_count(1)
    expect(diagram.locator('.pk-active[data-element-id="serve"]')).to_have_count(1)
    expect(diagram.locator('.djs-connection.pk-taken[data-element-id="to_serve"]')).to_have_count(1)
    expect(diagram.locator('.pk-taken[data-element-id="to_end"]')).to_have_count(0)
    expect(diagram.get_by_role("img", name="3 kertaa")).to_be_visible()
    expect(diagram.locator(".pk-legend li")).to_have_text(
        ["Käynnissä nyt", "Kuljettu", "Pysähtynyt virheeseen", "Kertojen määrä"]
    )


def test_has_no_accessibility_problems_and_keeps_the_watermark(diagram: Page) -> None:
    expect(diagram.locator(".bjs-powered-by")).to_be_visible()
    expect(diagram.get_by_role("application", name="Kaavio: Palvelupolku")).to_be_visible()
    assert accessibility_problems(diagram) == []


def test_selecting_an_element_marks_its_entry_in_the_timeline(diagram: Page) -> None:
    diagram.locator('[data-element-id="assess"] .djs-hit').first.click()
    expect(diagram.locator(".pk-timeline li")).to_have_class("is-done is-linked is-marked")


def test_an_entry_of_the_timeline_highlights_its_element_by_keyboard(diagram: Page) -> None:
    diagram.locator(".pk-timeline li").focus()
    expect(diagram.locator('.pk-highlighted[data-element-id="assess"]')).to_have_count(1)


def test_zoom_buttons_work_from_the_keyboard(diagram: Page) -> None:
    viewport = diagram.locator("g.viewport")
    fitted = re.compile(r"^matrix\(1\.1")
    expect(viewport).to_have_attribute("transform", fitted)
    diagram.get_by_role("button", name="Suurenna kaaviota").press("Enter")
    expect(viewport).to_have_attribute("transform", re.compile(r"^matrix\(1\.37"))
    diagram.get_by_role("button", name="Sovita kaavio näkymään").press("Enter")
    expect(viewport).to_have_attribute("transform", fitted)


def test_fits_a_telephone(diagram: Page, picture: Callable[[str], None]) -> None:
    diagram.set_viewport_size({"width": 390, "height": 800})
    expect(diagram.locator('[data-element-id="end"]').first).to_be_in_viewport()
    assert diagram.evaluate("document.documentElement.scrollWidth") <= 390
    picture("narrow")


def test_a_diagram_that_cannot_be_read_is_told_in_a_sentence(on_stage: Stage, page: Page) -> None:
    page.goto(on_stage.show(island("diagram", {"xml": "<not-bpmn/>"}), "diagram", designer=True, language="en"))
    expect(page.get_by_role("alert")).to_contain_text("This part of the page could not be shown")
