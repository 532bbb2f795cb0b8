"""Business IDs: what is one, what is not, and what the sentence says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.business_services.demo.parts import invented_business_ids
from processes.business_services.register.business_id import WEIGHTS, WrongBusinessId, business_id, check_digit

DIGITS = st.text("0123456789", min_size=7, max_size=7)


@pytest.mark.parametrize("written", ["1234567-1", " 1234567-1 ", "0737546-2"])
def test_a_right_business_id_is_taken_in_its_usual_form(written: str) -> None:
    assert business_id(written) == written.strip()


def test_an_old_business_id_of_six_digits_gets_its_leading_zero() -> None:
    assert business_id("737546-2") == "0737546-2"


@pytest.mark.parametrize("written", ["", "1234567", "12345671", "1234567-12", "12345678-1", "FI12345671", "١٢٣٤٥٦٧-1"])
def test_what_has_another_form_is_refused_with_the_form_that_it_should_have(written: str) -> None:
    with pytest.raises(WrongBusinessId) as wrong:
        business_id(written)

    assert wrong.value.rule == "form"
    assert "seven digits" in str(wrong.value)


def test_a_wrong_check_digit_is_said_in_both_languages() -> None:
    with pytest.raises(WrongBusinessId) as wrong:
        business_id("1234567-2")

    assert str(wrong.value).startswith("The check digit of the business ID 1234567-2 is wrong.")
    assert wrong.value.sentence("fi").startswith("Y-tunnuksen 1234567-2 tarkistusnumero on väärä.")


@given(DIGITS)
def test_the_weighted_sum_with_the_check_digit_is_divisible_by_eleven(digits: str) -> None:
    digit = check_digit(digits)

    weighted = sum(weight * int(one) for weight, one in zip(WEIGHTS, digits, strict=True))
    if digit is None:
        assert weighted % 11 == 1
    else:
        assert (weighted + digit) % 11 == 0
        assert business_id(f"{digits}-{digit}") == f"{digits}-{digit}"


@given(DIGITS, st.integers(0, 6), st.integers(1, 9))
def test_one_mistyped_digit_is_always_noticed(digits: str, place: int, difference: int) -> None:
    digit = check_digit(digits)
    changed = str((int(digits[place]) + difference) % 10)
    mistyped = digits[:place] + changed + digits[place + 1 :]
    if digit is None or check_digit(mistyped) is None:
        return  # one of the two is no business ID at all

    with pytest.raises(WrongBusinessId, match="check digit"):
        business_id(f"{mistyped}-{digit}")


def test_invented_business_ids_are_valid_and_different() -> None:
    found = invented_business_ids(50)

    assert [business_id(one) for one in found] == found
    assert len(set(found)) == 50
