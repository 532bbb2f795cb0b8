"""The auditor's pages on paper: all of what there is to read, the diagram whole, and nothing to press."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Visitors

AUDITOR = "tarkastaja"
TO_PRESS = ".pk-topbar, .pk-sidebar, .pk-tabs, .pk-filters, .pk-pager, .btn, main button, main input, main select"
PAGES = ("/audit", "/audit/late", "/audit/mining?definition=service-path:1", "/audit/proof")

#: Shapes of the diagram that stand outside of its picture.
CUT_OFF = """() => {
  const picture = document.querySelector('.pk-canvas svg').getBoundingClientRect();
  const within = (box) => box.left >= picture.left - 1 && box.right <= picture.right + 1
    && box.top >= picture.top - 1 && box.bottom <= picture.bottom + 1;
  return [...document.querySelectorAll('.djs-shape .djs-visual')]
    .filter((shape) => !within(shape.getBoundingClientRect()))
    .map((shape) => shape.closest('[data-element-id]').dataset.elementId);
}"""

COUNT_BADGES_ON_PAPER = """() => addEventListener('beforeprint', () => {
  window.counted = document.querySelectorAll('.pk-paper-count').length;
})"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_to_press_comes_on_paper(visit: Visitors, path: str) -> None:
    visitor = visit(AUDITOR)
    visitor.go(path)
    page = visitor.page
    assert page.locator(TO_PRESS).filter(visible=True).count() > 0

    page.emulate_media(media="print")

    expect(page.locator(TO_PRESS).filter(visible=True)).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()


def test_a_diagram_is_whole_on_paper_however_far_it_was_zoomed_in(visit: Visitors) -> None:
    # given: a heat map of which one sees a part
    visitor = visit(AUDITOR)
    visitor.go("/audit/mining?definition=service-path:1")
    page = visitor.page
    zoom_in, group = page.locator(".pk-canvas-controls button").first, page.locator(".pk-canvas .viewport")
    for _ in range(4):
        zoom_in.click()
    assert page.evaluate(CUT_OFF)
    seen = group.get_attribute("transform")

    # when: Chromium tells the page, as it does for its own dialog, that it is going to be printed
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    # then
    assert page.evaluate(CUT_OFF) == []
    expect(page.locator(".pk-heat").first).to_be_visible()
    assert page.locator(".pk-paper-count").count() > 5
    expect(page.locator(".bjs-powered-by")).to_be_visible()

    # and when it was printed
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".pk-paper-count")).to_have_count(0)
    assert group.get_attribute("transform") == seen


def test_the_paper_of_a_version_has_its_picture_with_counts_and_all_of_its_lines(visit: Visitors) -> None:
    visitor = visit(AUDITOR, language="en")
    visitor.go("/audit/mining?definition=service-path:1")
    page = visitor.page
    page.evaluate(COUNT_BADGES_ON_PAPER)
    lines = page.locator("tbody th").all_inner_texts()

    read = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))

    assert page.evaluate("window.counted") > 5
    assert page.locator(".pk-paper-count").count() == 0
    first = read.pages[0]
    assert first.mediabox.width > first.mediabox.height
    said = "".join("".join(paper.extract_text().split()) for paper in read.pages)
    assert [line for line in lines if "".join(line.split()) not in said] == []
    assert "Wherethetimegoes" in said
    assert "Signout" not in said
    assert "Whoread" not in said
