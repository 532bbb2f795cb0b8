"""Why an absence can't be as it was typed, in the language of the page."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from engine.errors import Refused

PATTERNS: Mapping[str, Any] = {
    r"Nobody can stand in for themselves\..*": lazy_gettext(
        "Nobody can stand in for themselves. Choose another substitute, or nobody."
    ),
    r"The last day is before the first\..*": lazy_gettext("The last day is before the first."),
    r"There is an absence of the same person .* from (?P<day>\S+)\.": lazy_gettext(
        "The same person is away on some of these days already, from %(day)s on. Change that absence instead."
    ),
    r"From (?P<day>\S+) on the substitutes .* circle: (?P<chain>.+)\. Choose .*": lazy_gettext(
        "From %(day)s on the substitutes would stand in for each other in a circle: %(chain)s. "
        "Choose another substitute."
    ),
}


def refusal(refused: Refused, names: Mapping[str, str]) -> str:
    for known, text in PATTERNS.items():
        if found := re.fullmatch(known, str(refused), re.DOTALL):
            words = found.groupdict()
            if chain := words.get("chain"):
                words["chain"] = " → ".join(names.get(account, account) for account in chain.split(" → "))
            return str(text) % words
    return gettext("This can't be done. %(sentence)s", sentence=str(refused))
