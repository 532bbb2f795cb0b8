"""Conditions that start processes, when they *become* true: what was true before is remembered."""

from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.insert_new import insert_new

S, H = tables.ConditionStart, tables.HeldCondition


@dataclass(frozen=True, slots=True)
class StartRow:
    """A conditional start event; `condition` is its FEEL text."""

    process_id: str
    element_id: str
    part: int
    definition: str
    condition: str


def starts(session: Session, *, process_id: str | None = None, timed: bool = False) -> list[StartRow]:
    """The conditional start events of the latest versions, of one process or of all.

    `timed`: only those that read no variables, so that the clock can look at them.
    """
    wanted = select(S.process_id, S.element_id, S.part, S.definition, S.condition)
    if process_id is not None:
        wanted = wanted.where(S.process_id == process_id)
    if timed:
        wanted = wanted.where(S.timed)
    return [StartRow(*row) for row in session.execute(wanted.order_by(S.process_id, S.element_id, S.part))]


def becomes_true(session: Session, start: StartRow, subject: str) -> bool:
    """Note that the condition is true for the subject. False when it was so already."""
    return insert_new(session, H, _held(start, subject))


def is_false(session: Session, start: StartRow, subject: str) -> None:
    """Note that the condition is false for the subject: it can become true."""
    here = [getattr(H, name) == value for name, value in _held(start, subject).items()]
    session.execute(delete(H).where(*here).execution_options(synchronize_session=False))


def _held(start: StartRow, subject: str) -> dict[str, object]:
    row = asdict(start) | {"subject": subject}
    del row["definition"]  # the same condition in a new version was true before as well
    return row
