"""The history of everything that is no instance's own: rights, settings, definitions, rules, registers, readings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Counter, Time


class Record(Table):
    """One thing that somebody did or read. Rows are only ever added.

    `subject` is what it was done to, with its kind: `person:anna`, `definition:service-path:3`, `company:1234567-1`.
    `business_key` is the customer's, where it is about one. `data` is JSON without personal data; `digest` stands for
    the values that are kept apart, and is empty where there are none.
    """

    __tablename__ = "records"
    __table_args__ = (
        Index("ix_records_at", "at", "seq"),
        Index("ix_records_actor", "actor", "at", "seq"),
        Index("ix_records_kind", "kind", "at", "seq"),
        Index("ix_records_subject", "subject", "at", "seq"),
        Index("ix_records_business_key", "business_key", "at", "seq"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(Counter, primary_key=True)
    at: Mapped[datetime] = mapped_column(Time)
    actor: Mapped[str]
    on_behalf_of: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    business_key: Mapped[str]
    reason: Mapped[str]
    request: Mapped[str]
    data: Mapped[str]
    digest: Mapped[str]


class RecordValues(Table):
    """The values of a record that may have to be erased: names, addresses, what somebody said."""

    __tablename__ = "record_values"

    seq: Mapped[int] = mapped_column(Counter, ForeignKey("records.seq"), primary_key=True, autoincrement=False)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[str]
