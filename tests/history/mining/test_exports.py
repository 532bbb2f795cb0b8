"""What other programs get: XES and OCEL files that keep to the standards' structure, whatever the cases are called."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from engine.history.mining.cases import Case, all_cases
from engine.history.mining.ocel import ocel
from engine.history.mining.table import event_rows
from engine.history.mining.xes import xes
from tests.history.conftest import Past

SCHEMAS = Path(__file__).parent / "schemas"
XES = {"x": "http://www.xes-standard.org/"}
HOSTILE = "\x00\x1f<&>\"'\ufffe Åke → 🙂 ]]>"


@pytest.fixture
def told(past: Past) -> list[Case]:
    """Both customers' cases of the root process; the second was cancelled before anybody took its work."""
    past.complete(past.first, "anna")
    past.stand_in(past.first, "clara", owner="anna")
    past.complete(past.first, "clara")
    past.engine.operations.cancel(past.second, actor="admin", reason="Entered twice.")
    return list(all_cases(past.database, "path:1", None, None))


def written(cases: list[Case]) -> Any:
    return etree.fromstring("".join(xes(cases, "Polku")).encode())


def checked(log: Any) -> None:
    etree.XMLSchema(etree.parse(SCHEMAS / "xes.xsd")).assertValid(log)


def object_log(cases: list[Case]) -> Any:
    found = json.loads("".join(ocel(cases)))
    jsonschema.validate(found, json.loads((SCHEMAS / "ocel2.schema.json").read_text(encoding="utf-8")))
    return found


def steps(log: Any, trace: int) -> list[tuple[str, ...]]:
    """Name, transition and resource of each event of a trace."""
    keys = ("concept:name", "lifecycle:transition", "org:resource")
    return [
        tuple(next(iter(event.xpath(f"x:string[@key='{key}']/@value", namespaces=XES)), "") for key in keys)
        for event in log.findall("x:trace", XES)[trace].findall("x:event", XES)
    ]


def test_an_xes_file_keeps_to_the_standards_schema(told: list[Case]) -> None:
    checked(written(told))
    checked(written([]))


def test_the_schema_refuses_what_the_standard_refuses(told: list[Case]) -> None:
    log = written(told)
    log.set("xes.version", "1849-2016")

    with pytest.raises(etree.DocumentInvalid):
        checked(log)


def test_xes_tells_the_life_of_a_persons_work_from_the_inbox_to_its_end(told: list[Case]) -> None:
    found = steps(written(told), 1)

    follow = [step for step in found if step[0] == "Follow up"]
    assert follow == [
        ("Follow up", "schedule", ""),
        ("Follow up", "start", "clara"),
        ("Follow up", "complete", "clara"),
    ]
    assert ("Meet the customer", "complete", "anna") in found


def test_xes_says_that_work_nobody_had_taken_was_withdrawn(told: list[Case]) -> None:
    assert [step[:2] for step in steps(written(told), 0)][-2:] == [
        ("Meet the customer", "schedule"),
        ("Meet the customer", "withdraw"),
    ]


def test_xes_events_of_one_run_have_the_same_number(told: list[Case]) -> None:
    log = written(told)

    for trace in log.findall("x:trace", XES):
        runs = Counter(
            (
                event.xpath("string(x:string[@key='concept:instance']/@value)", namespaces=XES),
                event.xpath("string(x:string[@key='lifecycle:transition']/@value)", namespaces=XES),
            )
            for event in trace.findall("x:event", XES)
        )
        assert set(runs.values()) == {1}


def test_every_prefix_of_a_key_in_xes_is_one_of_a_declared_extension(told: list[Case]) -> None:
    log = written(told)

    declared = set(log.xpath("//x:extension/@prefix", namespaces=XES))
    assert {key.partition(":")[0] for key in log.xpath("//@key") if ":" in key} <= declared


def test_an_ocel_file_keeps_to_the_specifications_schema(told: list[Case]) -> None:
    assert object_log(told)["events"]
    assert object_log([])["events"] == []


def test_ocel_names_only_what_it_declares(told: list[Case]) -> None:
    found = object_log(told)

    objects = [one["id"] for one in found["objects"]]
    assert len(set(objects)) == len(objects)
    assert len({one["id"] for one in found["events"]}) == len(found["events"])
    for things, types in (("objects", "objectTypes"), ("events", "eventTypes")):
        declared = {one["name"]: {each["name"] for each in one["attributes"]} for one in found[types]}
        assert {one["type"] for one in found[things]} <= declared.keys()
        for one in found[things]:
            assert {each["name"] for each in one["attributes"]} <= declared[one["type"]]
            assert {each["objectId"] for each in one["relationships"]} <= set(objects)


def test_ocel_ties_each_event_to_its_case_its_customer_and_its_work(told: list[Case]) -> None:
    found = object_log(told)

    kinds = {one["id"]: one["type"] for one in found["objects"]}
    for event in found["events"]:
        assert {kinds[each["objectId"]] for each in event["relationships"]} == {"case", "customer", "work"}


def hostile(cases: list[Case]) -> Iterator[Case]:
    for case in cases:
        events = [replace(event, name=HOSTILE, actor=HOSTILE) for event in case.events]
        yield replace(case, business_key=HOSTILE, events=events)


def test_hostile_names_break_no_file(told: list[Case]) -> None:
    cases = list(hostile(told))

    checked(written(cases))
    object_log(cases)


def test_csv_says_on_whose_behalf_work_was_done(told: list[Case]) -> None:
    rows = list(csv.DictReader("".join(event_rows(told)).splitlines()))

    follow = next(row for row in rows if row["activity"] == "Follow up")
    assert (follow["resource"], follow["on behalf of"], follow["finished"]) == ("clara", "anna", "yes")
