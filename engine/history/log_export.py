"""The whole log as a file that others check without the database: see `engine.proof.log` for what is in it."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import Refused
from engine.proof.log import ENTRIES, FORMAT, LOG
from engine.store import Database, Session, archived
from engine.store.log import checkpoints
from engine.store.log.reading import texts


def write_log(database: Database, file: Path, *, values: bool) -> int:
    """Write every entry up to the newest checkpoint, with `values` what can be erased too. Gives how many there are.

    Raises `Refused` where nothing was signed yet.
    """
    with database.reading() as session, zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as packed:
        signed = list(checkpoints.all_of(session))
        if not signed:
            raise Refused("Nothing was signed yet. Make a checkpoint: polku audit checkpoint.")
        size = signed[-1].size
        head = {"format": FORMAT, "checkpoints": [one.note for one in signed], "archives": archives(session)}
        packed.writestr(LOG, json.dumps(head, ensure_ascii=False, indent=1))
        with packed.open(ENTRIES, "w", force_zip64=True) as entries:
            for line in lines(session, size, values=values):
                entries.write(f"{json.dumps(line, ensure_ascii=False)}\n".encode())
    return size


def archives(session: Session) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for id, archive, places in archived.rows(session):
        found.setdefault(archive, []).append((id, places))
    return found


def lines(session: Session, size: int, *, values: bool) -> Iterator[dict[str, Any]]:
    for kept, text, salt, content in texts(session, size):
        if text is None:
            yield {"hash": kept.hex()}
        elif values and content is not None and salt is not None:
            yield {"leaf": text, "salt": salt.hex(), "values": content}
        else:
            yield {"leaf": text}
