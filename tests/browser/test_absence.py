"""An expert falls ill, the substitute goes on, an unhappy customer is not forgotten, and the expert returns.

On a clock of the test's own, because deadlines have to pass.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from engine.store import work_items
from engine.store.work_items import WorkItemRow
from engine.testing import FakeClock
from processes.business_services.register import queries
from tests.browser.office import Served, serving
from tests.browser.visit import Visit, open_window

MANAGER = "palveluesimies"
REPLY, AS_MANAGER = "Vastaa kielteiseen palautteeseen", "Vastaa palautteeseen esimiehenä"
SECONDS = 30


@dataclass
class Office:
    """A served office on a clock that the test moves, and the windows of its people."""

    served: Served
    clock: FakeClock
    chromium: Browser
    windows: dict[str, Visit]

    def window(self, account: str = "") -> Visit:
        if account not in self.windows:
            self.windows[account] = open_window(self.chromium, self.served.address, "desk", locale="fi-FI")
            if account:
                self.windows[account].sign_in(account)
        return self.windows[account]

    def held(self, account: str) -> tuple[WorkItemRow, ...]:
        return work_items.page(self.served.program.database, account=account, limit=100).items

    def open(self, business_id: str) -> tuple[WorkItemRow, ...]:
        """A customer's open work, once the program has nothing more to do for it."""
        self.served.program.engine.run_until_idle()
        return work_items.page(self.served.program.database, scope="all", business_key=business_id, limit=100).items

    def until(self, account: str, name: str, business_id: str) -> WorkItemRow:
        """Wait until the program has given this work to somebody."""
        for _ in range(2 * SECONDS):
            found = [row for row in self.held(account) if (row.name, row.business_key) == (name, business_id)]
            if found:
                return found[0]
            self.window(MANAGER).page.wait_for_timeout(500)
        raise AssertionError(f"{name} never came to {account}.")


@pytest.fixture
def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    clock = FakeClock(datetime(2026, 3, 2, 7, tzinfo=UTC))
    with serving(tmp_path_factory.mktemp("absence"), clock) as served:
        office = Office(served, clock, chromium, {})
        yield office
        complaints = [complaint for window in office.windows.values() for complaint in window.complaints]
        for window in office.windows.values():
            window.page.context.close()
    assert complaints == []


def test_an_expert_falls_ill_and_returns(office: Office) -> None:
    database = office.served.program.database
    asked = next(one for one in queries.awaited_feedback(database) if office.held(one.expert))
    ill, first = asked.expert, office.clock.now().date()
    before = {(row.instance_id, row.key) for row in office.held(ill)}
    substitute = next(f"asiantuntija{n}" for n in range(1, 7) if f"asiantuntija{n}" != ill)

    plan_absence(office.window(MANAGER), ill, substitute, first, first + timedelta(days=8))

    went_on = office.held(ill)
    assert len(went_on) < len(before)
    moved = next(row for row in office.held(substitute) if (row.instance_id, row.key) in before)
    item = office.window(substitute)
    item.go(f"/inbox/{moved.instance_id}/{moved.key}")
    expect(item.page.locator(".pk-why")).to_contain_text("Sinä, koska olet sijaisena:")
    item.page.locator("details summary").first.click()
    expect(item.page.get_by_text("valittu")).to_be_visible()
    assert item.violations() == []

    give_negative_feedback(office, asked.business_id)
    reply = office.until(substitute, REPLY, asked.business_id)
    item.go(f"/inbox/{reply.instance_id}/{reply.key}")
    expect(item.page.locator(".pk-why")).to_contain_text("Sinä, koska olet sijaisena:")
    expect(item.page.locator("main")).to_contain_text("Työ tehdään toisen puolesta:")

    office.clock.advance(timedelta(days=4))
    manager = office.window(MANAGER)
    escalated = office.until(MANAGER, AS_MANAGER, asked.business_id)
    manager.go("/inbox")
    expect(manager.page.get_by_role("link", name=AS_MANAGER).first).to_be_visible()
    manager.go(f"/inbox/{escalated.instance_id}/{escalated.key}")
    unhappy = queries.customer(database, asked.business_id).company.name
    expect(manager.page.locator("main")).to_contain_text(unhappy)
    expect(manager.page.locator("main")).to_contain_text("Palaute: 1/5")
    start_round(manager)
    expect(manager.page.get_by_role("heading", name="Tarvitsee sinua")).to_be_visible()
    assert manager.violations() == []

    office.clock.advance(timedelta(days=7))
    start_round(manager)
    again = next(row for row in office.held(ill) if (row.instance_id, row.key) == (moved.instance_id, moved.key))
    back = office.window(ill)
    back.go(f"/inbox/{again.instance_id}/{again.key}")
    expect(back.page.locator(".pk-why")).to_contain_text("Sinä, koska olet palannut ja jatkat tätä; sijaisena oli")

    earlier = {(row.instance_id, row.key) for row in office.open(asked.business_id)}
    contact_again(back, asked.business_id)
    start_round(manager)
    (new,) = [row for row in office.open(asked.business_id) if (row.instance_id, row.key) not in earlier]
    assert new.assignee == ill, "the customer's new work, too, goes to its own expert again"
    back.go(f"/inbox/{new.instance_id}/{new.key}")
    expect(back.page.locator(".pk-why")).to_contain_text(re.compile("Sinä, koska (vastaat tästä asiakkaasta|tunnet)"))
    assert back.violations() == []


