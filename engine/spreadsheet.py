"""Texts that go into a file which a spreadsheet opens: none of them may be computed there."""

import re

#: A spreadsheet takes a text that begins so for a formula, and would run it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: A number below zero, which is itself, or a telephone number, of which nothing that matters can be computed.
NUMBER = re.compile(r"-\d+([.,]\d+)?|\+\d[\d .,()/-]{4,}", re.ASCII)


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text
