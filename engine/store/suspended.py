"""Whether something belongs to a suspended instance: it is then neither due nor handed out, but stays where it is."""

from typing import Any

from sqlalchemy import ColumnElement, exists

from engine.store import tables

N = tables.Instance
STATUS = "suspended"


def moves(instance_id: Any) -> ColumnElement[bool]:
    """The instance of this column is not suspended."""
    return ~is_suspended(instance_id)


def is_suspended(instance_id: Any) -> ColumnElement[bool]:
    """The instance of this column is suspended."""
    return exists().where(N.id == instance_id, N.status == STATUS)
