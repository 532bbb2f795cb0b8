"""A calendar feed shows a person's due dates to whoever has the link, until it is revoked or over."""

import re
from datetime import timedelta

from icalendar import Calendar
from structlog.testing import capture_logs

from engine.store import absences, work_items
from engine.store.absences import Absence
from tests.web.conftest import Office
from tests.web.stories import contact


def link_of(office: Office, account: str) -> str:
    page = office.visitor(account).send("/calendar", follow_redirects=True).text
    found = re.search(r'value="https?://[^/]+(/calendar/[^"]+\.ics)"', page)
    assert found
    return found[1]


def test_the_feed_has_the_work_and_the_absences_of_its_person(office: Office) -> None:
    contact(office, companyName="Saha, Höylä; ja Poika Oy")
    (item,) = work_items.page(office.program.database, scope="all").items
    office.program.engine.assign(item.instance_id, item.key, "aino", actor="aino", take_over=True)
    today = office.clock.now().date()
    with office.program.database.writing() as session:
        away = Absence(account="aino", first_day=today + timedelta(days=3), last_day=today + timedelta(days=4))
        absences.add(session, away, actor="meri", now=office.clock.now())

    answer = office.visitor().get(link_of(office, "aino"))

    assert answer.mimetype == "text/calendar"
    events = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    work = next(event for event in events if "Saha" in str(event["summary"]))
    assert str(work["summary"]).endswith(": Saha, Höylä; ja Poika Oy")
    assert work.decoded("dtend") == item.due_at
    assert str(work["url"]).endswith(f"/inbox/{item.instance_id}/{item.key}")
    (absent,) = [event for event in events if event is not work]
    assert (absent.decoded("dtstart"), absent.decoded("dtend")) == (
        today + timedelta(days=3),
        today + timedelta(days=5),
    )


def test_a_new_link_makes_the_old_one_useless_and_it_can_be_revoked(office: Office) -> None:
    old = link_of(office, "aino")
    new = link_of(office, "aino")

    assert office.visitor().get(old).status_code == 404
    assert office.visitor().get(new).status_code == 200
    office.visitor("aino").send("/calendar/revoke")
    assert office.visitor().get(new).status_code == 404


def test_a_link_ends_after_a_year_and_a_made_up_one_opens_nothing(office: Office) -> None:
    link = link_of(office, "aino")

    assert office.visitor().get("/calendar/nonsense.ics").status_code == 404
    office.clock.advance(timedelta(days=366))
    assert office.visitor().get(link).status_code == 404


def test_the_link_is_no_key_to_the_api(office: Office) -> None:
    token = link_of(office, "aino").removeprefix("/calendar/").removesuffix(".ics")

    answer = office.visitor().client.get("/api/v1/work-items", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code in {401, 403}


def test_a_link_that_opens_the_feed_does_not_stand_in_the_log(office: Office) -> None:
    link = link_of(office, "aino")
    with capture_logs() as logged:
        assert office.visitor().get(link).status_code == 200
        office.visitor().get("/feedback/made-up-link")
    paths = [one["path"] for one in logged if one["event"] == "answered"]
    assert paths == ["/calendar/<token>.ics", "/feedback/<token>"]
