"""A process says that it is alive, every few seconds, in a thread of its own."""

import os
import socket
import uuid
from collections.abc import Sequence
from importlib.metadata import version
from threading import Event, Thread

import structlog

from engine.ports import Clock
from engine.store import Database, nodes
from engine.store.nodes import HEARTBEAT, NodeRow

log = structlog.get_logger("polku.jobs")


def new_node_id() -> str:
    return uuid.uuid4().hex[:16]


class Heartbeat:
    """Beats from `start` until `stop`. What dead processes had claimed is given back at each beat."""

    def __init__(self, database: Database, clock: Clock, id: str, parts: Sequence[str]) -> None:
        self.database, self.clock = database, clock
        now = clock.now()
        self.node = NodeRow(id, tuple(parts), socket.gethostname(), os.getpid(), version("polku"), now, now)
        self._stopping = Event()
        self._thread = Thread(target=self._beat, name="heartbeat", daemon=True)
        self._failing = False

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Leave the list of those who are alive, if the database answers. One that never began has nothing to leave."""
        if not self._thread.is_alive():
            return
        self._stopping.set()
        self._thread.join()
        try:
            nodes.leave(self.database, self.node.id)
        except Exception as failure:
            log.warning("left without a word: the database does not answer", exc_info=failure)

    def _beat(self) -> None:
        while True:
            try:
                freed = nodes.beat(self.database, self.node, self.clock.now())
            except Exception as failure:
                if not self._failing:
                    log.error("the heartbeat failed, and will be tried again", exc_info=failure)
                self._failing = True
            else:
                self._failing = False
                if freed:
                    log.warning("took back what a dead process had claimed", jobs=freed)
            if self._stopping.wait(HEARTBEAT.total_seconds()):
                return
