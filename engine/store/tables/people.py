"""The people who sign in, and what they are and can do."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Json


class Person(Table):
    """An account. `language` is the one that its pages are shown in."""

    __tablename__ = "people"

    account: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    language: Mapped[str]
    password_hash: Mapped[str]
    active: Mapped[bool]
    team: Mapped[str] = mapped_column(server_default="")  # empty: none
    week: Mapped[list[int]] = mapped_column(Json, server_default="[]")  # minutes of work, Monday to Friday; [] is all
    capacity: Mapped[int | None]  # how many work items at most; None: what the office's rules say


class Trait(Table):
    """A role, group, skill, spoken language or area of a person."""

    __tablename__ = "person_traits"
    __table_args__ = (Index("ix_person_traits_name", "kind", "name", "account"),)

    account: Mapped[str] = mapped_column(ForeignKey("people.account", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # role · group · skill · language · area
    name: Mapped[str] = mapped_column(primary_key=True)
