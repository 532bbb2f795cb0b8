"""The types of FEEL and the kinds of things that are deployed, as sentences about problems name them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

TYPES: Mapping[str, Any] = {
    "number": lazy_gettext("number (type)"),
    "string": lazy_gettext("string (type)"),
    "boolean": lazy_gettext("boolean (type)"),
    "date": lazy_gettext("date (type)"),
    "time": lazy_gettext("time (type)"),
    "date and time": lazy_gettext("date and time (type)"),
    "days and time duration": lazy_gettext("days and time duration (type)"),
    "years and months duration": lazy_gettext("years and months duration (type)"),
    "list": lazy_gettext("list (type)"),
    "context": lazy_gettext("context (type)"),
    "range": lazy_gettext("range (type)"),
    "function": lazy_gettext("function (type)"),
    "Null": lazy_gettext("null (type)"),
    "Any": lazy_gettext("any value (type)"),
}
#: Parameters that name a type, in the phrases whose codes begin with "type-".
NAMING_TYPES = frozenset(("left", "right", "type", "other", "wanted"))

DEPLOYED: Mapping[str, Any] = {
    "process": lazy_gettext("process (deployed)"),
    "decision": lazy_gettext("decision (deployed)"),
    "form": lazy_gettext("form (deployed)"),
    "model": lazy_gettext("decision model (deployed)"),
}
#: Phrases whose `kind` is one of these.
NAMING_DEPLOYED = frozenset(("item-twice", "tag-missing", "bound-missing", "target-missing"))
