"""Programs are told, too, what no database can keep."""

from typing import Any

import pytest

from tests.web.api.conftest import NewProgram
from tests.web.conftest import Office

NUL, HALF = "Kuopio\x00", "\ud800"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"process": "asking", "businessKey": NUL}, "businessKey"),
        ({"process": "asking", "variables": {"deep": [{"er": HALF}]}}, "variables.deep[1].er"),
        ({"process": "asking", "variables": {NUL: 1}}, "variables.Kuopio�"),
    ],
)
def test_the_api_refuses_it_in_its_own_form(
    deployed: Office, program: NewProgram, body: dict[str, Any], place: str
) -> None:
    answer = program("otso", "administrator").post("/instances", body)

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert place in answer.text
