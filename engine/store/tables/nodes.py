"""The processes of the program that are alive, each with its heartbeat."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Json


class Node(Table):
    """A running process: what of the program runs in it, and when it was last heard of."""

    __tablename__ = "nodes"
    __table_args__ = (Index("ix_nodes_seen_at", "seen_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    parts: Mapped[list[str]] = mapped_column(Json)  # web · clock · jobs
    host: Mapped[str]
    pid: Mapped[int]
    version: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
