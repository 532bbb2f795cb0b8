"""A reason of the history can be told in another language, because it can be read back."""

import pytest
from hypothesis import given

from engine.routing import Office, Reason, Wish, assign, read_reason
from engine.routing.reasons import SENTENCES, pattern
from tests.routing.offices import OFFICES, WISHES


@pytest.mark.parametrize("code", SENTENCES)
def test_every_reason_can_be_read_back_from_its_sentence(code: str) -> None:
    names = pattern(SENTENCES[code]).groupindex
    values = {name: f"{name} 1, (x)" for name in names}

    assert read_reason(str(Reason(code, values))) == Reason(code, values)


def test_a_sentence_that_a_person_wrote_is_no_reason_of_the_program() -> None:
    assert read_reason("She asked for it.") is None
    assert read_reason("") is None


@given(WISHES, OFFICES)
def test_every_decision_states_a_reason_that_can_be_read_back(wishes: list[Wish], staffed: Office) -> None:
    made, left = assign(wishes, staffed)
    for reason in [*(one.reason for one in made), *(one.reason for one in left)]:
        found = read_reason(str(reason))
        assert found is not None
        assert (found.code, str(found)) == (reason.code, str(reason))
