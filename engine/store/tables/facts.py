"""The history. Rows are only ever added; triggers refuse everything else, whoever asks."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Counter

#: What nearly all facts are. Whoever asks for one of these kinds finds it soon along the time, without an index.
FREQUENT = ("ElementActivated", "ElementCompleted", "FlowTaken", "VariablesSet")
RARE = text(" AND ".join(f"kind <> '{kind}'" for kind in FREQUENT))
KEYED = text("business_key <> ''")
#: Facts that lead a run: of those of a command only they are found by what all of them have in common.
LEADING = text("(leads IS NULL OR leads <> 0)")
KEYED_LEADING = text(f"{KEYED.text} AND {LEADING.text}")
#: Variables that somebody set by hand: the engine's own facts give no reason. The queries say it with the same words.
BY_HAND_SQLITE = text("""kind = 'VariablesSet' AND instr(data, '"reason"') > 0""")
BY_HAND_POSTGRES = text("""kind = 'VariablesSet' AND strpos(data, '"reason"') > 0""")


class Fact(Table):
    """One fact of an instance, its `number`th, with who, when and where in the diagram.

    `process` is the key of the (root or called) process inside the instance, `data` the fact itself as JSON, without
    its values. `digest` stands for them (see `engine.proof.entry`), and is empty where there are none. `request` is the
    name of the request that led to it, which the program's log has too. `leads` is the length of the run of facts that
    begins with this one (see `engine.store.runs`), and 0 for one inside a run; those of before there were runs have
    None, and stand for themselves.

    No index has `seq`: SQLite has the row's number in each of its own accord, and PostgreSQL sorts those of a moment.
    """

    __tablename__ = "facts"
    __table_args__ = (
        UniqueConstraint("instance_id", "number"),
        Index("ix_facts_at", "at", sqlite_where=LEADING, postgresql_where=LEADING),
        Index("ix_facts_actor", "actor", "at", sqlite_where=LEADING, postgresql_where=LEADING),
        Index("ix_facts_process", "process_id", "at", sqlite_where=LEADING, postgresql_where=LEADING),
        Index(
            "ix_facts_business_key", "business_key", "at", sqlite_where=KEYED_LEADING, postgresql_where=KEYED_LEADING
        ),
        Index("ix_facts_kind", "kind", "at", sqlite_where=RARE, postgresql_where=RARE),
        Index("ix_facts_element", "element_id", "at"),
        Index("ix_facts_by_hand", "at", sqlite_where=BY_HAND_SQLITE, postgresql_where=BY_HAND_POSTGRES),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(Counter, primary_key=True)
    instance_id: Mapped[str]
    number: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    definition: Mapped[str]
    process_id: Mapped[str]
    process: Mapped[int]
    business_key: Mapped[str]
    element_id: Mapped[str]
    data: Mapped[str]
    digest: Mapped[str] = mapped_column(server_default="")
    request: Mapped[str] = mapped_column(server_default="")
    leads: Mapped[int | None]


class FactValues(Table):
    """The values of a fact: variables, items, a decision's inputs and result. They can be erased; the fact stays."""

    __tablename__ = "fact_values"

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[str]
