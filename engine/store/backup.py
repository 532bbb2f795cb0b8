"""A backup in one file, from either database and into either: a compressed SQLite database, and what is in it, hashed.

Reading sees one moment of the source, whatever is written meanwhile. What comes back is compared, table by table, with
what was counted when the backup was made. A backup of an older release is brought to this one by its migrations.
"""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import inspect, text

from engine.errors import Refused
from engine.proof.findings import UNREADABLE
from engine.store import nodes
from engine.store.copying import Copied, Told, copy_database, copy_tables
from engine.store.database import Database
from engine.store.migrate import ENGINE, Schema, migrate, upgrade

FORMAT = 1
#: What SQLite keeps beside its file while somebody has it open.
LOGS = ("-wal", "-shm")
DATA, MANIFEST = "polku.db", "manifest.json"
CHUNK = 1 << 20
#: A database that has rows in one of these is in use.
TELLING = ("instances", "definitions", "people", "records")


class Manifest(msgspec.Struct, frozen=True):
    """What the backup says of itself: when and by which release it was made, and rows and a hash of each table."""

    format: int
    made_at: datetime
    version: str
    database: str
    sha256: str
    tables: dict[str, tuple[int, str]]


def back_up(
    database: Database,
    applications: Iterable[Schema],
    file: Path,
    *,
    now: datetime,
    version: str,
    told: Told = lambda _table, _rows: None,
) -> Manifest:
    """Write a backup, whole or not at all. Raises `Refused` where the file is there already."""
    if file.exists():
        raise Refused(f"{file} is there already. Name another file, or remove it first.")
    schemas = tuple(applications)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with working_copy() as (copy, path):
            migrate(copy, schemas)
            copied = copy_database(database, copy, schemas, told)
            with copy.writing() as session:
                session.execute(text("DELETE FROM nodes"))
            copy.close()
            tables = {one.table: (one.rows, one.hash) for one in copied}
            manifest = Manifest(FORMAT, now, version, database.dialect, hash_of(path), tables)
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(MANIFEST, msgspec.json.encode(manifest))
                archive.write(path, DATA)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


@contextmanager
def opened(file: Path, applications: Iterable[Schema]) -> Iterator[tuple[Manifest, Database]]:
    """The backup's content, whole and at this release. Raises `Refused` for what is no backup, or a damaged one."""
    with working_copy() as (copy, path):
        manifest = unpacked(file, path)
        migrate(copy, applications)
        with copy.writing() as session:
            # Nobody has a job any more: whoever had one then may long be gone.
            session.execute(text("UPDATE jobs SET locked_by = '', locked_until = NULL WHERE locked_by <> ''"))
        yield manifest, copy


def unpacked(file: Path, path: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            with archive.open(DATA) as packed, path.open("wb") as plain:
                while some := packed.read(CHUNK):
                    plain.write(some)
    except (*UNREADABLE, msgspec.MsgspecError) as error:
        raise Refused(f"{file} is no backup of Polku, or it is damaged: {error}. Take another one.") from error
    if manifest.format != FORMAT:
        raise Refused(f"{file} was made by a newer release ({manifest.version}). Restore it with that one.")
    if hash_of(path) != manifest.sha256:
        raise Refused(f"{file} is damaged: its content does not have the hash that it names. Take another one.")
    return manifest


def restore(
    copy: Database, target: Database, applications: Iterable[Schema], *, told: Told = lambda _table, _rows: None
) -> tuple[Copied, ...]:
    """Put the content of a backup into the empty database `target`. Raises `Refused`."""
    schemas = tuple(applications)
    migrate(target, schemas)
    return copy_database(copy, target, schemas, told)


def replace(
    copy: Database, target: Database, applications: Iterable[Schema], *, told: Told = lambda _table, _rows: None
) -> tuple[Copied, ...]:
    """Put the content of a backup in the place of what `target` holds: all of it, or everything stays as it was.

    On PostgreSQL the whole schema that the tables are in goes, with what else is in it. Raises `Refused`.
    """
    schemas = tuple(applications)
    if target.dialect == "sqlite":
        return replace_file(copy, target, schemas, told)
    with copy.reading() as reading, target.writing() as writing:
        schema = writing.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
        writing.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        writing.execute(text(f"CREATE SCHEMA {schema}"))
        upgrade(writing.connection(), schemas)
        return copy_tables(reading.connection(), writing.connection(), (ENGINE, *schemas), told)


def replace_file(copy: Database, target: Database, schemas: tuple[Schema, ...], told: Told) -> tuple[Copied, ...]:
    """Fill a file beside the database's, which then takes its name."""
    path = Path(str(target.url.database))
    draft = path.with_name(f".{path.name}.restored")
    remove(draft)  # of an earlier try that was interrupted
    try:
        new = Database(f"sqlite:///{draft}")
        try:
            copied = restore(copy, new, schemas, told=told)
        finally:
            new.close()
        target.close()
        for end in LOGS:  # the last who closes the database leaves none; an old log would be read into the new file
            if path.with_name(path.name + end).exists():
                raise Refused(f"Another program has {path} open. End it and try again; nothing was changed.")
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(path)
    finally:
        remove(draft)
    return copied


def remove(path: Path) -> None:
    """Remove an SQLite database and its logs, if they are there."""
    for end in ("", *LOGS):
        path.with_name(path.name + end).unlink(missing_ok=True)


def refuse_in_use(database: Database, now: datetime, *, force: bool) -> None:
    """Raises `Refused` where a process of the program is alive in the database, or, without `force`, data is there."""
    with database.reading() as session:
        there = set(inspect(session.connection()).get_table_names())
    if "nodes" in there and (alive := nodes.alive(database, now)):
        names = ", ".join(f"{node.host} (process {node.pid})" for node in alive)
        raise Refused(
            f"Polku runs with this database: {names}. Stop it first, and wait half a minute if it was killed."
        )
    with database.reading() as session:
        filled = [
            name
            for name in TELLING
            if name in there and session.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first()  # noqa: S608  our names
        ]
    if filled and not force:
        raise Refused(
            f"The database has data ({', '.join(filled)}). Restore into an empty one, or give --force to put the "
            "backup in its place."
        )


@contextmanager
def working_copy() -> Iterator[tuple[Database, Path]]:
    """An SQLite database in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="polku-") as folder:
        path = Path(folder) / DATA
        database = Database(f"sqlite:///{path}")
        try:
            yield database, path
        finally:
            database.close()


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
