"""What is deployed: files, the definitions inside them, and which deployment brought which together."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Counter


class File(Table):
    """A file's content, once for each content that it ever had."""

    __tablename__ = "files"

    checksum: Mapped[str] = mapped_column(primary_key=True)  # SHA-256, hexadecimal
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Deployment(Table):
    """Files that were released together."""

    __tablename__ = "deployments"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    note: Mapped[str]


class Definition(Table):
    """One version of a process, decision or form. Its key is `id:version`; it never changes."""

    __tablename__ = "definitions"
    __table_args__ = (
        Index("uq_definitions_version", "kind", "id", "version", unique=True),
        Index("ix_definitions_tag", "kind", "id", "version_tag"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)  # process · decision · form · model (imported by decisions)
    key: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    version_tag: Mapped[str | None]
    deployment: Mapped[int] = mapped_column(ForeignKey("deployments.id"))
    file: Mapped[str]
    checksum: Mapped[str] = mapped_column(ForeignKey("files.checksum"))


class Deployed(Table):
    """Everything that a deployment contained, the definitions that it left at their version included."""

    __tablename__ = "deployed"

    deployment: Mapped[int] = mapped_column(ForeignKey("deployments.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str]
