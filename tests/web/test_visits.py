"""The visits of a year: by expert and month, also to companies that are no customers, against the goal."""

import re
from datetime import UTC, datetime
from typing import Any

from processes.business_services.register import companies
from processes.business_services.register.agreed import Visit
from tests.web.conftest import Office
from tests.web.stories import CONTACT
from web.visits.views import pace


def visit(office: Office, at: datetime, expert: str = "aino", **changes: Any) -> None:
    with office.program.database.writing() as session:
        companies.register(session, CONTACT, office.clock.now(), status=companies.PROSPECT)
        facts = {"reason": "follow-up", "customership": True, "need_found": False, "summary": "", "instance_id": "v"}
        session.add(Visit(business_id=CONTACT["businessId"], at=at, expert=expert, **facts | changes))


def cells(page: str, name: str) -> list[int]:
    row = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', page, re.DOTALL)
    assert row is not None
    return [int(number) for number in re.findall(r">(\d+)</td>", row[1])]


def test_visits_are_counted_by_expert_and_month_of_the_offices_clock(office: Office) -> None:
    visit(office, datetime(2026, 1, 2, tzinfo=UTC), customership=False, need_found=True)
    visit(office, datetime(2026, 3, 31, 22, tzinfo=UTC))  # in Helsinki it is April
    visit(office, datetime(2026, 3, 10, tzinfo=UTC), "eero")
    visit(office, datetime(2025, 12, 31, 12, tzinfo=UTC))

    page = office.visitor("meri").get("/visits").text

    assert cells(page, "Aino Asiantuntija") == [1, 0, 0, 1, *[0] * 8, 2, 1]
    assert cells(page, "Eero Asiantuntija") == [0, 0, 1, *[0] * 9, 1, 0]
    assert cells(page, "Everybody") == [1, 0, 1, 1, *[0] * 8, 3, 1]
    assert "3 of the year's 1,300 visits" in page.replace("&#39;", "'")
    assert "1 were to companies without a customership, and 1 found a need." in page


def test_an_earlier_year_can_be_chosen_and_nonsense_is_this_year(office: Office) -> None:
    visit(office, datetime(2025, 12, 31, 12, tzinfo=UTC))
    visitor = office.visitor("taru")

    assert cells(visitor.get("/visits?year=2025").text, "Everybody")[-2:] == [1, 1 - 1]
    for nonsense in ("1", "x", "99999999999", "-5"):
        assert "No visit was made in this year" in visitor.get(f"/visits?year={nonsense}").text


def test_the_pace_is_even_over_the_year() -> None:
    assert [pace(2026, day.date()) for day in (datetime(2026, 1, 1), datetime(2026, 12, 31))] == [4, 1300]  # noqa: DTZ001
    assert pace(2025, datetime(2026, 5, 1).date()) is None  # noqa: DTZ001
