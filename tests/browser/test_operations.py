"""An operator changes an instance: by the diagram or the keyboard alone, and never without having seen the plan."""

import re

import pytest
from playwright.sync_api import expect

from engine.starting import Start
from tests.browser.conftest import Visitors
from tests.browser.office import Served
from tests.engine.diagrams import chain, diagram, job

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


def test_all_incidents_that_match_are_tried_again_by_keyboard_and_it_goes_on_by_itself(
    visit: Visitors, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.operations.incident_views.STEP", 2)
    engine = served.program.engine
    engine.deploy({"paying.bpmn": diagram("paying", chain(job("pay", "pay", "1")))}, actor=ADMINISTRATOR)
    ids = [one.instance_id for one in engine.start_many([Start(process_id="paying")] * 5, actor=ADMINISTRATOR)]
    for one in engine.fetch_jobs("robot", ["pay"], limit=5):
        engine.fail_job(one.instance_id, one.key, "The bank does not answer.", retries=0)
    visitor = visit(ADMINISTRATOR, language="en")
    page = visitor.page

    visitor.go("/operations")
    page.fill("#text", "the BANK")
    expect(page.locator("#incidents [role=status]")).to_have_text("5 incidents")
    page.get_by_role("link", name="Try all of these again…").press("Enter")
    expect(page.locator("h2")).to_have_text("Try 5 incidents again?")
    assert visitor.violations() == []
    page.fill("#reason", "The bank is back.")
    page.keyboard.press("Enter")

    expect(page.locator("#retrying")).to_contain_text("5 were tried again.")
    expect(page.locator("#retrying h2")).to_have_text("Done")
    expect(page.get_by_role("link", name="Look at the incidents")).to_be_focused()
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    for id in ids:
        engine.operations.cancel(id, "That was a test.", actor=ADMINISTRATOR)
