"""The studio: drafts, checks and releases; who is under way stays on their version."""

from typing import Any

import pytest

from engine.store import definitions, drafts, instances
from tests.web.conftest import Office
from tests.web.stories import CUSTOMER, contact
from tests.web.visitor import said

PATH = "/studio/process/service-path"


def diagram(office: Office) -> str:
    return definitions.content(office.program.database, "service-path:1").decode()


def changed(office: Office) -> str:
    """The diagram with another name on its first task."""
    xml = diagram(office)
    assert "Tee palvelutarvearvio asiakkaan kanssa" in xml
    return xml.replace("Tee palvelutarvearvio asiakkaan kanssa", "Tee palvelutarvearvio yhdessä")


def test_everything_that_is_deployed_can_be_opened_by_everybody(office: Office) -> None:
    for account in ("otso", "aino", "taru"):
        visitor = office.visitor(account)
        assert "Palvelupolku" in visitor.get("/studio").text
        for address in (PATH, "/studio/decision/segment", "/studio/form/contact"):
            page = visitor.get(address)
            assert page.status_code == 200
            assert ("&#34;canEdit&#34;: true" in page.text) is (account == "otso")


def test_a_draft_is_kept_and_opened_again(office: Office) -> None:
    visitor = office.visitor("otso")

    saved = visitor.ask(f"{PATH}/draft?seen=", {"xml": "<half a diagram"}, "PUT")

    assert saved.status_code == 200
    assert said(saved)["saved"]
    assert visitor.get(f"{PATH}/draft").text == "<half a diagram"
    assert f"{PATH}/draft" in visitor.get(PATH).text
    assert "Otso Omistaja" in visitor.get("/studio").text

    visitor.send(f"{PATH}/draft/discard")
    assert visitor.get(f"{PATH}/draft").status_code == 404


def test_a_check_names_the_element_the_problem_and_the_remedy(office: Office) -> None:
    broken = diagram(office).replace("=count(services) &gt; 0", "=count(services &gt;")

    answer = office.visitor("otso").ask(f"{PATH}/check", {"xml": broken})

    assert answer.status_code == 200
    errors = [problem for problem in said(answer)["problems"] if problem["severity"] == "error"]
    assert errors
    assert errors[0]["element"] == "any-services-to-agreement-wanted"
    assert errors[0]["sentence"]
    assert errors[0]["remedy"]


def test_a_right_diagram_has_no_errors(office: Office) -> None:
    answer = office.visitor("otso").ask(f"{PATH}/check", {"xml": diagram(office)})

    assert [problem for problem in said(answer)["problems"] if problem["severity"] == "error"] == []


def test_a_release_is_a_new_version_and_running_customers_stay_on_theirs(office: Office) -> None:
    contact(office)
    visitor = office.visitor("otso")
    visitor.ask(f"{PATH}/draft?seen=", {"xml": changed(office)}, "PUT")

    answer = visitor.ask(f"{PATH}/release", {"xml": changed(office), "note": "A better name"})

    assert (answer.status_code, answer.json) == (200, {"version": 2, "url": PATH})
    assert drafts.get(office.program.database, "process", "service-path") is None
    contact(office, businessId="2345678-0", companyName="Toinen Oy")
    on = {row.business_key: row.version for row in instances.page(office.program.database).items}
    assert on == {CUSTOMER: 1, "2345678-0": 2}
    page = visitor.get("/studio").text
    assert "version 1: 1" in page
    assert "version 2: 1" in page
    old = visitor.get(f"{PATH}?version=1").text
    assert "old version, read only" in old
    assert "A better name" in old


def test_a_refused_release_shows_its_problems_and_releases_nothing(office: Office) -> None:
    answer = office.visitor("otso").ask(f"{PATH}/release", {"xml": "<nonsense/>", "note": ""})

    assert answer.status_code == 422
    assert said(answer)["problems"][0]["sentence"]
    assert len(definitions.versions(office.program.database, "process", "service-path")) == 1


def test_a_draft_of_an_older_version_is_told_so_once(office: Office) -> None:
    visitor = office.visitor("otso")
    visitor.ask(f"{PATH}/draft?seen=", {"xml": diagram(office)}, "PUT")
    office.program.engine.deploy({"service-path.bpmn": changed(office).encode()}, actor="otso")

    first = visitor.ask(f"{PATH}/release", {"xml": diagram(office), "note": ""})
    second = visitor.ask(f"{PATH}/release", {"xml": diagram(office), "note": ""})

    assert first.status_code == 409
    assert "Otso Omistaja released version 2" in said(first)["message"]
    assert second.status_code == 200


def test_another_owners_newer_draft_is_not_overwritten(office: Office) -> None:
    now = office.clock.now()
    drafts.save(
        office.program.database,
        "process",
        "service-path",
        b"<theirs/>",
        author="meri",
        based_on="service-path:1",
        now=now,
    )

    answer = office.visitor("otso").ask(f"{PATH}/draft?seen=", {"xml": "<mine/>"}, "PUT")

    assert answer.status_code == 409
    assert "Meri Esimies saved another draft" in said(answer)["message"]


def test_a_form_and_a_decision_are_released_alike(office: Office) -> None:
    visitor = office.visitor("otso")
    schema: Any = visitor.get("/studio/form/contact/versions/1").json
    schema["components"][0]["label"] = "Business ID"
    table = visitor.get("/studio/decision/segment/versions/1").text

    form = visitor.ask("/studio/form/contact/release", {"schema": schema, "note": "English"})
    decision = visitor.ask("/studio/decision/segment/release", {"xml": table + "\n", "note": ""})

    assert said(form)["version"] == 2
    assert said(decision)["version"] == 2
    assert "Business ID" in office.visitor("aino").get("/contact/new").text


@pytest.mark.parametrize("body", [None, [], {}, {"xml": 5}, "text"])
def test_a_body_without_a_file_is_refused(office: Office, body: Any) -> None:
    visitor = office.visitor("otso")

    for address, method in [("check", "POST"), ("draft", "PUT"), ("release", "POST")]:
        assert visitor.ask(f"{PATH}/{address}", body, method).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/studio/process/none",
        "/studio/spell/service-path",
        f"{PATH}?version=99",
        f"{PATH}/versions/99",
        f"{PATH}/draft",
    ],
)
def test_what_is_not_there_is_a_404(office: Office, address: str) -> None:
    assert office.visitor("otso").get(address).status_code == 404
