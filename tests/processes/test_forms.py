"""The forms: all are used, all have typical answers, and their codes have names."""

import json
import re
from typing import Any

import pytest

from engine.applications import load_application
from engine.forms import check, read_form
from engine.forms.fields import components
from processes.business_services import contact, feedback, terms
from processes.business_services.demo.answers import TYPICAL, typical
from tests.processes.times import MONDAY

FILES = load_application("processes.business_services").files()
FORMS = [json.loads(content) for name, content in FILES.items() if name.endswith(".form")]
SCHEMAS: dict[str, dict[str, Any]] = {schema["id"]: schema for schema in FORMS}
#: The fields whose answers are shown later, with the terms that name them.
NAMED = {
    "services": terms.SERVICE,
    "lifeCycle": terms.LIFE_CYCLE,
    "nature": terms.NATURE,
    "actor": terms.ACTOR,
    "channel": terms.CHANNEL,
    "organisationType": terms.ORGANISATION,
    "serviceOutcome": terms.OUTCOME,
    "aftercareOutcome": terms.OUTCOME,
}
#: Answers that lead on inside the process, and are never an outcome.
IN_BETWEEN = {"agreed"}


@pytest.fixture(params=sorted(SCHEMAS))
def form(request: pytest.FixtureRequest) -> dict[str, Any]:
    return SCHEMAS[request.param]


def test_a_form_is_named_like_its_file_and_has_no_problem(form: dict[str, Any]) -> None:
    content = FILES[f"forms/{form['id']}.form"]

    schema, problems = read_form(content)
    assert schema == form
    assert problems == ()


def test_typical_answers_are_accepted(form: dict[str, Any]) -> None:
    asked = {component["key"] for component in components(form) if "key" in component}
    special = {"businessId": "1234567-1", "companyName": "Koivulan Konepaja Oy"} if "businessId" in asked else {}

    values, errors = check(form, typical(form["id"], MONDAY, special), now=MONDAY)

    assert errors == ()
    assert set(values) <= asked


def test_every_form_is_used_by_a_diagram_or_a_page() -> None:
    diagrams = "".join(content.decode() for name, content in FILES.items() if name.endswith(".bpmn"))
    used = set(re.findall(r'<zeebe:formDefinition formId="([^"]+)"', diagrams))

    assert used | {contact.FORM, feedback.FORM} == set(SCHEMAS) == set(TYPICAL)


def test_codes_have_the_names_that_the_forms_show(form: dict[str, Any]) -> None:
    for component in components(form):
        names = NAMED.get(component.get("key", ""))
        for choice in component.get("values", ()) if names is not None else ():
            code = choice["value"]
            assert names is not None
            assert code in names or code in IN_BETWEEN, f"{component['key']} {code} has no name in terms"
