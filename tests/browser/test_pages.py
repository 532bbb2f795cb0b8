"""Every page in a real browser: no violations, nothing wider than the window, no errors in the console."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Visitors
from tests.browser.visit import SIZES

EXPERT, MANAGER, AUDITOR, OWNER = "asiantuntija1", "palveluesimies", "tarkastaja", "prosessinomistaja"
ADMINISTRATOR = "yllapitaja"

#: Account and path; "first of" opens the first entry of that list.
PAGES = {
    "sign-in": ("", "/sign-in"),
    "inbox": (EXPERT, "/inbox"),
    "groups": (EXPERT, "/inbox?scope=groups"),
    "nothing": (EXPERT, "/inbox?q=nonsense"),
    "work item": (EXPERT, "first of /inbox"),
    "customers": (EXPERT, "/customers"),
    "customer": (EXPERT, "first of /customers"),
    "contact": (EXPERT, "/contact/new"),
    "everybody": (MANAGER, "/inbox?scope=all"),
    "team": (MANAGER, "/team"),
    "member of the team": (MANAGER, "first of /team"),
    "absences": (MANAGER, "/team/absences"),
    "people": (MANAGER, "/people"),
    "person": (MANAGER, "/people/asiantuntija1"),
    "scorecard": (MANAGER, "/scorecard"),
    "company visits": (MANAGER, "/visits"),
    "companies from a file": (MANAGER, "/customers/import"),
    "letters": (ADMINISTRATOR, "/operations/letters"),
    "make contact": ("", "/make-contact"),
    "contact made": ("", "/make-contact/thanks"),
    "calendar feed": (EXPERT, "/calendar"),
    "studio": (OWNER, "/studio"),
    "process": (OWNER, "/studio/process/service-path"),
    "decision": (OWNER, "/studio/decision/segment"),
    "form": (OWNER, "/studio/form/contact"),
    "trace": (AUDITOR, "/audit"),
    "readers": (AUDITOR, "/audit/readers"),
    "four eyes": (AUDITOR, "/audit/same-person"),
    "same person": (AUDITOR, "/audit/same-person?first=needs-assessment&second=choose-services"),
    "done late": (AUDITOR, "/audit/late"),
    "done by substitutes": (AUDITOR, "/audit/substitutes"),
    "after modification": (AUDITOR, "/audit/modified"),
    "records": (AUDITOR, "/audit?source=records"),
    "mining": (AUDITOR, "/audit/mining?definition=service-path:1"),
    "mining, two versions": (AUDITOR, "/audit/mining?definition=service-path:1&other=customer-plan:1"),
    "proof": (AUDITOR, "/audit/proof"),
    "instance": (AUDITOR, "first of /audit"),
    "incidents": (ADMINISTRATOR, "/operations"),
    "instances": (ADMINISTRATOR, "/operations/instances?process=service-path"),
    "instance in hand": (ADMINISTRATOR, "first of /operations/instances?process=service-path&status=active"),
    "jobs": (ADMINISTRATOR, "/operations/jobs"),
    "timers": (ADMINISTRATOR, "/operations/timers"),
    "nodes": (ADMINISTRATOR, "/operations/nodes"),
    "storage": (ADMINISTRATOR, "/operations/storage"),
    "tokens": (ADMINISTRATOR, "/operations/tokens"),
    "error": (EXPERT, "/nowhere"),
    "refusal": (EXPERT, "/audit"),
    "unknown link": ("", "/feedback/nonsense"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(visit: Visitors, name: str, size: str) -> None:
    account, path = PAGES[name]
    visitor = visit(account, size)
    if path.startswith("first of "):
        visitor.follow_first(path.removeprefix("first of "))
    else:
        visitor.go(path)

    expect(visitor.page.locator("h1")).to_have_count(1)
    assert visitor.violations() == []
    assert visitor.overflow() <= 0


def test_the_keyboard_reaches_the_content_first(visit: Visitors) -> None:
    visitor = visit(EXPERT)
    visitor.go("/inbox")

    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".pk-skip")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()


def test_on_a_telephone_the_open_tab_is_in_sight(visit: Visitors) -> None:
    visitor = visit(AUDITOR, "phone")
    visitor.go("/audit/proof")

    expect(visitor.page.locator(".pk-tabs [aria-current]")).to_be_in_viewport(
        ratio=0.99
    )  # a fraction of a pixel is rounded away


def test_a_wrong_password_is_told_and_the_account_stays(visit: Visitors) -> None:
    visitor = visit(language="en")
    visitor.page.fill("#account", "somebody")
    visitor.page.fill("#password", "nonsense")
    visitor.page.click("main button[type=submit]")

    expect(visitor.page.locator(".pk-errors")).to_contain_text("The account or the password is wrong.")
    expect(visitor.page.locator("#account")).to_have_value("somebody")
    assert visitor.violations() == []


def test_a_search_narrows_the_list_while_one_types(visit: Visitors) -> None:
    visitor = visit(EXPERT)
    visitor.go("/customers")
    before = visitor.page.locator("tbody tr").count()

    name = visitor.page.locator("tbody th a").nth(2).inner_text()
    visitor.page.fill("#q", name[:9])
    expect(visitor.page.locator("tbody tr")).not_to_have_count(before)
    expect(visitor.page.locator("tbody")).to_contain_text(name)
    expect(visitor.page.locator("#q")).to_be_focused()
    assert "q=" in visitor.page.url


def test_nonsense_in_a_contact_is_named_by_field_and_stays_typed(visit: Visitors) -> None:
    visitor = visit(EXPERT, language="en")
    visitor.go("/contact/new")
    page = visitor.page
    page.get_by_label("Y-tunnus").fill("1234567-2")
    page.get_by_label("Yrityksen tai yhteisön nimi").fill("Koivuniemen Saha Oy")
    page.get_by_label("Henkilöstön määrä").fill("24")
    page.get_by_label("Kotikunta").fill("Nokia")
    page.get_by_label("Työvoiman hankinta").check()
    page.get_by_label("Kerro asiastasi").fill("Tarvitsemme kaksi sahuria.")
    page.get_by_label("Yhteyshenkilö").fill("Kaisa Koivuniemi")
    page.get_by_label("Sähköposti").fill("kaisa@koivuniemi.example")
    page.get_by_role("button", name="Begin the path").click()

    expect(page.locator(".pk-errors")).to_contain_text("The check digit of the business ID 1234567-2 is wrong.")
    expect(page.locator(".pk-errors")).to_be_focused()
    expect(page.get_by_label("Yrityksen tai yhteisön nimi")).to_have_value("Koivuniemen Saha Oy")
    assert visitor.violations() == []

    page.get_by_label("Y-tunnus").fill("1234567-1")
    page.get_by_role("button", name="Begin the path").click()
    page.wait_for_url("**/customers/1234567-1")
    expect(page.locator(".pk-alert")).to_contain_text("The contact is recorded")


def test_an_employer_without_an_account_makes_contact_by_keyboard(visit: Visitors) -> None:
    visitor = visit(size="phone", language="en")
    visitor.go("/sign-in")
    page = visitor.page
    page.get_by_role("link", name="Make contact without an account").click()
    page.get_by_label("Finding workforce").press("Space")
    page.get_by_label("Tell us about it").fill("We need two sawyers.")
    for label, text in (
        ("Business ID", "1234567-2"),
        ("Name", "Koivuniemen Saha Oy"),
        ("Number of staff", "24"),
        ("Municipality", "Nokia"),
        ("Your name", "Kaisa Koivuniemi"),
        ("E-mail", "kaisa@koivuniemi.example"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("E-mail").press("Enter")

    expect(page.locator(".pk-errors")).to_contain_text("The check digit of the business ID 1234567-2 is wrong.")
    expect(page.get_by_label("Tell us about it")).to_have_value("We need two sawyers.")
    expect(page.get_by_label("Finding workforce")).to_be_checked()
    assert visitor.violations() == []

    page.get_by_label("Business ID").fill("1234567-1")
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.locator("h1")).to_have_text("Thank you, your contact has come")


def test_an_expert_rejects_whom_a_stranger_named_as_a_customers_contact_person(visit: Visitors) -> None:
    visitor = visit(size="phone", language="en")
    visitor.go("/make-contact")
    visitor.page.get_by_label("Finding workforce").press("Space")
    visitor.page.get_by_label("Tell us about it").fill("We need two sawyers.")
    for label, text in (
        ("Business ID", "7000004-9"),
        ("Name", "Koivuniemen Saha Oy"),
        ("Number of staff", "24"),
        ("Municipality", "Nokia"),
        ("Your name", "Joku Muu"),
        ("E-mail", "joku@muu.example"),
    ):
        visitor.page.get_by_label(label, exact=True).fill(text)
    visitor.page.get_by_role("button", name="Send").press("Enter")
    expect(visitor.page.locator("h1")).to_have_text("Thank you, your contact has come")

    expert = visit(EXPERT, language="en")
    page = expert.page
    reject = page.get_by_role("button", name="Reject Joku Muu as a contact person")
    for _ in range(60):  # until the program has written the register
        expert.go("/customers?q=7000004-9")
        if page.get_by_role("link", name="Koivuniemen Saha Oy").count():
            break
        page.wait_for_timeout(500)
    page.get_by_role("link", name="Koivuniemen Saha Oy").first.click()
    expect(page.get_by_text("not confirmed")).to_be_visible()
    assert expert.violations() == []
    reject.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Reject Joku Muu?")
    dialog.get_by_role("button", name="Reject", exact=True).press("Enter")

    expect(page.locator(".pk-alert")).to_contain_text("The contact person is rejected")
    expect(page.get_by_text("joku@muu.example")).to_have_count(0)
    assert expert.violations() == []


def test_a_manager_reads_companies_from_a_file_and_sees_what_was_refused(visit: Visitors) -> None:
    visitor = visit(MANAGER, language="en")
    visitor.go("/customers/import")
    text = "y-tunnus;nimi;henkilöstö;kunta\n7654321-2;Uusi Oy;3;Nokia\n1234567-2;Väärä Oy;3;Nokia\n"
    file: FilePayload = {"name": "yritykset.csv", "mimeType": "text/csv", "buffer": text.encode()}
    visitor.page.get_by_label("CSV file").set_input_files(file)
    visitor.page.get_by_role("button", name="Read", exact=True).click()

    expect(visitor.page.locator("main")).to_contain_text("1 companies were added")
    expect(visitor.page.locator("main")).to_contain_text("The check digit of the business ID 1234567-2 is wrong.")
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
