"""Tokens of the API: who may come in by a bearer token. What is kept opens nothing."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Json


class Token(Table):
    """A token by the hash of its secret. `account` is a person's, or the name of an outside worker."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        Index("uq_api_tokens_hash", "hash", unique=True),
        Index("ix_api_tokens_account", "account", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str]  # SHA-256 of the token, hexadecimal: a token is long and random, so this needs no salt
    account: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(Json)
    note: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
