"""The daily digest tells a person what is late, due and new this morning, and is silent otherwise."""

from datetime import timedelta

from engine.store import absences, people, work_items
from engine.store.absences import Absence
from processes.business_services.digest import digest
from tests.web.conftest import Office
from tests.web.stories import contact

ADDRESS = "https://polku.example"


def told(office: Office, account: str) -> tuple[str, str] | None:
    person = people.get(office.program.database, account)
    assert person is not None
    engine = office.program.engine
    return digest(office.program.database, person, office.clock.now(), engine.hours, ADDRESS)


def test_new_work_is_told_then_due_then_late(office: Office) -> None:
    contact(office)
    (item,) = work_items.page(office.program.database, scope="all").items
    office.program.engine.assign(item.instance_id, item.key, "aino", actor="aino", take_over=True)
    assert item.due_at is not None

    headings = []
    for at in (office.clock.now(), item.due_at - timedelta(hours=3), item.due_at + timedelta(days=1)):
        office.clock.time = at
        found = told(office, "aino")
        assert found is not None
        subject, body = found
        headings.append(next(line for line in body.splitlines() if line.endswith("(1):")))
        assert subject.startswith("Työsi tänään, ")
        assert f"- {item.name}: Koivuniemen Saha Oy, eräpäivä " in body
        assert f"{ADDRESS}/inbox/{item.instance_id}/{item.key}" in body

    assert headings[1:] == ["Eräpäivä tänään (1):", "Myöhässä (1):"]
    assert headings[0] in {"Uutta (1):", "Eräpäivä lähipäivinä (1):"}


def test_who_has_nothing_to_do_or_is_away_gets_no_mail(office: Office) -> None:
    assert told(office, "aino") is None
    contact(office)
    (item,) = work_items.page(office.program.database, scope="all").items
    office.program.engine.assign(item.instance_id, item.key, "aino", actor="aino", take_over=True)
    assert told(office, "aino") is not None

    with office.program.database.writing() as session:
        away = Absence(account="aino", first_day=office.clock.now().date())
        absences.add(session, away, actor="meri", now=office.clock.now())

    assert told(office, "aino") is None
