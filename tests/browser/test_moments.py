"""The auditor moves through a path by a slider: the diagram, the tables and the address follow."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitors
from tests.browser.visit import SIZES, Visit

AUDITOR = "tarkastaja"


def open_moment(visitor: Visit, fact: int) -> str:
    """Opens the page of a path of the demo office after a fact; gives its address."""
    visitor.go("/audit?process=service-path&kind=WorkItemCompleted")
    found = visitor.page.locator("tbody th a").first.get_attribute("href")
    assert found, "The demo office has done no work"
    address = found.partition("?")[0] + "/moment"
    visitor.go(f"{address}?fact={fact}")
    return address


def visited(page: Page) -> Locator:
    return page.locator(".djs-element.pk-visited")


@pytest.mark.parametrize("size", SIZES)
def test_a_moment_is_for_everybody_with_and_without_another_beside_it(visit: Visitors, size: str) -> None:
    visitor = visit(AUDITOR, size)
    address = open_moment(visitor, 40)
    assert visitor.violations() == []
    assert visitor.overflow() <= 0

    visitor.go(f"{address}?fact=60&other=20")
    assert visitor.violations() == []
    assert visitor.overflow() <= 0


def test_the_slider_moves_diagram_tables_and_address_by_keyboard_alone(visit: Visitors) -> None:
    visitor = visit(AUDITOR, language="en")
    open_moment(visitor, 3)
    page, slider = visitor.page, visitor.page.locator("#fact")
    before = visited(page).count()
    drawing = page.locator(".pk-canvas svg").first.element_handle()

    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).to_have_text(re.compile("after fact 4 of"))
    page.keyboard.press("End")
    last = slider.get_attribute("max")
    expect(page.locator("h1")).to_have_text(f"As it was after fact {last} of {last}")

    expect(page).to_have_url(re.compile(rf"/moment\?fact={last}(&process=\d+)?$"))
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", re.compile(rf"^{last}/{last}, "))
    expect(visited(page)).not_to_have_count(before)
    assert drawing is not None
    assert drawing.evaluate("svg => svg.isConnected"), "The diagram was drawn anew"
    assert visitor.violations() == []

    # the address is a bookmark
    alive = page.locator("#moment").inner_text()
    page.reload()
    visitor.settle()
    expect(page.locator("h1")).to_have_text(f"As it was after fact {last} of {last}")
    assert page.locator("#moment").inner_text() == alive


def test_while_it_is_dragged_everything_follows_and_a_time_that_was_given_gives_way(visit: Visitors) -> None:
    visitor = visit(AUDITOR, language="en")
    open_moment(visitor, 3)
    page, slider = visitor.page, visitor.page.locator("#fact")
    page.locator("#at").fill("2999-01-31T12:00")
    expect(slider).to_have_value(slider.get_attribute("max") or "")

    place = slider.bounding_box()
    assert place is not None
    middle = place["y"] + place["height"] / 2
    page.mouse.move(place["x"] + place["width"] - 8, middle)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] / 2, middle, steps=8)
    expect(page.locator("#moment")).to_have_attribute("data-moment", slider.input_value())
    expect(page.locator("#at")).to_have_value("")
    assert slider.input_value() not in ("3", slider.get_attribute("max"))
    page.mouse.up()


def test_without_scripts_a_button_shows_the_moment(visit: Visitors) -> None:
    visitor = visit(AUDITOR, language="en")
    address = open_moment(visitor, 3)
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(storage_state=visitor.page.context.storage_state(), java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{visitor.address}{address}?fact=3")
    page.locator("#fact").press("ArrowRight")
    page.get_by_role("button", name="Show").click()

    expect(page.locator("h1")).to_have_text(re.compile("after fact 4 of"))
    context.close()
