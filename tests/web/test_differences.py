"""What changed between two moments is told in the words of the catalogue, with the names of the diagram."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from engine.history import Change, Place
from engine.kernel.state import (
    Condition,
    Inputs,
    Job,
    SignalSubscription,
    Subscription,
    Timer,
    Wait,
    WorkItem,
)
from engine.store import instances
from engine.store.records import Record
from tests.web.conftest import Office
from tests.web.stories import contact
from web.audit.differences import awaited, differences
from web.audit.record_sentences import record_sentence

DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
WAITS: dict[type[Wait], Wait] = {
    Timer: Timer(1, "t", DUE, left=2),
    Subscription: Subscription(1, "m", "answer", "7"),
    SignalSubscription: SignalSubscription(1, "s", "fire"),
    Condition: Condition(1, "c"),
    Inputs: Inputs(1),
    Job: Job(1, "post", 3),
    WorkItem: WorkItem(1, "eero", "aino"),
}


def test_whatever_can_be_waited_for_has_words(office: Office) -> None:
    assert set(WAITS) == set(get_args(Wait))
    with office.app.test_request_context():
        told = {kind.__name__: awaited(wait, {"eero": "Eero", "aino": "Aino"}) for kind, wait in WAITS.items()}

    assert told["Timer"].startswith("ajastin, 2.3.2026 klo ")
    assert told["Timer"].endswith(" ja vielä 2 kertaa")
    assert told["WorkItem"] == "työ, tekijä Eero, sijaistettava Aino"
    assert not any(kind in text for kind, text in told.items())


def test_the_page_of_two_moments_shows_names_and_no_words_of_the_engine(office: Office) -> None:
    # given
    contact(office)
    office.work_through()
    id = instances.page(office.program.database).items[-1].id
    auditor = office.visitor("taru", "fi")
    last = instances.one(office.program.database, id).facts

    # when
    changed = auditor.get(f"/audit/instances/{id}/moment?fact={last}&other=1").text.rpartition("Mikä muuttui")[2]

    # then
    assert "Tee palvelutarvearvio asiakkaan kanssa: odottaa" in changed
    for word in ("waits", "needs-assessment (", "WorkItem", "tokens on", "incident", "activating", ">active<"):
        assert word not in changed, word


def test_two_runs_of_one_element_are_told_apart_and_one_is_not_numbered(office: Office) -> None:
    change = Change(Place("variable", "visit", 5, "date"), None, "2026", definition="none:1")
    with office.app.test_request_context():
        alone = differences(office.program.database, [change])
        both = differences(office.program.database, [change, replace(change, place=replace(change.place, key=8))])

    assert [one.about for one in alone] == ["visit: date"]
    assert [one.about for one in both] == ["visit (5): date", "visit (8): date"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Ohjelma käynnistettiin ensimmäisen kerran koneella vm; sen asetukset ovat tallessa."),
        (
            {"port": {"from": "8000", "to": "80"}, "mail": {"from": "", "to": "x"}},
            "Ohjelma käynnistettiin muuttunein asetuksin koneella vm: port = 8000 → 80, mail = – → x",
        ),
    ],
)
def test_a_start_with_other_settings_says_which_and_the_first_one_that_it_is(
    office: Office, changed: dict[str, object], sentence: str
) -> None:
    made = Record(
        seq=1, at=DUE, actor="system", on_behalf_of="", kind="SettingsChanged", subject="settings:vm", business_key="",
        reason="", request="", data={"settings": {"port": "80"}, "changed": changed}, digest="", values=None,
    )  # fmt: skip
    with office.app.test_request_context():
        assert record_sentence(made) == sentence
