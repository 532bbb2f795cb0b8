"""Column types that mean the same on SQLite and PostgreSQL."""

# ruff: noqa: ARG002  SQLAlchemy passes the dialect, needed or not

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import BigInteger, DateTime, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

ENCODER = msgspec.json.Encoder(decimal_format="number")
DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)

# SQLite counts up by itself only on a column whose type is literally INTEGER.
Counter = BigInteger().with_variant(Integer(), "sqlite")


class Time(TypeDecorator[datetime]):
    """An aware point in time, kept in UTC; a naive one is refused, because nobody can tell what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Each row has some, so they take one call: SQLAlchemy's own way takes four."""
        return as_text if dialect.name == "sqlite" else aware

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def aware(value: datetime | None) -> datetime | None:
    """The same; PostgreSQL keeps the point in time, in whatever zone it is given."""
    if value is not None and value.tzinfo is None:
        raise ValueError(f"{value} has no time zone. Give a time with one, for instance in UTC.")
    return value


def as_text(value: datetime | None) -> str | None:
    """As SQLite keeps it: in UTC, and of one length, so that the order of the texts is that of time."""
    if aware(value) is None:
        return None
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")  # type: ignore[union-attr]


class Json(TypeDecorator[Any]):
    """A value as JSON text, not in the databases' own JSON types: what is read is what was written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else ENCODER.encode(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else DECODER.decode(value)
