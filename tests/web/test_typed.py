"""No text reaches a database that can't keep it: a NUL or half a surrogate is refused with a sentence, everywhere."""

import pytest

from engine.store import instances
from tests.web.conftest import Office
from tests.web.stories import CONTACT, CUSTOMER, contact
from web.typed import inside

NUL, HALF = "Kuopio\x00", "\ud800"


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ("aino", "/inbox?q=%00"),
        ("aino", "/customers?q=a%00b"),
        ("taru", "/audit?text=%00&actor=aino"),
        ("taru", f"/audit/readers?customer={CUSTOMER}%00"),
        ("aino", "/customers/1234567-1%00"),
        ("", "/feedback/%00"),
    ],
)
def test_an_address_with_a_nul_is_refused(office: Office, account: str, address: str) -> None:
    answer = office.visitor(account, "en").get(address)

    assert answer.status_code == 422
    assert "U+0000" in answer.text


@pytest.mark.parametrize(
    ("account", "address", "fields"),
    [
        ("taru", "/audit/questions", {"page": "audit.page", "name": NUL, "asked": ""}),
        ("", "/sign-in", {"account": NUL, "password": "x"}),
        ("meri", "/team/absences", {"account": "aino", "reason": NUL}),
    ],
)
def test_a_form_with_a_nul_is_refused(office: Office, account: str, address: str, fields: dict[str, str]) -> None:
    answer = office.visitor(account, "en").send(address, fields)

    assert answer.status_code == 422
    assert "has the character U+0000, which can&#39;t be kept" in answer.text


@pytest.mark.parametrize("typed", [NUL, HALF])
def test_the_data_of_a_form_is_refused_and_names_its_field(office: Office, typed: str) -> None:
    answer = office.visitor("aino", "en").ask("/contact", {"data": {**CONTACT, "matter": typed}})

    assert answer.status_code == 422
    assert "data.matter" in answer.text


def test_what_only_looks_like_a_nul_is_kept(office: Office) -> None:
    matter = r"C:\u0000 is a path, \ud83d too, and 🙂 a face."

    contact(office, matter=matter)

    database = office.program.database
    known = instances.variables(database, instances.page(database).items[-1].id)
    assert matter in {text for _, text in inside(known, "")}
