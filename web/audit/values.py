"""Values of variables as a person reads them."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from web.i18n.formats import figure

LONGEST = 160
NONE = "–"
AFTER_COLON = re.compile(r": %\((\w+)\)s")
CHANGED = {"from", "to"}


class Words(dict[str, str]):
    """What a fact or a record leaves out, because it is empty, is empty in its sentence too."""

    def __missing__(self, name: str) -> str:
        return ""


def filled(sentence: str, words: Mapping[str, str]) -> str:
    """The sentence with its placeholders filled. Where there is nothing to stand after a colon, a dash does."""
    empty = {name: NONE for name in AFTER_COLON.findall(sentence) if not words.get(name)}
    return (sentence % Words({**words, **empty})).strip()


def written(value: Any, longest: int = LONGEST) -> str:
    """A value in the JSON form of `engine.feel.codec` in words, cut when it is long."""
    text = whole(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def whole(value: Any) -> str:
    match value:
        case None:
            return gettext("nothing")
        case True:
            return gettext("yes")
        case False:
            return gettext("no")
        case int() | float():
            return figure(value)
        case str():
            return value
        case {"@": str() as text} if len(value) == 1:
            return text
        case dict() if value.keys() == CHANGED:
            return f"{whole(value['from']) or NONE} → {whole(value['to']) or NONE}"
        case dict():
            return ", ".join(f"{name} = {whole(inner) or NONE}" for name, inner in value.items())
        case list() | tuple():
            return ", ".join(map(whole, value)) if value else gettext("nothing")
        case _:
            return str(value)
