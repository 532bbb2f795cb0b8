"""The register's codes in the language of the page."""

from typing import Any

from flask import Flask
from flask_babel import get_locale

from processes.business_services import terms


def term(code: str, vocabulary: str) -> str:
    """What the code is called; `vocabulary` is one of `terms`: SEGMENT, NATURE, SERVICE …"""
    if not code:
        return "–"
    names: Any = getattr(terms, vocabulary)
    return terms.name(names, code, language())


def language() -> str:
    """The language of the page, `fi` where none is asked for."""
    locale = get_locale()
    return locale.language if locale else "fi"


def install(app: Flask) -> None:
    app.jinja_env.filters["term"] = term
