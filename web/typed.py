"""What people and programs type is text that every database can keep: it is looked at before anybody works with it.

PostgreSQL keeps no NUL in a text, and neither database half of a surrogate pair, which JSON can hold by an escape.
"""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask_babel import gettext

from engine.errors import Invalid
from web.api import problem
from web.requests import here

UNKEPT = re.compile("[\x00\ud800-\udfff]")
#: Without one of these in it, the bytes of a JSON text can mean no such character.
ESCAPED = re.compile(rb"\\u0000|\\u[dD]")
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})  # else there is nothing to read apart
DEEPEST = 200  # what is nested deeper is refused by whoever reads it


def look() -> None:
    """Raise `Invalid` with a sentence for each place that holds what can't be kept."""
    found = {place: sentence(place, text) for place, text in typed() if UNKEPT.search(text)}
    if found:
        raise Invalid(found)


def sentence(place: str, text: str) -> str:
    number = ord(UNKEPT.findall(text)[0])
    if problem.is_api():
        return f"The field {place} has the character U+{number:04X}, which can't be kept. Leave it out."
    return gettext(
        "The field %(field)s has the character %(character)s, which can't be kept. Leave it out, and send it again.",
        field=place,
        character=f"U+{number:04X}",
    )


def typed() -> Iterator[tuple[str, str]]:
    """Every text of the request with the name of its place."""
    asked, _ = here()
    yield "address", asked.path
    for name, values in asked.args.lists():
        for value in values:
            yield printable(name), value
    if asked.mimetype in FORMS:
        for name, values in asked.form.lists():
            for value in values:
                yield printable(name), value
        for name, file in asked.files.items(multi=True):
            yield printable(name), file.filename or ""
    elif asked.is_json and ESCAPED.search(asked.get_data()):
        yield from inside(asked.get_json(silent=True), "")


def inside(value: Any, place: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        return
    match value:
        case str():
            yield place or "body", value
        case dict():
            for name, inner in value.items():
                here = f"{place}.{printable(name)}" if place else printable(name)
                yield here, name
                yield from inside(inner, here, depth + 1)
        case list():
            for number, inner in enumerate(value, 1):
                yield from inside(inner, f"{place}[{number}]", depth + 1)


def printable(name: str) -> str:
    return UNKEPT.sub("�", name)


def install(app: Flask) -> None:
    app.before_request(look)
