"""Several server processes count together, so that whoever of them is asked for `/metrics` answers for all.

This is prometheus_client's mode for several processes: what one counts stands in files of a folder that all can read.
They are named after the number of the server, not its process id, so that the one that takes the place of a dead one
goes on where that one stopped: a counter never goes back, and there are no more files than servers.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client import values
from prometheus_client.multiprocess import mark_process_dead

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name for it
#: Files in memory, where there are: a page of a file that can't be written to a full disk would kill who counts in it.
MEMORY = Path("/dev/shm")  # noqa: S108  the folder in it is made anew, for us alone


@contextmanager
def shared_counts() -> Iterator[str]:
    """A new folder for what the servers count, which goes with them."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="polku-metrics-", dir=memory, ignore_cleanup_errors=True) as folder:
        yield folder


def count_in(folder: str, server: int) -> None:
    """What this process counts from now on stands in the folder. Call it before anything is counted."""
    os.environ[FOLDER] = folder
    values.ValueClass = values.MultiProcessValue(partial(int, server))  # type: ignore[no-untyped-call]


def is_gone(folder: str, server: int) -> None:
    """A server has died: what it counted stays, what it told of itself (its connections) goes."""
    mark_process_dead(server, folder)  # type: ignore[no-untyped-call]
