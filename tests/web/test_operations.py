"""The operators' pages: what has stopped, instances in hand, plans before anything happens."""

import re
from datetime import timedelta
from html import unescape

import pytest

from engine.history import timeline
from engine.kernel.operations import migration, modification  # noqa: F401  their phrases are made where they are used
from engine.model.remark import PHRASES
from engine.starting import Start
from engine.store import definitions, incidents, instances, work_items
from tests.engine.diagrams import chain, diagram, job, timer
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


MIGRATE = "/operations/instances/migrate"


def two_versions(office: Office, count: int) -> list[str]:
    """Instances of the first of two versions of a process."""
    engine = office.program.engine
    engine.deploy({"p.bpmn": diagram("paying", chain(job("pay", "pay")))}, actor="otso")
    ids = [one.instance_id for one in engine.start_many([Start(process_id="paying")] * count, actor="aino")]
    engine.deploy({"p.bpmn": diagram("paying", chain(job("pay", "pay"), job("thank", "thank")))}, actor="otso")
    return ids


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"reason": " "}, "why", "Say why"),
        ({"mapping": "pay"}, "mapping", "Write one pair on a line"),
        ({"instance": []}, "instance", "Mark the instances"),
        ({"target": ""}, "target", "Choose the version"),
    ],
)
def test_what_was_marked_and_typed_for_a_migration_stays_when_something_is_wrong(
    office: Office, wrong: dict[str, str], field: str, told: str
) -> None:
    first, second = two_versions(office, 2)
    whole = {"instance": [second], "target": "paying:1", "reason": "A <new> law.", "mapping": "a = b"}

    answer = office.visitor(ADMINISTRATOR).send(f"{MIGRATE}?process=paying&status=active", whole | wrong)

    assert answer.status_code == 422
    assert re.search(f'<a href="#{field}">{told}', answer.text)
    assert f'id="{field}"' in answer.text
    ticked = dict(re.findall(r'name="instance" value="([^"]+)" (checked)?', answer.text))
    assert ticked == {first: "", second: "" if field == "instance" else "checked"}
    assert 'value="paying:1" selected' in answer.text or field == "target"
    assert 'value="A &lt;new&gt; law."' in answer.text or field == "why"
    assert ">a = b</textarea>" in answer.text or field == "mapping"
    assert "process=paying&amp;status=active" in answer.text


def test_what_became_of_each_is_told_when_one_of_the_marked_is_gone(office: Office) -> None:
    (one,) = two_versions(office, 1)
    visitor = office.visitor(ADMINISTRATOR)
    form = {"instance": [one, "gone"], "target": "paying:2", "reason": "x"}
    answer = visitor.send(f"{MIGRATE}?process=paying", form)
    told = visitor.get(answer.headers["Location"]).text
    assert "1 is done." in told
    assert "There is no instance gone." in told
    assert instances.one(office.program.database, one).definition == "paying:2"


