"""The operators' pages: what has stopped, instances in hand, plans before anything happens."""

import re

import pytest

from engine.kernel.operations import migration, modification  # noqa: F401  their phrases are made where they are used
from engine.model.remark import PHRASES
from engine.store import definitions, incidents, instances, work_items
from tests.web.conftest import Office
from tests.web.stories import contact
from web.i18n.catalogue import translations

ADMINISTRATOR, MANAGER = "yrjo", "meri"


@pytest.fixture
def started(office: Office) -> str:
    contact(office)
    (row,) = instances.page(office.program.database, process_id="service-path").items
    return row.id


def of(instance_id: str, act: str = "") -> str:
    return f"/operations/instances/{instance_id}" + (f"/{act}" if act else "")


def status(office: Office, instance_id: str) -> str:
    return instances.one(office.program.database, instance_id).status


def hidden(page: str) -> dict[str, str]:
    """What the form of a plan carries on."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split('id="reason"')[0]))


@pytest.mark.parametrize("text", PHRASES)
def test_every_phrase_of_a_plan_has_its_finnish_with_the_same_parameters(text: str) -> None:
    finnish = translations("fi")._catalog.get(text)
    assert finnish
    assert set(re.findall(r"{\w+}", finnish)) == set(re.findall(r"{\w+}", text))


def test_the_lists_open_and_find(office: Office, started: str) -> None:
    visitor = office.visitor(ADMINISTRATOR)
    for place in ("", "/instances", "/jobs", "/timers", "/nodes", "/timers?late=1"):
        assert visitor.get(f"/operations{place}").status_code == 200, place
    assert started in visitor.get("/operations/instances?process=service-path&status=active&version=1").text
    assert started in visitor.get(f"/operations/instances?text={started[:12]}").text
    assert started not in visitor.get("/operations/instances?status=suspended").text
    assert "Nodes" not in office.visitor(MANAGER).get("/operations").text


def test_suspending_needs_a_reason_and_stops_the_work_with_a_sentence(office: Office, started: str) -> None:
    visitor = office.visitor(MANAGER)
    refused = visitor.send(of(started, "suspend"), {"reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.text

    visitor.send(of(started, "suspend"), {"reason": "The customer asked for it."})

    assert status(office, started) == "suspended"
    (item,) = work_items.page(office.program.database, scope="all").items
    office.program.engine.assign(item.instance_id, item.key, "aino", actor="aino", take_over=True)
    answer = office.visitor("aino").ask(f"/inbox/{item.instance_id}/{item.key}/complete", {"data": {}})
    assert answer.status_code in (409, 422)
    assert visitor.get(of(started)).status_code == 200
    assert office.visitor("taru").get(f"/audit/instances/{started}").status_code == 200
    assert visitor.send(of(started, "suspend"), {"reason": "again"}).status_code == 409
    visitor.send(of(started, "resume"), {"reason": "She is back."})
    assert status(office, started) == "active"


def test_a_plan_is_shown_before_anything_is_modified(office: Office, started: str) -> None:
    visitor = office.visitor(ADMINISTRATOR)
    (alive,) = [one for one in instances.active_elements(office.program.database, started) if one.process == 1][:1]

    plan = visitor.send(of(started, "modification"), {f"do-{alive.key}": "."})
    assert plan.status_code == 200
    assert "nothing has happened yet" in plan.text
    assert "Nothing is left in the instance: it ends." in plan.text
    assert status(office, started) == "active"

    done = visitor.send(of(started, "modify"), hidden(plan.text) | {"reason": "It was opened by mistake."})
    assert done.status_code == 302
    assert status(office, started) == "terminated"
    assert "It has ended" in visitor.get(of(started)).text


def test_what_makes_no_sense_is_told_and_what_was_typed_stays(office: Office, started: str) -> None:
    visitor = office.visitor(ADMINISTRATOR)
    answer = visitor.send(of(started, "modification"), {"start-1": "nowhere", "variables-1": "{oops"})
    assert answer.status_code == 422
    assert "{oops" in answer.text
    answer = visitor.send(of(started, "modification"), {"start-1": "nowhere"})
    assert answer.status_code == 409
    assert "No process of this instance has an element or sequence flow nowhere." in answer.text
    assert visitor.send(of(started, "modification"), {}).status_code == 409
    assert visitor.send(of(started, "variables"), {"variables": "[1]", "reason": "x"}).status_code == 422
    assert visitor.send(of(started, "retry"), {"incident": "77", "reason": "x"}).status_code == 404
    assert visitor.send(of(started, "migration"), {"source": "service-path:1", "target": "zzz:1"}).status_code == 409
    assert visitor.get(of("nothing")).status_code == 404


def test_data_is_repaired_and_an_instance_migrated_alone_and_with_others(office: Office, started: str) -> None:
    visitor, engine = office.visitor(ADMINISTRATOR), office.program.engine
    visitor.send(of(started, "variables"), {"variables": '{"urgent": true}', "scope": "1", "reason": "A slip."})
    assert instances.variables(engine.database, started)["urgent"] is True
    old = definitions.content(engine.database, "service-path:1")
    renamed = old.replace(b"Tee palvelutarvearvio", b"Laadi palvelutarvearvio")
    engine.deploy({"service-path.bpmn": renamed}, actor="otso")
    new = definitions.versions(engine.database, "process", "service-path")[0].key
    assert new != "service-path:1"

    plan = visitor.send(of(started, "migration"), {"source": "service-path:1", "target": new})
    assert "goes on in service-path:2." in plan.text
    batch = {"instance": [started, "unknown"], "target": new, "reason": "The new form."}
    visitor.send("/operations/instances/migrate", batch)
    assert instances.one(engine.database, started).definition in (new, "service-path:1")
    visitor.send("/operations/instances/migrate", batch | {"instance": started})
    assert instances.one(engine.database, started).definition == new
    assert visitor.get(of(started)).status_code == 200
    assert office.visitor("taru").get(f"/audit/instances/{started}?all=1").status_code == 200


def test_marked_incidents_are_tried_again(office: Office, started: str) -> None:
    engine, visitor = office.program.engine, office.visitor(MANAGER)
    contents = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="here"
     xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><process id="stops" isExecutable="true"><startEvent id="s"/>
     <sequenceFlow id="f" sourceRef="s" targetRef="x"/><exclusiveGateway id="x"/>
     <sequenceFlow id="g" sourceRef="x" targetRef="e"><conditionExpression xsi:type="tFormalExpression">=n &gt; 1
     </conditionExpression></sequenceFlow><endEvent id="e"/></process></definitions>"""
    engine.deploy({"stops.bpmn": contents}, actor="otso")
    stopped = [engine.start("stops", actor="aino") for _ in range(2)]
    keys = {row.instance_id: row.key for row in incidents.page(engine.database).items}
    page = visitor.get("/operations?process=stops").text
    assert all(f"{one}/{keys[one]}" in page for one in stopped)
    visitor.send("/operations/incidents/retry", {"incident": [], "reason": "x"})

    visitor.send(
        of(stopped[0], "retry"), {"incident": keys[stopped[0]], "repair": '{"n": 5}', "reason": "n was missing"}
    )
    assert status(office, stopped[0]) == "completed"
    marked = {"incident": [f"{stopped[1]}/{keys[stopped[1]]}", f"{stopped[0]}/99"], "reason": "again"}
    told = visitor.client.get(visitor.send("/operations/incidents/retry", marked).headers["Location"]).text
    assert "1 is done." in told
    assert stopped[0] in told
