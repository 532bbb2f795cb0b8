"""Values of variables as a person reads them."""

from typing import Any

from flask_babel import gettext

from web.i18n.formats import figure

LONGEST = 160


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
        case dict():
            return ", ".join(f"{name} = {whole(inner)}" for name, inner in value.items())
        case list() | tuple():
            return ", ".join(map(whole, value)) if value else gettext("nothing")
        case _:
            return str(value)
