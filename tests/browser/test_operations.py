"""An operator changes an instance: by the diagram or the keyboard alone, and never without having seen the plan."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitors

ADMINISTRATOR = "yllapitaja"
UNDER_WAY = "/operations/instances?process=service-path&status=active"


def test_an_instance_is_modified_by_keyboard_after_its_plan(visit: Visitors) -> None:
    visitor = visit(ADMINISTRATOR, language="en")
    visitor.follow_first(UNDER_WAY)
    page = visitor.page
    shall = page.locator("select[name^=do-]").first
    shall.focus()
    page.keyboard.press("End")
    assert shall.input_value() not in ("", ".")
    page.get_by_role("button", name="Show the plan").first.press("Enter")

    expect(page.locator("h1")).to_have_text(re.compile("nothing has happened yet|can't be done"))
    assert visitor.violations() == []
    assert visitor.overflow() <= 0


def test_an_element_chosen_in_the_diagram_fills_the_list_and_suspending_is_told(visit: Visitors) -> None:
    visitor = visit(ADMINISTRATOR, language="en")
    visitor.follow_first(UNDER_WAY)
    page = visitor.page
    start = page.locator("#start-1")
    start.focus()
    page.locator('[data-element-id="needs-assessment"] .djs-hit').first.click(force=True)
    expect(start).to_have_value("needs-assessment")

    page.fill("#why-suspend", "The customer is on leave.")
    page.get_by_role("button", name="Suspend").press("Enter")
    expect(page.locator(".pk-alert")).to_contain_text("It is suspended.")
    expect(page.locator(".pk-head .pk-badge")).to_have_text("suspended")
    assert visitor.violations() == []
    page.fill("#why-resume", "She is back.")
    page.get_by_role("button", name="Resume").press("Enter")
    expect(page.locator(".pk-head .pk-badge")).to_have_text("under way")
