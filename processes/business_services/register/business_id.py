"""The Finnish business ID (Y-tunnus): seven digits, a hyphen, and a check digit."""

import re
from collections.abc import Mapping

#: No company has a business ID that begins so; these are for invented ones.
FIRST_INVENTED = 9_400_000
MANY = 3000
WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
WRITTEN = re.compile(r"([0-9]{6,7})-([0-9])")

SENTENCES: Mapping[tuple[str, str], str] = {
    ("form", "en"): "{text} is not a business ID. Write seven digits, a hyphen and the check digit, like 1234567-1.",
    ("form", "fi"): "{text} ei ole Y-tunnus. Kirjoita seitsemän numeroa, väliviiva ja tarkistusnumero: 1234567-1.",
    ("check-digit", "en"): "The check digit of the business ID {text} is wrong. Look for a misspelt or swapped digit.",
    ("check-digit", "fi"): "Y-tunnuksen {text} tarkistusnumero on väärä. Etsi väärä tai vaihtunut numero.",
}


class WrongBusinessId(ValueError):
    """What was written is not a business ID; `rule` is `form` or `check-digit`."""

    def __init__(self, rule: str, text: str) -> None:
        super().__init__(SENTENCES[rule, "en"].format(text=text))
        self.rule = rule
        self.text = text

    def sentence(self, language: str) -> str:
        """The error in Finnish (`fi`), otherwise in English."""
        return SENTENCES[self.rule, language if language == "fi" else "en"].format(text=self.text)


def check_digit(digits: str) -> int | None:
    """The check digit that belongs to seven digits; None for those that no business ID begins with."""
    remainder = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11
    if remainder == 1:
        return None  # it would need the check digit 10
    return 0 if remainder == 0 else 11 - remainder


def business_id(text: str) -> str:
    """The business ID in its usual form; old ones of six digits get their leading zero. Raises `WrongBusinessId`."""
    written = text.strip()
    parts = WRITTEN.fullmatch(written)
    if parts is None:
        raise WrongBusinessId("form", written)
    digits = parts[1].zfill(7)
    if check_digit(digits) != int(parts[2]):
        raise WrongBusinessId("check-digit", written)
    return f"{digits}-{parts[2]}"


def invented(count: int) -> list[str]:
    """Valid business IDs of companies that don't exist."""
    found: list[str] = []
    number = FIRST_INVENTED
    while len(found) < count:
        number += 137 if count < MANY else 7
        digit = check_digit(str(number))
        if digit is not None:
            found.append(f"{number}-{digit}")
    return found
