"""One customer's whole path in the browser, with a release by the process owner in between, and the auditor's view."""

import re

from playwright.sync_api import Page, expect

from engine.store import work_items
from tests.browser.conftest import Visitors
from tests.browser.office import Served
from tests.browser.visit import Visit

EXPERT, OWNER, AUDITOR = "asiantuntija1", "prosessinomistaja", "tarkastaja"
#: Invented companies with valid business IDs.
FIRST, SECOND = ("7654321-2", "Hopeakuusen Puusepät Oy"), ("6543210-3", "Valkovuoren Leipomo Oy")
OLD_NAME, NEW_NAME = "Tee palvelutarvearvio asiakkaan kanssa", "Tee palvelutarvearvio yhdessä"


def make_contact(visitor: Visit, customer: tuple[str, str]) -> None:
    business_id, name = customer
    visitor.go("/contact/new")
    page = visitor.page
    page.get_by_label("Y-tunnus").fill(business_id)
    page.get_by_label("Yrityksen tai yhteisön nimi").fill(name)
    page.get_by_label("Henkilöstön määrä").fill("12")
    page.get_by_label("Kotikunta").fill("Ylöjärvi")
    page.get_by_label("Työvoiman hankinta").check()
    page.get_by_label("Kerro asiastasi").fill("Tarvitsemme uuden puusepän.")
    page.get_by_label("Yhteyshenkilö").fill("Kerttu Kuusi")
    page.get_by_label("Sähköposti").fill("kerttu.kuusi@asiakas.example")
    page.get_by_role("button", name="Aloita polku").click()
    page.wait_for_url(f"**/customers/{business_id}")


class Office:
    """The experts of the office: a piece of work is opened by whoever it came to."""

    def __init__(self, served: Served, visit: Visitors, customer: tuple[str, str]) -> None:
        self.served = served
        self.visit = visit
        self.business_id, self.name = customer
        self.windows: dict[str, Visit] = {}

    def window(self, account: str) -> Visit:
        if account not in self.windows:
            self.windows[account] = self.visit(account)
        return self.windows[account]

    def open(self, task: str) -> Page:
        """Wait until the program has brought the task, and open it, taking it where nobody has it."""
        customer = self.window(EXPERT)
        link = customer.page.get_by_role("link", name=task, exact=True)
        for _ in range(60):
            customer.go(f"/customers/{self.business_id}")
            if link.count():
                break
            customer.page.wait_for_timeout(500)
        address = link.get_attribute("href")
        assert address
        window = self.window(self.holder(task) or EXPERT)
        window.go(address)
        if (take := window.page.get_by_role("button", name="Ota työ")).count():
            take.click()
            window.settle()
        expect(window.page.locator("h1")).to_have_text(task)
        return window.page

    def holder(self, task: str) -> str:
        found = work_items.page(self.served.program.database, scope="all", business_key=self.business_id)
        return next(item.assignee for item in found.items if item.name == task)


def complete(page: Page) -> None:
    page.get_by_role("button", name="Merkitse tehdyksi").click()
    page.wait_for_url("**/inbox")
    expect(page.locator(".pk-alert")).to_contain_text("on tehty.")


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a select of a form."""
    page.locator(".fjs-form-field-select", has_text=label).locator(".fjs-input-group").click()
    page.locator(".fjs-dropdownlist-item", has_text=option).click()


def assess(page: Page) -> None:
    page.get_by_label("Kasvaa").check()
    page.get_by_label("Työvoiman hankinta").check()
    page.get_by_label("Muistio").fill("Tilauskanta kasvaa. Puuseppä tarvitaan syksyksi.")
    complete(page)


def give_feedback(office: Office, customer: Visit) -> None:
    """The customer opens the link of the letter, which the demo office shows on the customer's page."""
    expert = office.window(EXPERT)
    link = expert.page.locator('a[href*="/feedback/"]')
    for _ in range(60):
        expert.go(f"/customers/{office.business_id}")
        if link.count():
            break
        expert.page.wait_for_timeout(500)
    address = link.first.get_attribute("href")
    assert address
    customer.go(re.sub(r"^https?://[^/]+", "", address))
    customer.page.get_by_label("5 – erittäin tyytyväinen").check()
    customer.page.get_by_label("Mikä onnistui").fill("Neuvo tuli nopeasti.")
    customer.page.get_by_role("button", name="Lähetä").click()
    expect(customer.page.locator("h1")).to_have_text("Kiitos palautteesta")


