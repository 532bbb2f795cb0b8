"""Questions that auditors keep, to ask them again."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Counter, Json


class SavedQuestion(Table):
    """What was asked on a page (`asked`: the fields of its address), by the name that its owner gave it."""

    __tablename__ = "saved_questions"
    __table_args__ = (
        Index("uq_saved_questions_name", "page", "owner", "name", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    page: Mapped[str]
    name: Mapped[str]
    owner: Mapped[str]
    shared: Mapped[bool]
    asked: Mapped[dict[str, str]] = mapped_column(Json)
