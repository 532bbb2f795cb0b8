"""The log: the place that every fact and record has in one order, and the Merkle tree over it (RFC 6962)."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Time


class LogEntry(Table):
    """The leaf at `place`, from 0 on: the row `seq` of the table `source`, and the hash that its row had then."""

    __tablename__ = "log_entries"
    __table_args__ = (Index("uq_log_entries_source_seq", "source", "seq", unique=True),)

    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    source: Mapped[str]
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class LogNode(Table):
    """A perfect subtree of 256 leaves, of 256 such, and so on (`level` 8, 16, 24); those between are quickly made."""

    __tablename__ = "log_nodes"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class LogPosition(Table):
    """How far the writer of the log has come in a source. Not part of what is proved.

    Every row up to `settled` has its place, or never came to be. `seen` was the newest row in an earlier round, and
    `horizon` a transaction that began after it: once all older ones have ended, `seen` is settled.
    """

    __tablename__ = "log_positions"

    source: Mapped[str] = mapped_column(primary_key=True)
    settled: Mapped[int] = mapped_column(BigInteger)
    seen: Mapped[int] = mapped_column(BigInteger)
    horizon: Mapped[int] = mapped_column(BigInteger)


class Checkpoint(Table):
    """A signed checkpoint as it went out: `note` is its text."""

    __tablename__ = "checkpoints"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Time)
    note: Mapped[str]
