"""Substitutes: from one to the next while these are away too, never in a circle, each for their own days."""

from datetime import date

import pytest

from engine.errors import Refused
from engine.routing.substitutes import Absences, refuse_impossible
from engine.store.absences import Absence


def away(account: str, first: int, last: int | None, substitute: str = "", number: int = 0) -> Absence:
    """An absence in March 2026."""
    last_day = None if last is None else date(2026, 3, last)
    return Absence(account=account, first_day=date(2026, 3, first), last_day=last_day, substitute=substitute, id=number)


def test_the_substitute_of_a_substitute_who_is_away_stands_in() -> None:
    absences = Absences((away("anna", 2, 20, "bo"), away("bo", 9, 13, "cilla")))

    assert absences.stand_in("anna", date(2026, 3, 6)) == "bo"
    assert absences.stand_in("anna", date(2026, 3, 10)) == "cilla"
    assert absences.stand_in("anna", date(2026, 3, 16)) == "bo"


def test_nobody_stands_in_where_a_substitute_is_away_and_named_nobody() -> None:
    absences = Absences((away("anna", 2, 20, "bo"), away("bo", 9, None)))

    assert absences.stand_in("anna", date(2026, 3, 10)) == ""


def test_absences_that_follow_each_other_end_with_the_last() -> None:
    absences = Absences((away("anna", 2, 6), away("anna", 7, 13)))

    assert absences.last_day("anna", date(2026, 3, 3)) == date(2026, 3, 13)
    assert Absences((away("anna", 2, None),)).last_day("anna", date(2026, 3, 3)) is None


def test_a_circle_is_refused_with_the_day_and_the_chain() -> None:
    others = [away("bo", 9, 13, "cilla", 1), away("cilla", 12, 20, "anna", 2)]

    with pytest.raises(Refused, match=r"From 2026-03-12 on .* anna → bo → cilla → anna"):
        refuse_impossible(away("anna", 2, 20, "bo"), others)


def test_the_same_people_may_stand_in_for_each_other_on_other_days() -> None:
    refuse_impossible(away("anna", 14, 20, "bo"), [away("bo", 9, 13, "anna", 1)])


def test_nobody_stands_in_for_themselves_and_no_absence_ends_before_it_begins() -> None:
    with pytest.raises(Refused, match="stand in for themselves"):
        refuse_impossible(away("anna", 2, 3, "anna"), [])
    with pytest.raises(Refused, match="before the first"):
        refuse_impossible(away("anna", 5, 3), [])


def test_somebody_who_is_away_is_not_away_again_but_an_absence_can_be_changed() -> None:
    known = away("anna", 2, 6, number=1)

    with pytest.raises(Refused, match="already, from 2026-03-02"):
        refuse_impossible(away("anna", 6, 9), [known])
    refuse_impossible(away("anna", 6, 9, number=1), [known])
