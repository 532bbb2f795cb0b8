"""Windows on the served demo office that watch themselves: an error in a console fails the test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, StorageState, expect

from tests.browser.office import Served, serving
from tests.browser.visit import Visit, open_window

Visitors = Callable[..., Visit]

expect.set_options(timeout=20_000)  # as long as a window waits for what it clicks: the machine may be busy


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as office:
        yield office


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """The cookies of who has signed in before: one sign-in for each account is enough."""
    return {}


@pytest.fixture
def visit(chromium: Browser, served: Served, sessions: dict[str, StorageState]) -> Iterator[Visitors]:
    """Opens windows: `visit(account, size)`."""
    visits: list[Visit] = []

    def window(account: str = "", size: str = "desk", language: str = "") -> Visit:
        visitor = open_window(chromium, served.address, size, sessions.get(account))
        visits.append(visitor)
        if account and account not in sessions:
            visitor.sign_in(account)
            sessions[account] = visitor.page.context.storage_state()
        if language:
            visitor.go(f"/language/{language}?next=/sign-in")
        return visitor

    yield window
    complaints = [complaint for visitor in visits for complaint in visitor.complaints]
    for visitor in visits:
        visitor.page.context.close()
    assert complaints == []
