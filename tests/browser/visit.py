"""A person at a browser window."""

from typing import cast

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.office import PASSWORD

#: The windows that every page must look right in: of a desk, and of a telephone.
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
#: Chromium and htmx report refused requests as errors too; a test that makes the server refuse looks at the page.
REFUSALS = ("Failed to load resource: the server responded with a status of 4", "Response Status Error Code 4")


class Visit:
    """One window. `complaints` are the errors in its console."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("console", lambda said: self.hear(said.type, said.text))

    def hear(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(REFUSALS):
            self.complaints.append(text)

    def go(self, path: str) -> None:
        """Open a page and let its islands come up."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_load_state("networkidle")

    def sign_in(self, account: str) -> None:
        self.go("/sign-in")
        self.page.fill("#account", account)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_selector(".pk-sidebar", state="attached")

    def follow_first(self, path: str, row: str = "tbody th a") -> None:
        """Open the first entry of a list."""
        self.go(path)
        target = self.page.locator(row).first.get_attribute("href")
        assert target, f"{path} lists nothing"
        self.go(target)

    def violations(self) -> list[str]:
        """What axe finds, in words."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}" for one in found]

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return cast(int, self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def open_window(
    browser: Browser, address: str, size: str, cookies: StorageState | None = None, locale: str | None = None
) -> Visit:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", storage_state=cookies, locale=locale
    )
    context.set_default_timeout(20_000)
    return Visit(context.new_page(), address)