def contact_again(expert: Visit, business_id: str) -> None:
    """The customer telephones about something new; what the register knows of it is in the form already."""
    expert.go(f"/contact/new?business_id={business_id}")
    page = expert.page
    page.get_by_label("Työvoiman hankinta").check()
    page.get_by_label("Kerro asiastasi").fill("Tarvitsemme kesäksi kaksi sijaista.")
    page.get_by_label("Yhteyshenkilö").fill("Kaisa Koivuniemi")
    page.get_by_label("Sähköposti").fill("kaisa@koivuniemi.example")
    page.get_by_role("button", name="Aloita polku").click()
    page.wait_for_url(f"**/customers/{business_id}")


def plan_absence(manager: Visit, ill: str, substitute: str, first: date, last: date) -> None:
    """Look at what would happen, then enter it and let the work be given out."""
    manager.go(f"/team/absences?account={ill}")
    page = manager.page
    page.get_by_label("Ensimmäinen päivä").fill(first.isoformat())
    page.get_by_label("Viimeinen päivä").fill(last.isoformat())
    page.get_by_label("Sijainen").select_option(substitute)
    page.get_by_role("button", name="Mitä tapahtuisi?").click()
    expect(page.get_by_role("region", name="Mitä tapahtuisi")).to_contain_text("on sijaisena:")
    expect(page.get_by_text("Mitään ei ole vielä kirjattu.")).to_be_visible()
    assert manager.violations() == []
    page.get_by_role("button", name="Kirjaa", exact=True).click()
    expect(page.locator(".pk-alert")).to_contain_text("Poissaolo on kirjattu.")
    start_round(manager)


def start_round(manager: Visit) -> None:
    manager.go("/team")
    manager.page.get_by_role("button", name="Jaa työt nyt").click()
    expect(manager.page.locator(".pk-alert")).to_contain_text("Kierros jakoi")


def give_negative_feedback(office: Office, business_id: str) -> None:
    manager, customer = office.window(MANAGER), office.window()
    manager.go(f"/customers/{business_id}")
    address = manager.page.locator('a[href*="/feedback/"]').first.get_attribute("href")
    assert address
    customer.go(re.sub(r"^https?://[^/]+", "", address))
    customer.page.get_by_label(re.compile("^1 –")).check()
    customer.page.get_by_role("button", name="Lähetä").click()
    expect(customer.page.locator("h1")).to_have_text("Kiitos palautteesta")