def rename_and_release(owner: Visit) -> None:
    """The process owner gives the first task another name on the diagram, and releases that as a new version."""
    owner.go("/studio/process/service-path")
    page = owner.page
    page.wait_for_selector("[data-ready]")
    page.locator('[data-element-id="needs-assessment"] .djs-hit').first.click()
    group = page.locator(".bio-properties-panel-group-header", has_text="Yleiset")
    group.locator('button[aria-expanded="false"], .bio-properties-panel-group-header-title').first.click()
    page.get_by_label("Nimi", exact=True).fill(NEW_NAME)
    page.get_by_role("button", name="Julkaise versio").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Mikä muuttui?").fill("Selvempi nimi ensimmäiselle tehtävälle")
    dialog.get_by_role("button", name="Julkaise versio").click()
    expect(dialog.get_by_role("link", name="Avaa versio 2")).to_be_visible()
    page.goto(f"{owner.address}/studio")  # nothing is unsaved: leaving doesn't ask
    row = page.locator("tr", has=page.get_by_role("link", name="Palvelupolku"))
    expect(row).to_contain_text("versio 1:")


def test_a_customer_goes_the_whole_path_and_the_next_gets_the_new_version(served: Served, visit: Visitors) -> None:
    expert = visit(EXPERT)
    make_contact(expert, FIRST)
    office = Office(served, visit, FIRST)
    assessment = office.open(OLD_NAME)

    rename_and_release(visit(OWNER))
    make_contact(expert, SECOND)

    assess(assessment)
    services = office.open("Valitse palvelut asiakkaan kanssa")
    services.get_by_label("Mitä asiakkaan kanssa sovittiin").fill("Aloitetaan rekrytointi neuvonnalla.")
    for other in ("Osaamisen kehittäminen", "Yrityksen kehittämispalvelut", "Muutosturva", "Ohjaus verkostoon"):
        services.get_by_label(other).uncheck()
    services.get_by_label("Rekrytointi").check()
    complete(services)

    need = office.open("Kartoita rekrytointitarve")
    need.get_by_label("Vain neuvontaa").check()
    need.get_by_label("Tehtävä").fill("Puuseppä")
    complete(need)
    advice = office.open("Neuvo rekrytoinnissa")
    advice.get_by_label("Asiakas täyttää paikan itse").check()
    advice.get_by_label("Mitä palvelusta seurasi").fill("Neuvottiin ilmoituksen laatimisessa.")
    complete(advice)

    give_feedback(office, visit())

    again = office.open("Arvioi palvelutarve uudelleen")
    expect(again.locator("aside")).to_contain_text("Neuvo tuli nopeasti.")
    again.get_by_label("Ei", exact=True).check()
    again.get_by_label("Vakaa").check()
    choose(again, "Asiakkuuden elinkaaren vaihe", "Kehittäminen")
    choose(again, "Asiakkuuden luonne", "Sopimusasiakkuus")
    again.get_by_label("Muistio").fill("Palvelu päättyi suunnitellusti.")
    complete(again)

    customer = office.window(EXPERT)
    for _ in range(60):
        customer.go(f"/customers/{FIRST[0]}")
        if "Jälkihoito" in customer.page.locator('.pk-path [aria-current="step"]').inner_text():
            break
        customer.page.wait_for_timeout(500)
    expect(customer.page.locator('.pk-path [aria-current="step"]')).to_have_text("Jälkihoito")
    Office(served, visit, SECOND).open(NEW_NAME)

    audit(visit(AUDITOR))


def audit(auditor: Visit) -> None:
    """The auditor sees both customers, each on the version that they began on, and that nothing was changed since."""
    page = auditor.page
    for (business_id, _), version, name in ((FIRST, 1, OLD_NAME), (SECOND, 2, NEW_NAME)):
        auditor.go(f"/audit?customer={business_id}&kind=WorkItemCreated")
        expect(page.locator("tbody")).to_contain_text(f"”{name}” tuli työlistalle.")
        page.get_by_role("link", name=f"”{name}” tuli työlistalle.").first.click()
        expect(page.locator(".pk-head")).to_contain_text(f"versio {version}")
        page.get_by_role("button", name="Tarkasta historia").click()
        expect(page.locator(".pk-alert")).to_contain_text("mitään ei ole muutettu jälkikäteen")
