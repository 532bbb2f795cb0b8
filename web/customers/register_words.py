"""Entries of the register in the words of the page: for those who read in the history what was written into it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from processes.business_services.register_terms import ENTRY, FIELD, VOCABULARY
from processes.business_services.terms import name
from web.customers.words import language, term
from web.i18n.formats import date_only, moment


def entry(table: str, id: str) -> str:
    """The entry with this id, as "memo 7"."""
    return f"{name(ENTRY, table, language())} {id}"


def entry_values(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was written, by what the columns are called; codes and times as a person reads them."""
    return {name(FIELD, column, language()): value_of(table, column, value) for column, value in values.items()}


def value_of(table: str, column: str, value: Any) -> Any:
    vocabulary = VOCABULARY.get(f"{table}.{column}") or VOCABULARY.get(column)
    match value:
        case str() if vocabulary:
            return term(value, vocabulary)
        case list() if vocabulary:
            return [term(one, vocabulary) for one in value]
        case str() if column == "at" or column.endswith("_at"):
            return moment(datetime.fromisoformat(value))
        case str() if column.endswith("_on"):
            return date_only(date.fromisoformat(value))
        case _:
            return value
