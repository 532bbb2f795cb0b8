"""Diagrams, decision tables and forms that somebody is still working on."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table


class Draft(Table):
    """A saved, unreleased file; `based_on` is the key of the version that it began as."""

    __tablename__ = "drafts"

    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    author: Mapped[str]
    updated_at: Mapped[datetime]
    based_on: Mapped[str]
