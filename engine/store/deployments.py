"""Writing what is deployed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.insert_new import insert_new
from engine.store.rows import insert_rows

LOCK = 7_065_812  # any number, the same on every node


@dataclass(frozen=True, slots=True)
class NewDefinition:
    """A definition to be written; `version` is its own, not its file's."""

    kind: str
    id: str
    version: int
    name: str
    version_tag: str | None
    file: str
    checksum: str

    @property
    def key(self) -> str:
        return f"{self.id}:{self.version}"


@dataclass(frozen=True, slots=True)
class TimerStart:
    element_id: str
    part: int
    due: datetime
    interval: str
    left: int


@dataclass(frozen=True, slots=True)
class MessageStart:
    element_id: str
    name: str


@dataclass(frozen=True, slots=True)
class SignalStart:
    element_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ConditionStart:
    """`timed`: the condition reads no variables, so that only time can make it true."""

    element_id: str
    part: int
    condition: str
    timed: bool


@dataclass(frozen=True, slots=True)
class Starts:
    """The start events of one version of a process that something triggers."""

    timers: Sequence[TimerStart]
    messages: Sequence[MessageStart]
    signals: Sequence[SignalStart]
    conditions: Sequence[ConditionStart]


def lock(session: Session) -> None:
    """Let one deployment after the other count its versions. On SQLite there is only one writer anyway."""
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def new_deployment(session: Session, actor: str, note: str, now: datetime) -> int:
    """The number of a new deployment."""
    deployment = tables.Deployment
    row = {"actor": actor, "note": note, "at": now}
    return session.execute(insert(deployment).values(row).returning(deployment.id)).scalar_one()


def write_file(session: Session, checksum: str, content: bytes) -> None:
    """Keep the content, unless it is there already."""
    insert_new(session, tables.File, {"checksum": checksum, "content": content})


def write_definitions(session: Session, deployment: int, definitions: Iterable[NewDefinition]) -> None:
    rows = [
        {name: getattr(definition, name) for name in (*NewDefinition.__slots__, "key")} | {"deployment": deployment}
        for definition in definitions
    ]
    insert_rows(session, tables.Definition, rows)


def write_members(session: Session, deployment: int, members: Iterable[tuple[str, str, str]]) -> None:
    """What the deployment contained, as (kind, id, key), the unchanged included."""
    rows = [{"deployment": deployment, "kind": kind, "id": id, "key": key} for kind, id, key in members]
    insert_rows(session, tables.Deployed, rows)


def replace_starts(session: Session, process_id: str, definition: str, starts: Starts, now: datetime) -> None:
    """Let the start events of `definition` be the ones of the process; those before it end."""
    for table in (tables.TimerStart, tables.MessageStart, tables.SignalStart, tables.ConditionStart):
        here = table.process_id == process_id
        session.execute(delete(table).where(here).execution_options(synchronize_session=False))
    of = {"process_id": process_id, "definition": definition}
    insert_rows(session, tables.TimerStart, (of | asdict(timer) for timer in starts.timers))
    insert_rows(
        session, tables.MessageStart, (of | asdict(message) | {"created_at": now} for message in starts.messages)
    )
    insert_rows(session, tables.SignalStart, (of | asdict(signal) for signal in starts.signals))
    insert_rows(session, tables.ConditionStart, (of | asdict(condition) for condition in starts.conditions))
