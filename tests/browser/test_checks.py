"""The auditor's checks where there is something to see: late, by a substitute, by hand, by one person, archived."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.history import checkpoints
from engine.history.archiving import archive
from engine.history.log_key import key_in
from engine.kernel.commands import AssignWorkItem
from engine.ports import Order
from engine.store import archived, work_items
from processes.business_services.demo.answers import typical
from tests.browser.conftest import Visitors
from tests.browser.office import Served
from tests.browser.visit import SIZES

AUDITOR, ADMINISTRATOR = "tarkastaja", "yllapitaja"
REASON = "Asiakas korjasi tiedon puhelimessa."


@dataclass(frozen=True)
class Seen:
    """The address of each page, with a text that it has to show."""

    pages: dict[str, tuple[str, str]]
    archived: str


@pytest.fixture(scope="module")
def seen(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Late work of a substitute, work after data was set by hand, and a path whose facts are in an archive."""
    engine, database = served.program.engine, served.program.database
    open_work = [one for one in work_items.page(database, scope="all", limit=200).items if one.assignee and one.due_at]
    late = min(open_work, key=lambda one: (str(one.due_at), one.key))
    by_hand = next(one for one in open_work if one.instance_id != late.instance_id)
    substitute = "asiantuntija2" if late.assignee != "asiantuntija2" else "asiantuntija3"
    order = AssignWorkItem(late.key, substitute, "On poissa.", late.assignee)
    assert engine.carry_out_together([Order(late.instance_id, late.key, late.assignee, order)], actor="routing") == [
        True
    ]
    engine.complete(late.instance_id, late.key, typical(late.form, engine.now(), {}), actor=substitute)
    engine.operations.set_variables(by_hand.instance_id, {"matter": "Korjattu"}, REASON, actor=ADMINISTRATOR)
    engine.complete(by_hand.instance_id, by_hand.key, typical(by_hand.form, engine.now(), {}), actor=by_hand.assignee)
    gone = put_away(served, tmp_path_factory.mktemp("archive"))
    return Seen(
        {
            "late": ("/audit/late", late.name),
            "substitutes": ("/audit/substitutes", late.name),
            "modified": ("/audit/modified", REASON),
            "same person": ("/audit/same-person?first=needs-assessment&second=choose-services", "Valitse palvelut"),
            "archived": (f"/audit/instances/{gone}", "vuodet.zip"),
        },
        gone,
    )


def put_away(served: Served, folder: Path) -> str:
    """Archive the oldest instance that has ended; gives its id."""
    engine, database = served.program.engine, served.program.database
    key, now = key_in(folder, "office"), engine.now()
    checkpoints.make(database, key, now)
    archive(database, key, folder / "vuodet.zip", {"*": 1}, actor="console", now=now, most=1)
    checkpoints.make(database, key, now + timedelta(minutes=1))
    with database.reading() as session:
        return next(id for id, _, _ in archived.rows(session))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["late", "substitutes", "modified", "same person", "archived"])
def test_a_check_that_found_something_is_for_everybody(visit: Visitors, seen: Seen, name: str, size: str) -> None:
    visitor = visit(AUDITOR, size, "fi")
    path, text = seen.pages[name]
    visitor.go(path)

    expect(visitor.page.locator("main")).to_contain_text(text)
    assert visitor.violations() == []
    assert visitor.overflow() <= 0


def test_what_a_check_found_is_reached_and_opened_by_the_keyboard(visit: Visitors, seen: Seen) -> None:
    visitor = visit(AUDITOR)
    visitor.go(seen.pages["substitutes"][0])
    link = visitor.page.locator("tbody th a").first

    link.focus()
    visitor.page.keyboard.press("Enter")

    visitor.page.wait_for_url("**/audit/instances/*")
    expect(visitor.page.locator("h1")).to_have_count(1)


def test_an_operator_sees_where_the_facts_of_a_path_went(visit: Visitors, seen: Seen) -> None:
    visitor = visit(ADMINISTRATOR)
    visitor.go(f"/operations/instances/{seen.archived}")

    expect(visitor.page.locator("main")).to_contain_text("vuodet.zip")
    assert visitor.violations() == []
