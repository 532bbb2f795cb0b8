"""The manager's board: load, absences, what-if, moving work, and what needs a decision."""

from datetime import timedelta

import pytest

from engine.routing import run_round
from engine.store import absences, records, work_items
from tests.web.conftest import Office
from tests.web.stories import contact, first_work


@pytest.fixture
def busy(office: Office) -> Office:
    """An office in which aino holds the assessment of a customer."""
    contact(office)
    (item,) = work_items.page(office.program.database, scope="all").items
    office.program.engine.assign(item.instance_id, item.key, "aino", actor="aino", take_over=True)
    return office


def item_address(office: Office) -> str:
    (item,) = work_items.page(office.program.database, scope="all").items
    return f"{item.instance_id}/{item.key}"


def holder(office: Office) -> str:
    (item,) = work_items.page(office.program.database, scope="all").items
    return item.assignee


def absence(office: Office, **changes: str) -> dict[str, str]:
    today = office.clock.now().date()
    fields = {"account": "aino", "first": f"{today}", "last": f"{today + timedelta(days=8)}", "substitute": "eero"}
    return fields | changes


def test_the_board_shows_what_everybody_holds(busy: Office) -> None:
    page = busy.visitor("meri").get("/team").text

    assert "Aino Asiantuntija" in page
    assert "1 of 60" in page
    assert "Needs you" not in page


def test_an_absence_hands_the_work_over_with_the_reason_and_back_again(busy: Office) -> None:
    manager = busy.visitor("meri")

    assert manager.send("/team/absences", absence(busy)).status_code == 302
    run_round(busy.program.engine)

    assert holder(busy) == "eero"
    page = busy.visitor("eero").get(first_work(busy, "eero")).text
    assert "You, because you stand in for Aino Asiantuntija, who held this and is away until 13 Jan 2026." in page
    assert "It is done on behalf of Aino Asiantuntija." in page
    assert "was considered" in page or "were considered" in page
    busy.clock.advance(timedelta(days=10))
    run_round(busy.program.engine)
    assert "You, because you are back" in busy.visitor("aino").get(first_work(busy, "aino")).text


def test_the_auditor_reads_the_reason_in_the_language_of_the_page(busy: Office) -> None:
    busy.visitor("meri").send("/team/absences", absence(busy))
    run_round(busy.program.engine)

    found = busy.visitor("taru", "fi").get("/audit?kind=WorkItemAssigned").text

    because = "Eero Asiantuntija on sijaisena: Aino Asiantuntija hoiti tätä ja on poissa (viimeinen päivä 13.1.2026)."
    assert because in found


def test_what_would_happen_is_shown_and_nothing_is_entered(busy: Office) -> None:
    manager = busy.visitor("meri")

    page = manager.get("/team/absences/what-if", query_string=absence(busy)).text

    assert "If Aino Asiantuntija were away" in page
    assert "Eero Asiantuntija stands in for Aino Asiantuntija, who held this" in page
    assert absences.list(busy.program.database) == ()
    assert holder(busy) == "aino"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"account": "nobody"}, "Choose who is away."),
        ({"first": "tomorrow"}, "Give the first day, like 2026-01-31."),
        ({"last": "20260131"}, "Give the last day like 2026-01-31"),
        ({"last": "2025-12-31"}, "The last day is before the first."),
        ({"substitute": "aino"}, "Nobody can stand in for themselves."),
        ({"substitute": "x"}, "Choose somebody of the list, or nobody."),
    ],
)
def test_nonsense_in_an_absence_is_named_and_what_was_typed_stays(
    office: Office, changes: dict[str, str], sentence: str
) -> None:
    fields = absence(office, **changes)

    for answer in (
        office.visitor("meri").send("/team/absences", fields),
        office.visitor("meri").get("/team/absences/what-if", query_string=fields),
    ):
        assert answer.status_code == 422
        assert sentence in answer.text
    assert f'value="{absence(office)["first"]}"' in answer.text or "first" in changes
    assert absences.list(office.program.database) == ()


def test_a_circle_of_substitutes_is_refused_by_name(office: Office) -> None:
    manager = office.visitor("meri")
    manager.send("/team/absences", absence(office))

    answer = manager.send("/team/absences", absence(office, account="eero", substitute="aino"))

    assert answer.status_code == 422
    assert "Eero Asiantuntija → Aino Asiantuntija → Eero Asiantuntija" in answer.text


def test_an_absence_is_changed_and_withdrawn_and_each_leaves_a_record(office: Office) -> None:
    manager = office.visitor("meri")
    manager.send("/team/absences", absence(office))
    (entered,) = absences.list(office.program.database)
    address = f"/team/absences/{entered.id}"
    assert entered.first_day.isoformat() in manager.get(address).text

    assert manager.send(address, absence(office, last="")).status_code == 302
    assert absences.list(office.program.database)[0].last_day is None
    assert manager.send(f"{address}/withdraw").status_code == 302
    assert absences.list(office.program.database) == ()
    assert manager.get(address).status_code == 404
    with office.program.database.reading() as session:
        kinds = [one.kind for one in records.found(session, records.Wanted(subject="person:aino"))]
    assert kinds == ["AbsenceWithdrawn", "AbsenceChanged", "AbsenceEntered"]


def test_work_is_moved_with_a_reason_that_stays_in_the_history(busy: Office) -> None:
    manager = busy.visitor("meri")
    fields = {"item": item_address(busy), "to": "eero", "reason": "Aino is on a course.", "from": "aino"}

    assert "Aino is on a course" not in manager.get("/team/people/aino").text
    answer = manager.send("/team/move", fields, follow_redirects=True)

    assert "1 piece of work was moved." in answer.text
    assert holder(busy) == "eero"
    assert "Aino is on a course." in busy.visitor("taru").get("/audit?kind=WorkItemAssigned").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"item": ""}, "Choose the work to move first."),
        ({"to": "nobody"}, "Choose who gets the work."),
        ({"reason": "  "}, "Write why the work is moved"),
        ({"item": "no/1"}, "One piece of work is no longer there."),
        ({"item": "no/such"}, "One piece of work is no longer there."),
    ],
)
def test_work_that_cannot_be_moved_is_told(busy: Office, changes: dict[str, str], sentence: str) -> None:
    fields = {"item": item_address(busy), "to": "eero", "reason": "Course.", "from": "aino"} | changes
    fields = {name: value for name, value in fields.items() if value}

    answer = busy.visitor("meri").send("/team/move", fields, follow_redirects=True)

    assert sentence in answer.text
    assert holder(busy) == "aino"


def test_work_given_back_to_routing_goes_to_whoever_fits_best(busy: Office) -> None:
    fields = {"item": item_address(busy), "to": "-", "reason": "Too much."}

    busy.visitor("meri").send("/team/move", fields)

    assert holder(busy) != ""


def test_what_nobody_can_do_comes_to_the_manager_with_the_reason(office: Office) -> None:
    contact(office, language="en", needs=["other"])
    (item,) = work_items.page(office.program.database, scope="all").items
    if item.assignee:
        office.program.engine.release(item.instance_id, item.key, actor="aino", take_over=True)
    for account in ("aino", "eero", "meri"):
        office.visitor("meri").send("/team/absences", absence(office, account=account, substitute=""))

    page = office.visitor("meri").send("/team/round", follow_redirects=True).text

    assert "Needs you" in page
    assert "Everybody who can do this is away" in page or "None of the" in page


def test_an_expert_may_not_see_the_board(office: Office) -> None:
    assert office.visitor("aino").get("/team").status_code == 403