STOPS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="here"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><process id="stops" isExecutable="true"><startEvent id="s"/>
 <sequenceFlow id="f" sourceRef="s" targetRef="x"/><exclusiveGateway id="x"/>
 <sequenceFlow id="g" sourceRef="x" targetRef="e"><conditionExpression xsi:type="tFormalExpression">=n &gt; 1
 </conditionExpression></sequenceFlow><endEvent id="e"/></process></definitions>"""
RETRY, RETRY_ALL = "/operations/incidents/retry", "/operations/incidents/retry-all"


def stopped(office: Office, count: int) -> dict[str, int]:
    """Instances that have stopped at a gateway, where they will stop again, with the keys of their incidents."""
    office.program.engine.deploy({"stops.bpmn": STOPS}, actor="otso")
    office.program.engine.start_many([Start(process_id="stops")] * count, actor="aino")
    office.clock.advance(timedelta(seconds=1))
    return {row.instance_id: row.key for row in incidents.page(office.program.database).items}


def failed_jobs(office: Office, count: int) -> None:
    """Instances whose job has failed: tried again, it only waits for a worker."""
    engine = office.program.engine
    engine.deploy({"paying.bpmn": diagram("paying", chain(job("pay", "pay", "1")))}, actor="otso")
    engine.start_many([Start(process_id="paying", business_key=str(at)) for at in range(count)], actor="aino")
    while found := engine.fetch_jobs("robot", ["pay"], limit=100):
        for one in found:
            engine.fail_job(one.instance_id, one.key, "The bank does not answer.", retries=0)
    office.clock.advance(timedelta(seconds=1))


def test_marked_incidents_are_tried_again(office: Office) -> None:
    visitor = office.visitor(MANAGER)
    keys = stopped(office, 2)
    first, second = keys
    page = visitor.get("/operations?process=stops").text
    assert all(f"{one}/{key}" in page for one, key in keys.items())

    visitor.send(of(first, "retry"), {"incident": keys[first], "repair": '{"n": 5}', "reason": "n was missing"})
    assert status(office, first) == "completed"
    marked = {"incident": [f"{second}/{keys[second]}", f"{first}/99"], "reason": "again"}
    told = visitor.client.get(visitor.send(RETRY, marked).headers["Location"]).text
    assert "1 is done." in told
    assert first in told


def test_marks_and_filters_stay_when_the_reason_is_missing_and_the_reason_when_nothing_is_marked(
    office: Office,
) -> None:
    visitor = office.visitor(MANAGER)
    first, second = (f"{id}/{key}" for id, key in stopped(office, 2).items())

    answer = visitor.send(f"{RETRY}?process=stops&element=x", {"incident": [second], "reason": " "})

    assert answer.status_code == 422
    (field,) = re.findall(r'<input[^>]*id="reason"[^>]*>.*?</p>', answer.text)
    assert 'aria-invalid="true"' in field
    assert "Say why" in field
    ticked = dict(re.findall(r'name="incident" value="([^"]+)" (checked)?', answer.text))
    assert (ticked[first], ticked[second]) == ("", "checked")
    assert re.search(r'name="element" value="x"', answer.text)
    assert "process=stops&amp;element=x" in answer.text

    answer = visitor.send(RETRY, {"reason": "The bank <answers> again."})
    assert answer.status_code == 422
    assert "Mark the incidents" in answer.text
    assert 'value="The bank &lt;answers&gt; again."' in answer.text


@pytest.mark.parametrize("found", ["process=paying", "element=pay", "text=BANK%20does", "text=77"])
def test_one_incident_among_others_is_found(office: Office, found: str) -> None:
    stopped(office, 1)
    failed_jobs(office, 1)
    engine = office.program.engine
    engine.start("paying", business_key="77", actor="aino")
    (one,) = engine.fetch_jobs("robot", ["pay"])
    engine.fail_job(one.instance_id, one.key, "The bank does not answer.", retries=0)
    page = office.visitor(MANAGER).get(f"/operations?{found}").text
    assert one.instance_id in page
    assert ("1 incident<" if found == "text=77" else "2 incidents<") in page
    assert "no default flow" not in page
    assert "Nothing fits the filters" in office.visitor(MANAGER).get("/operations?text=100%25").text


def test_all_that_match_are_tried_again_in_steps_and_each_is_told_of(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.operations.incident_views.STEP", 3)
    failed_jobs(office, 5)
    visitor, database = office.visitor(MANAGER), office.program.database
    others = stopped(office, 1)
    rows = [row for row in incidents.page(database).items if row.process_id == "paying"]
    office.program.engine.operations.suspend(rows[3].instance_id, "wait", actor="yrjo")

    asked = visitor.get(f"{RETRY_ALL}?process=paying")
    assert "Try 5 incidents again?" in asked.text
    fields = hidden(asked.text)
    refused = visitor.send(RETRY_ALL, fields | {"reason": " "})
    assert (refused.status_code, "Say why" in refused.text) == (422, True)
    assert incidents.count(database) == 6

    step = visitor.send(RETRY_ALL, hidden(refused.text) | {"reason": "The bank is back."})
    assert "3 of 5 so far" in step.text
    assert "3 were tried again." in step.text
    office.program.engine.operations.retry(rows[4].instance_id, rows[4].key, "mine", actor="yrjo")
    failed_jobs(office, 1)  # what was tried fails again, and one more: all left alone, because they are younger

    last = visitor.send(RETRY_ALL, everything(step.text))
    assert "3 were tried again." in last.text
    assert "1 could not be tried:" in last.text
    assert rows[3].instance_id in last.text
    assert "6 match the filter now." in last.text
    assert {row.instance_id for row in incidents.page(database).items} >= {rows[3].instance_id, *others}
    facts = timeline(database, rows[0].instance_id)
    (resolved,) = [fact for fact in facts if fact.kind == "IncidentResolved"]
    assert (resolved.data["reason"], resolved.actor) == ("The bank is back.", MANAGER)


def test_what_stops_again_at_once_is_tried_once_and_counted(office: Office) -> None:
    visitor = office.visitor(MANAGER)
    before = stopped(office, 2)
    fields = hidden(visitor.get(f"{RETRY_ALL}?process=stops").text)
    office.clock.advance(timedelta(seconds=1))

    done = visitor.send(RETRY_ALL, fields | {"reason": "again"})

    assert "2 were tried again." in done.text
    assert "2 match the filter now." in done.text
    assert (
        not before.items() & {row.instance_id: row.key for row in incidents.page(office.program.database).items}.items()
    )


@pytest.mark.parametrize(
    "nonsense", [{"until": "yesterday"}, {"until": "2026-01-01T00:00:00"}, {"of": "-1", "tried": "x"}, {"why": "<b>"}]
)
def test_a_form_that_makes_no_sense_does_no_harm(office: Office, nonsense: dict[str, str]) -> None:
    answer = office.visitor(MANAGER).send(RETRY_ALL, {"reason": "x"} | nonsense)
    assert answer.status_code == 200
    assert "<b>" not in answer.text
    wrong = office.visitor(MANAGER).send(RETRY_ALL, {"reason": "x", "after": "nowhere"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("jobs", "process=paying"),
        ("jobs", "type=pay"),
        ("jobs", "text=77"),
        ("jobs", "process=paying&type=pay&text=77-&after="),
        ("timers", "process=patient"),
        ("timers", "text=77"),
        ("timers", "process=patient&text=77-x&late=1"),
        ("instances", "text=77-"),
        ("instances", "text=77-&process=PROCESS&status=active&version=1"),
    ],
)
def test_one_is_found_among_others(office: Office, place: str, found: str) -> None:
    engine, visitor = office.program.engine, office.visitor(ADMINISTRATOR)
    names = {"jobs": ("paying", "other"), "timers": ("patient", "later"), "instances": ("paying", "other")}[place]
    bodies = {"timers": chain(timer(after="PT1H"))}.get(place, chain(job("pay", "pay")))
    other = chain(timer(after="PT2H")) if place == "timers" else chain(job("rest", "rest"))
    engine.deploy({"a.bpmn": diagram(names[0], bodies), "b.bpmn": diagram(names[1], other)}, actor="otso")
    sought = engine.start(names[0], business_key="77-x", actor="aino")
    others = [engine.start(names[1], business_key="78-x", actor="aino") for _ in range(3)]
    office.clock.advance(timedelta(minutes=90))

    page = visitor.get(f"/operations/{place}?{found.replace('PROCESS', names[0])}").text
    assert [id for id in (sought, *others) if id in page] == [sought]
    assert sought in visitor.get(f"/operations/{place}?text={sought}").text
    nothing = visitor.get(f"/operations/{place}?text=77%25").text
    assert sought not in nothing
    assert "Nothing fits the filters" in nothing


def everything(page: str) -> dict[str, str]:
    """The fields of the form of a long retry, as the page sends them by itself."""
    form = page.split('hx-trigger="load')[1].split("</form>")[0]
    return {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)}
