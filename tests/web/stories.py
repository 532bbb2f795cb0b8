"""What the pages' tests begin with: a customer who has made contact."""

from typing import Any

from tests.web.conftest import Office

CUSTOMER = "1234567-1"

CONTACT: dict[str, Any] = {
    "businessId": CUSTOMER,
    "companyName": "Koivuniemen Saha Oy",
    "organisationType": "enterprise",
    "personnel": 24,
    "market": "domestic",
    "municipality": "Nokia",
    "language": "fi",
    "needs": ["recruitment"],
    "matter": "Tarvitsemme kaksi sahuria syksyksi.",
    "reductionNotice": False,
    "contactName": "Kaisa Koivuniemi",
    "contactEmail": "kaisa@koivuniemi.example",
    "contactPhone": "+358 40 1234567",
    "channel": "phone",
}

ASSESSMENT: dict[str, Any] = {
    "outlook": "growing",
    "needs": ["recruitment"],
    "personnel": 24,
    "memo": "Tilauskanta on kasvanut, ja kaksi sahuria jää eläkkeelle.",
}


def contact(office: Office, **changes: Any) -> None:
    """Record a contact as an expert does, and let the program work until a person is needed."""
    answer = office.visitor("aino").ask("/contact", {"data": CONTACT | changes})
    assert answer.status_code == 200, answer.json
    office.work_through()


def first_work(office: Office, account: str) -> str:
    """The address of the first work item in a person's inbox."""
    page = office.visitor(account).get("/inbox").text
    start = page.index('href="/inbox/') + len('href="')
    return page[start : page.index('"', start)]
