"""Keyset paging: the next page begins after the last row of this one, however much was added in between."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from engine.errors import Invalid

T = TypeVar("T")
LARGEST = 1000


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list; `next` is what to give as `after` for those that follow, None at the end."""

    items: tuple[T, ...]
    next: str | None = None


def page_of(rows: Sequence[T], limit: int, position: Callable[[T], tuple[Any, ...]]) -> Page[T]:
    """A page out of up to `limit` + 1 rows: the one too many says that there are more."""
    items = tuple(rows[:limit])
    more = len(rows) > limit
    return Page(items, to_text(position(items[-1])) if more else None)


def to_text(position: tuple[Any, ...]) -> str:
    """A position in a list as text that fits into a link."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def from_text(after: str, *types: type) -> tuple[Any, ...]:
    """The position that `to_text` wrote. Raises `Invalid`."""
    try:
        raw = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        return msgspec.json.decode(raw, type=tuple[types])  # type: ignore[valid-type]
    except (ValueError, msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Invalid({"after": "The place in the list is not one that this list gave. Begin at its start."}) from error


def within(limit: int) -> int:
    """`limit`, if it is one that a page can have. Raises `Invalid`."""
    if not 1 <= limit <= LARGEST:
        raise Invalid({"limit": f"A page has from 1 to {LARGEST} rows, not {limit}."})
    return limit
