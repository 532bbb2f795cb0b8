"""Making checkpoints: what is committed gets its place, the root is signed, and the note goes out of reach."""

from collections.abc import Iterable
from datetime import UTC, datetime

from engine.history.log_key import LogKey, key_in
from engine.history.publishing import Publish, Signed, channels, send_everywhere
from engine.ports import Clock
from engine.proof.checkpoint import Checkpoint, VerifierKey, read, sign
from engine.settings import Settings
from engine.store import Database
from engine.store.log import checkpoints as stored
from engine.store.log.appending import append_all
from engine.store.log.tree import frontier


def make(
    database: Database, key: LogKey, now: datetime, publish: Iterable[Publish] = (), *, actor: str = "clock"
) -> Signed:
    """Sign what the log holds now. A log that has not grown keeps its checkpoint, which is published once more."""
    with database.writing() as session:
        reason = "The log's first key." if not key.former else "The key was replaced."
        stored.know_key(session, str(key.public), actor=actor, now=now, reason=reason)
    append_all(database)
    with database.writing() as session:
        edge = frontier(session)
        made = Checkpoint(key.name, edge.size, edge.root(), (time_line(now),))
        note = sign(made, key.name, key.private)
        new = stored.keep(session, edge.size, now, note)
        kept = stored.newest(session)
        if not new and kept is not None and kept.size == edge.size:
            made, note, now = read(kept.note.partition("\n\n")[0] + "\n"), kept.note, kept.at
    signed = Signed(made, now, note, new)
    send_everywhere(signed, publish)
    return signed


def time_line(now: datetime) -> str:
    """The extension that says when a checkpoint was made."""
    return f"time {now.astimezone(UTC).isoformat(timespec='seconds')}"


def make_one(database: Database, clock: Clock, settings: Settings) -> None:
    """What recurs: sign the history as it is."""
    key = key_in(settings.data_folder, settings.log_name)
    make(database, key, clock.now(), channels(settings))


def known_keys(database: Database) -> tuple[VerifierKey, ...]:
    """The public keys that the history itself names. Trust them only as far as you trust who keeps the database."""
    with database.reading() as session:
        return tuple(map(VerifierKey.read, stored.keys(session)))
