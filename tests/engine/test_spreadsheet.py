"""No text becomes a formula in a spreadsheet; numbers and telephone numbers stay what they are."""

import pytest

from engine.spreadsheet import harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|calc", "@SUM(A1)", "\t=1", "\r=1", "+cmd"]
)
def test_what_would_be_computed_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Oy", "+358 40 123 4567", "-5", "-1,5", "1=1", "a@b.fi", "+358 (0)40-123"])
def test_what_would_not_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
