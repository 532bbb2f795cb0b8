"""Changing and deleting many rows, each by its own key, in one statement of PostgreSQL.

A row gives its values by their names: those of `at` are looked for in the columns that it says, the others are the
columns' own new values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql

from engine.store import tables
from engine.store.rows import Row, Shape, new_shape, sql_table
from engine.store.statements import Outcome, send

#: Up to so many rows stand in the statement itself. More are given as one array for each column, whatever their
#: number: a statement for every number would be planned each time.
FEW = 8
Columns = Mapping[str, str]


def update_many(connection: Connection, table: type[tables.Table], at: Columns, rows: Sequence[Row]) -> Outcome:
    """Change rows; all are given the same columns."""
    changed = [name for name in rows[0] if name not in at]
    to = ", ".join(f"{name} = new.{name}" for name in changed)
    text = f"UPDATE {{table}} SET {to} FROM {{new}} WHERE {{here}}"  # noqa: S608  the program's own columns
    return carry_out(connection, text, table, at, (*at, *changed), rows)


def delete_many(connection: Connection, table: type[tables.Table], at: Columns, rows: Sequence[Row]) -> Outcome:
    """Delete rows."""
    return carry_out(connection, "DELETE FROM {table} USING {new} WHERE {here}", table, at, tuple(at), rows)


def carry_out(
    connection: Connection,
    text: str,
    table: type[tables.Table],
    at: Columns,
    names: tuple[str, ...],
    rows: Sequence[Row],
) -> Outcome:
    name = sql_table(table).name
    new = new_rows(table, names, tuple(at.get(column, column) for column in names))
    values = new.shape.values([tuple([row[column] for column in names]) for row in rows])
    few = len(rows) <= FEW
    here = " AND ".join(f"{name}.{column} = new.{given}" for given, column in at.items())
    statement = text.format(table=name, new=new.listed(len(rows)) if few else new.arrays, here=here)
    outcome: Outcome = send(connection, statement, tuple(values) if few else new.columns(values))
    return outcome


@dataclass(frozen=True, slots=True)
class NewRows:
    """Values for these columns, by other names, as something to select from."""

    shape: Shape
    names: str
    types: tuple[str, ...]

    def listed(self, rows: int) -> str:
        """So many rows with a parameter for each value."""
        width = len(self.types)
        marked = [
            ", ".join(f"${row * width + place}::{type}" for place, type in enumerate(self.types, 1))
            for row in range(rows)
        ]
        return f"(VALUES {', '.join(f'({marks})' for marks in marked)}) AS new ({self.names})"

    @property
    def arrays(self) -> str:
        """Any number of rows with a parameter for each column."""
        marks = ", ".join(f"${place}::{type}[]" for place, type in enumerate(self.types, 1))
        return f"unnest({marks}) AS new ({self.names})"

    def columns(self, values: Sequence[Any]) -> tuple[Sequence[Any], ...]:
        return tuple(values[number :: self.shape.width] for number in range(self.shape.width))


@cache
def new_rows(table: type[tables.Table], names: tuple[str, ...], columns: tuple[str, ...]) -> NewRows:
    of, dialect = sql_table(table), cast(Any, postgresql.dialect)()
    types = tuple(of.c[column].type.compile(dialect) for column in columns)
    return NewRows(new_shape(of, columns, dialect), ", ".join(names), types)
