"""Every reason of routing is told in the language of the page."""

import pytest

from engine.routing.reasons import SENTENCES as STORED
from engine.routing.reasons import Reason, pattern
from tests.web.conftest import Office
from web.inbox.reasons import SENTENCES, TO_YOU, told

NAMES = {"anna": "Anna Aalto", "bo": "Bo Berg"}


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(STORED)
    nobody_gets_it = {"nobody-asked", "nobody-able", "nobody-there", "nobody-free", "overdue", "overdue-nobody"}
    assert set(TO_YOU) == set(STORED) - nobody_gets_it


@pytest.mark.parametrize("code", STORED)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_reason_is_told_with_names_and_days(office: Office, code: str, language: str) -> None:
    values = {"person": "anna", "known": "bo", "until": "2026-03-04", "due": "2026-03-04"}
    sentence = str(Reason(code, {name: values.get(name, "7") for name in pattern(STORED[code]).groupindex}))

    with office.app.test_request_context(headers={"Accept-Language": language}):
        said, to_you = told(sentence, NAMES), told(sentence, NAMES, "anna")

    assert "%(" not in said + to_you
    assert not {"anna", "bo"} & set(said.replace(".", "").replace(",", "").split())
    assert ("2026-03-04" in said) is False
    assert (said != to_you) is (code in TO_YOU)


def test_what_a_person_wrote_stays_as_it_is(office: Office) -> None:
    with office.app.test_request_context():
        assert told("Hän tuntee alan.", NAMES) == "Hän tuntee alan."
