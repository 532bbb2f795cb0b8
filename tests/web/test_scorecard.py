"""The scorecard tells what is recorded, and says of what isn't."""

import csv
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from processes.business_services.register import companies
from processes.business_services.register.agreed import Visit
from processes.business_services.register.imports import read_companies
from processes.business_services.scorecard import month_edges, scorecard
from tests.web.conftest import Office
from tests.web.stories import CONTACT, contact

HELSINKI = ZoneInfo("Europe/Helsinki")


def test_months_are_those_of_the_offices_clock() -> None:
    edges = month_edges(datetime(2026, 1, 31, 23, tzinfo=UTC).astimezone(HELSINKI), 3)

    assert [f"{at:%Y-%m-%d %z}" for at in edges] == [
        "2025-12-01 +0200",
        "2026-01-01 +0200",
        "2026-02-01 +0200",
        "2026-03-01 +0200",
    ]


def test_what_happened_is_counted_in_its_month(office: Office) -> None:
    contact(office)
    contact(office, businessId="7654321-2", companyName="Toinen Oy")
    office.clock.advance(timedelta(days=40))

    card = scorecard(office.program.database, office.clock.now(), HELSINKI)

    new = card.goals[0].measures[0]
    assert (new.whole, new.values[-2:]) == (2, (2, 0))
    assert [goal.number for goal in card.goals if not goal.measures] == [4, 7]
    assert card.goals[2].measures[0].whole is None  # no feedback is not 0 %


def test_a_company_that_is_only_known_is_no_new_customer_until_it_becomes_one(office: Office) -> None:
    heading = "y-tunnus;nimi;henkilöstö;kunta\n"
    rows = "1234567-1;Koivulan Konepaja Oy;20;Tampere\n7654321-2;Toinen Oy;3;Nokia\n"
    read_companies(office.program.database, (heading + rows).encode(), office.clock.now())

    def new() -> tuple[int | None, ...]:
        card = scorecard(office.program.database, office.clock.now(), HELSINKI, months=2)
        return card.goals[0].measures[0].values

    assert new() == (0, 0)
    office.clock.advance(timedelta(days=40))
    contact(office)  # of the first of the two
    office.work_through()

    assert new() == (0, 1)


def test_visits_are_those_that_were_made_also_where_they_found_a_need(office: Office) -> None:
    with office.program.database.writing() as session:
        companies.register(session, CONTACT, office.clock.now(), status=companies.PROSPECT)
        made = {"business_id": CONTACT["businessId"], "instance_id": "v", "expert": "aino", "reason": "follow-up"}
        for number in range(3):
            at = office.clock.now() - timedelta(days=number)
            session.add(Visit(at=at, customership=False, need_found=number == 0, summary="", **made))

    card = scorecard(office.program.database, office.clock.now(), HELSINKI, months=1)

    visits = card.goals[4].measures[1]
    assert (visits.code, visits.whole, visits.target) == ("visits", 3, 1300)


def test_the_page_has_a_chart_with_a_table_beside_and_a_csv(office: Office) -> None:
    contact(office)
    manager = office.visitor("meri")

    page = manager.get("/scorecard").text
    rows = list(csv.DictReader(manager.get("/scorecard.csv").text.splitlines()))

    assert page.count("<svg") == page.count("<table") == len(rows)
    assert "it needs other sources" in page
    assert "target 69 %" in page
    (new,) = [row for row in rows if row["measure"] == "new-customers"]
    assert (new["goal"], new["2026-01"]) == ("1", "1")
    assert next(row["target"] for row in rows if row["measure"] == "visits") == "1300"
