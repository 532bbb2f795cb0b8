"""The demo office, served as `polku serve --demo` does, and pages in Chromium that watch themselves."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState
from waitress.server import create_server

from engine.bootstrap import Program, open_program
from engine.settings import Settings
from web.app import create_app
from web.auth.passwords import hashed

PASSWORD = "polku"
WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}
#: Chromium reports refused requests as errors too; a test that makes the server refuse looks at the page instead.
REFUSALS = ("Failed to load resource: the server responded with a status of 4", "Response Status Error Code 4")


@dataclass(frozen=True)
class Served:
    address: str
    program: Program


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on a free port with the demo office behind it, its clock and workers running."""
    file = tmp_path_factory.mktemp("served") / "polku.db"
    settings = replace(Settings(), database_url=f"sqlite:///{file}", secret_key="only-for-tests-" * 3)
    program = open_program(settings)
    program.migrate()
    program.deploy()
    demo = import_module("processes.business_services.demo")
    demo.load(program.engine, program.database, program.engine.now(), hashed, PASSWORD)
    program.start()
    server = create_server(create_app(program.engine, settings), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, name="pages")
    thread.start()
    yield Served(f"http://127.0.0.1:{server.effective_port}", program)
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=10)
    program.close()


class Visit:
    """A person at a browser window."""

    def __init__(self, page: Page, address: str, complaints: list[str]) -> None:
        self.page = page
        self.address = address
        self.complaints = complaints

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
        wider: int = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return wider


Visitors = Callable[..., Visit]


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """The cookies of who has signed in before: one sign-in for each account is enough."""
    return {}


@pytest.fixture
def visit(chromium: Browser, served: Served, sessions: dict[str, StorageState]) -> Iterator[Visitors]:
    """Opens windows: `visit(account, size)`. An error in the console of any of them fails the test."""
    visits: list[Visit] = []

    def open_window(account: str = "", size: str = "desk", language: str = "") -> Visit:
        width, height = WIDTHS[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            storage_state=sessions.get(account),
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said.type, said.text) else None)
        visits.append(Visit(page, served.address, complaints))
        if account and account not in sessions:
            visits[-1].sign_in(account)
            sessions[account] = context.storage_state()
        if language:
            visits[-1].go(f"/language/{language}?next=/sign-in")
        return visits[-1]

    yield open_window
    complaints = [complaint for one in visits for complaint in one.complaints]
    for one in visits:
        one.page.context.close()
    assert complaints == []


def is_complaint(kind: str, text: str) -> bool:
    return kind == "error" and not text.startswith(REFUSALS)
