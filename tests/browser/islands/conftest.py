"""Pages that watch themselves: a policy violation, page error or console error fails the test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.islands.stage import Stage, stage

#: Chromium and htmx report refused requests here too; tests that make the server refuse name the status themselves.
REFUSALS = ("Failed to load resource: the server responded with a status of", "Response Status Error Code")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Where to keep pictures of the pages, for a person to look at.
PICTURES = os.environ.get("POLKU_TEST_PICTURES")


@pytest.fixture(scope="session")
def shared_stage() -> Iterator[Stage]:
    with stage() as shared:
        yield shared


@pytest.fixture
def on_stage(shared_stage: Stage) -> Stage:
    shared_stage.answers.clear()
    shared_stage.sent.clear()
    return shared_stage


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-US", reduced_motion="reduce")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay without errors to the end of the test."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
    opened.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not message.text.startswith(REFUSALS)
            else None
        ),
    )
    opened.add_init_script(
        "addEventListener('securitypolicyviolation', (v) => console.error("
        "`policy violation: ${v.violatedDirective} ${v.blockedURI} ${v.sourceFile}:${v.lineNumber} ${v.sample}`))"
    )
    yield opened
    assert complaints == []


@pytest.fixture
def picture(page: Page, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Keeps a picture of the page as it is now, when POLKU_TEST_PICTURES names a folder."""

    def take(name: str) -> None:
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{request.node.name}-{name}.png")

    return take


def accessibility_problems(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and good practice: a rule and its places a line."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{problem['id']}: {problem['help']} at {[node['html'][:200] for node in problem['nodes'][:4]]}"
        for problem in found.response["violations"]
    ]
