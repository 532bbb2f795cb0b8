"""What a form of the operators says: instructions, variables, a mapping, filters."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engine.errors import Invalid
from engine.operations import EndElement, EndTokens, Instruction, Move, StartAfter, StartBefore

STARTS = ("1", "2")  # so many things can be begun at a time
END = "."  # no id of an element


def instructions(form: MultiDict[str, str]) -> list[Instruction]:
    """What shall end, move and begin. Raises `Invalid` for variables that are none."""
    found: list[Instruction] = []
    for name, value in form.items():
        kind, _, rest = name.partition("-")
        if not value:
            continue
        if kind == "do" and rest.isdecimal():
            moved = Move(int(rest), value, variables(form, "moved"))
            found.append(EndElement(int(rest)) if value == END else moved)
        if kind == "tokens":
            around, _, flow = rest.partition("-")
            found.append(EndTokens(flow, number(around)))
    for one in STARTS:
        element, scope = form.get(f"start-{one}", ""), number(form.get(f"scope-{one}", ""))
        if element:
            after = form.get(f"how-{one}") == "after"
            given = variables(form, f"variables-{one}")
            found.append(StartAfter(element, scope, given) if after else StartBefore(element, scope, given))
    return found


def variables(form: Mapping[str, str], field: str) -> dict[str, Any]:
    """The JSON object in a field; an empty field has none. Raises `Invalid`."""
    text = form.get(field, "").strip()
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid({field: gettext('Write the variables as a JSON object, such as {"priority": 3}.')})
    return found


def mapping(form: Mapping[str, str]) -> dict[str, str]:
    """One `old = new` on a line. Raises `Invalid`."""
    found = {}
    for line in form.get("mapping", "").splitlines():
        old, sign, new = (part.strip() for part in line.partition("="))
        if not line.strip():
            continue
        if not (old and sign and new):
            raise Invalid({"mapping": gettext("Write one pair on a line: the old id = the new id.")})
        found[old] = new
    return found


def asked(*names: str) -> dict[str, Any]:
    """What the filters of a list say; empty where they say nothing."""
    return {name: request.args.get(name, "").strip() for name in names}


def number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
