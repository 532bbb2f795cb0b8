"""Contacts: what begins a path, what reaches one in aftercare, and what is refused."""

from typing import Any

import pytest

from engine.errors import Invalid
from engine.store import instances
from processes.business_services import contact
from processes.business_services.demo.answers import typical
from processes.business_services.register import queries
from processes.business_services.stage import Stage

BUSINESS_ID = "1234567-1"


def ask(stage: Stage, told: dict[str, Any], **how: Any) -> str:
    instance_id = contact.open(stage.engine, stage.engine.database, told, "customer", **how)
    stage.settle()
    return instance_id


def bring_to_aftercare(stage: Stage, instance_id: str) -> None:
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Tee palvelutarvearvio asiakkaan kanssa", {}),
        ("Valitse palvelut asiakkaan kanssa", {"services": []}),
    )
    for name, special in steps:
        item = stage.item(instance_id, name)
        stage.complete(item, typical(item.form, stage.clock.time, special))


def test_a_contact_begins_a_path_for_the_customer(stage: Stage, told: dict[str, Any]) -> None:
    instance_id = ask(stage, told)

    instance = instances.one(stage.engine.database, instance_id)
    assert (instance.process_id, instance.business_key, instance.started_by) == (
        "service-path",
        BUSINESS_ID,
        "customer",
    )
    customer = queries.customer(stage.engine.database, BUSINESS_ID)
    assert [one.summary for one in customer.contacts] == [told["matter"]]


def test_a_wrong_check_digit_is_said_in_the_language_of_the_page_and_nothing_happens(
    stage: Stage, told: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as wrong:
        ask(stage, told | {"businessId": "1234567-2"}, language="fi")

    assert wrong.value.errors == {
        "businessId": "Y-tunnuksen 1234567-2 tarkistusnumero on väärä. Etsi väärä tai vaihtunut numero."
    }
    assert instances.page(stage.engine.database).items == ()


def test_every_wrong_field_is_named_at_once(stage: Stage, told: dict[str, Any]) -> None:
    wrong_values = {"businessId": "1234567-2", "personnel": -1, "contactEmail": "kontio", "needs": ["a boat"]}
    del told["matter"]

    with pytest.raises(Invalid) as wrong:
        ask(stage, told | wrong_values)

    assert set(wrong.value.errors) == {"businessId", "personnel", "contactEmail", "needs", "matter"}


def test_an_old_business_id_is_the_same_customer(stage: Stage, told: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="1234567-1"):
        ask(stage, told | {"businessId": "737546-2"})  # the form wants seven digits

    ask(stage, told | {"businessId": " 0737546-2"[1:]})
    assert queries.customer(stage.engine.database, "0737546-2").company.business_id == "0737546-2"


def test_a_contact_in_aftercare_goes_on_with_the_same_path(stage: Stage, told: dict[str, Any]) -> None:
    instance_id = ask(stage, told)
    bring_to_aftercare(stage, instance_id)

    other = told | {"contactName": "Saima Suo", "contactEmail": "saima.suo@asiakas.example", "matter": "Uusi asia."}
    again = ask(stage, other)

    assert again == instance_id
    assert [item.name for item in stage.open_items(instance_id)] == ["Tee palvelutarvearvio asiakkaan kanssa"]
    persons = queries.customer(stage.engine.database, BUSINESS_ID).contact_persons
    assert {person.name for person in persons} == {"Kaarlo Kontio", "Saima Suo"}


def test_a_contact_while_a_path_is_under_way_reaches_that_path(stage: Stage, told: dict[str, Any]) -> None:
    first = ask(stage, told)

    second = ask(stage, told | {"matter": "Toinen asia."})

    assert second == first
    assert len(instances.page(stage.engine.database).items) == 1
    names = [item.name for item in stage.open_items()]
    assert names == ["Tee palvelutarvearvio asiakkaan kanssa", "Käsittele uusi yhteydenotto"]
    held = {item.assignee for item in stage.open_items()}
    assert len(held) == 1, "the same expert goes on"


def test_of_two_paths_that_begin_at_once_one_hands_over_to_the_other(stage: Stage, told: dict[str, Any]) -> None:
    engine = stage.engine
    values = contact.checked(engine, engine.database, told, "en", str)
    first = engine.start("service-path", values, actor="customer", business_key=BUSINESS_ID)
    second = engine.start("service-path", values | {"matter": "Sama aika."}, actor="x", business_key=BUSINESS_ID)

    stage.settle()

    statuses = {one.id: one.status for one in instances.page(engine.database).items}
    assert sorted(statuses.values()) == ["active", "completed"]
    (kept,) = (id for id in (first, second) if statuses[id] == "active")
    assert {item.instance_id for item in stage.open_items()} == {kept}
    assert "Käsittele uusi yhteydenotto" in [item.name for item in stage.open_items(kept)]
    matters = {made.summary for made in queries.customer(engine.database, BUSINESS_ID).contacts}
    assert matters == {"Sama aika.", told["matter"]}


def test_a_path_that_was_cancelled_keeps_no_customer_from_a_new_one(stage: Stage, told: dict[str, Any]) -> None:
    first = ask(stage, told)
    stage.engine.operations.cancel(first, "Kirjattiin vahingossa.", actor="palveluesimies")

    second = ask(stage, told)

    assert second != first
    assert [item.name for item in stage.open_items(second)] == ["Tee palvelutarvearvio asiakkaan kanssa"]


def test_a_contact_that_is_sent_again_happens_once(stage: Stage, told: dict[str, Any]) -> None:
    first = ask(stage, told, request_id="r1")
    assert ask(stage, told, request_id="r1") == first

    bring_to_aftercare(stage, first)
    assert ask(stage, told, request_id="r1") == first
    assert stage.open_items() == [], "the first request does not reach the aftercare"

    assert ask(stage, told, request_id="r2") == first
    assert ask(stage, told, request_id="r2") == first
    assert len(instances.page(stage.engine.database).items) == 1


def test_a_memo_of_a_further_contact_takes_nothing_from_the_reassessment(stage: Stage, told: dict[str, Any]) -> None:
    path = ask(stage, told)
    for name, special in (
        ("Tee palvelutarvearvio asiakkaan kanssa", {}),
        ("Valitse palvelut asiakkaan kanssa", {"services": ["recruitment"]}),
        ("Kartoita rekrytointitarve", {"help": "advice"}),
        ("Neuvo rekrytoinnissa", {}),
    ):
        item = stage.item(path, name)
        stage.complete(item, typical(item.form, stage.clock.time, special))
    (request,) = queries.awaited_feedback(stage.engine.database)
    stage.give_feedback(request.id, {"rating": 5})
    ask(stage, told)

    stage.at_once = False  # both are done before any job is
    for name in ("Käsittele uusi yhteydenotto", "Arvioi palvelutarve uudelleen"):
        item = stage.item(path, name)
        stage.complete(item, typical(item.form, stage.clock.time))
    stage.settle()

    assert instances.state(stage.engine.database, path).incidents == {}
    memos = queries.customer(stage.engine.database, BUSINESS_ID).memos
    assert {memo.kind for memo in memos} == {"assessment", "reassessment", "contact"}
    assert all(memo.text for memo in memos)
