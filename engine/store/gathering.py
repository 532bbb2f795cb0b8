"""What a command writes to PostgreSQL, gathered into one statement.

Each statement is a message and its answer, and program, server and system change places for it: of a command that
writes a few small rows, that is the most expensive part. PostgreSQL carries out all parts of a WITH as one statement,
which is prepared and planned as one ("Data-Modifying Statements in WITH", 7.8.4 of the manual of version 18).

A connection keeps the plan of each combination that it meets. There are not many: 120 days of the office's demo, with
its 13 processes, have 86.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from engine.store.statements import GATHERED, Outcome, send

MARK = re.compile(r"\$([0-9]+)")
#: Combinations whose text is kept; each is some kilobytes.
KEPT = 1000


@contextmanager
def gathered(connection: Connection, *, together: bool) -> Iterator[Outcome]:
    """What the block sends is carried out at its end as one statement; then the `Outcome` says what the first changed.

    It is for statements that change rows, each others than the others do: none sees what another one writes. Without
    `together`, and on SQLite, each is carried out when it is sent, and the `Outcome` says nothing.
    """
    first = Outcome()
    if not together or connection.dialect.name != "postgresql":
        yield first
        return
    parts: list[tuple[str, Sequence[Any]]] = []
    info = connection.info  # a connection that is lost in the block has none any more
    info[GATHERED] = parts
    try:
        yield first
    finally:
        info.pop(GATHERED, None)
    if parts:
        values = [value for _, values in parts for value in values]
        first.rowcount = send(connection, combined(tuple([text for text, _ in parts])), tuple(values)).rowcount


@lru_cache(KEPT)
def combined(texts: tuple[str, ...]) -> str:
    """One statement of several. The first is its end: it is the one whose rows are counted."""
    renumbered, before = [], 0
    for text in texts:
        marks = [int(mark) for mark in MARK.findall(text)]
        renumbered.append(MARK.sub(lambda mark, before=before: f"${int(mark[1]) + before}", text))  # type: ignore[misc]
        before += max(marks, default=0)
    first, *others = renumbered
    if not others:
        return first
    return f"WITH {', '.join(f'part_{number} AS ({text})' for number, text in enumerate(others))} {first}"
