"""Stretches of the history: from which place in the order of time on, up to where, and in which direction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, literal, tuple_

FACTS, RECORDS = "facts", "records"
Source = Literal["facts", "records", ""]
BEFORE_ALL, AFTER_ALL = -1, 1 << 62
Conditions = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the order of the trace: time first, then source, then number."""

    at: datetime
    source: str
    seq: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """What to read of `source`, and in which direction: from `since` on until just before `until`, beyond `after`.

    No row that is wanted comes before `first`.
    """

    source: str
    since: datetime | None
    until: datetime | None
    after: Position | None
    newest_first: bool
    first: datetime | None = None

    @property
    def end_of_moment(self) -> int:
        """A number beyond those of all rows of a moment."""
        return BEFORE_ALL if self.newest_first else AFTER_ALL

    def rows(self, table: FromClause) -> Conditions:
        """The rows that it has."""
        return [*self.between(table), *self.beyond(table)]

    def moments(self, table: FromClause) -> Conditions:
        """All rows of the moments in which it has some."""
        if self.after is None:
            return self.between(table)
        at, over = self.after.at, self.mark(self.after) == self.end_of_moment
        if self.newest_first:
            return [*self.between(table), table.c.at < at if over else table.c.at <= at]
        return [*self.between(table), table.c.at > at if over else table.c.at >= at]

    def beyond(self, table: FromClause) -> Conditions:
        """The rows after the place where it begins, whatever their time."""
        if self.after is None:
            return []
        place = tuple_(table.c.at, table.c.seq)
        mark = tuple_(literal(self.after.at, table.c.at.type), literal(self.mark(self.after)))
        return [place < mark if self.newest_first else place > mark]

    def mark(self, after: Position) -> int:
        """The number that rows of the moment of `after` have to be beyond."""
        # It may be a row of the other source: at one moment, facts stand before records.
        other = BEFORE_ALL if self.source > after.source else AFTER_ALL
        return after.seq if after.source == self.source else other

    def up_to(self, table: FromClause, last: Position | None) -> Conditions:
        """All rows up to the end of a moment."""
        if last is None:
            return []
        return [table.c.at >= last.at if self.newest_first else table.c.at <= last.at]

    def between(self, table: FromClause) -> Conditions:
        """The rows of its time, wherever it begins."""
        found = []
        if self.since is not None:
            found.append(table.c.at >= self.since)
        if self.until is not None:
            found.append(table.c.at < self.until)
        if self.first is not None:
            found.append(table.c.at <= self.first if self.newest_first else table.c.at >= self.first)
        return found

    def order(self, table: FromClause) -> list[ColumnElement[Any]]:
        return [column.desc() if self.newest_first else column.asc() for column in (table.c.at, table.c.seq)]
