"""Who becomes responsible for a customer."""

from typing import Any

import pytest

from processes.business_services.handlers.experts import choose
from processes.business_services.register.staff import Expert


def expert(account: str, skills: str = "", languages: str = "fi", open_items: int = 0, customers: int = 0) -> Expert:
    return Expert(account, frozenset(skills.split()), frozenset(languages.split()), open_items, customers)


def needs(skill: str = "rekrytointi", language: str = "fi") -> dict[str, Any]:
    return {"assessment": {"skill": skill}, "customer": {"language": language}}


def test_the_expert_who_knows_the_customer_stays_even_when_busier() -> None:
    known = expert("a", open_items=30)

    assert choose([known, expert("b", "rekrytointi")], "a", needs()) == ("a", "continuity")


def test_an_expert_who_has_left_does_not_stay() -> None:
    assert choose([expert("b", "rekrytointi")], "a", needs()) == ("b", "skill-and-language")


@pytest.mark.parametrize(
    ("experts", "chosen"),
    [
        ([expert("a", "rekrytointi", open_items=2), expert("b", "rekrytointi", open_items=1)], "b"),
        ([expert("a", "rekrytointi", customers=2), expert("b", "rekrytointi", customers=1)], "b"),
        ([expert("b", "rekrytointi"), expert("a", "rekrytointi")], "a"),
        ([expert("a"), expert("b", "rekrytointi", open_items=9)], "b"),
    ],
)
def test_the_least_loaded_with_skill_and_language_is_chosen(experts: list[Expert], chosen: str) -> None:
    assert choose(experts, "", needs()) == (chosen, "skill-and-language")


def test_the_language_weighs_more_than_the_focus_area() -> None:
    experts = [expert("a", "rekrytointi", "fi"), expert("b", "", "sv")]

    assert choose(experts, "", needs(language="sv")) == ("b", "language")


def test_without_the_language_the_focus_area_decides() -> None:
    assert choose([expert("a"), expert("b", "rekrytointi")], "", needs(language="en")) == ("b", "skill")


def test_somebody_is_better_than_nobody() -> None:
    assert choose([expert("a", open_items=5), expert("b")], "", needs("muutosturva", "en")) == ("b", "load")


def test_an_office_without_experts_names_nobody() -> None:
    assert choose([], "a", needs()) == ("", "nobody")
