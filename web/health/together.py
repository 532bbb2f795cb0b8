"""What each server process tells of itself: its connections, its clock, its memory. Of several, each answers for all.

The command line gives several server processes a folder (`engine.cli.counting`), which is prometheus_client's mode for
several processes. What they count is there as soon as it is counted; of its connections and its clock each tells once a
second, and how much memory and processor time each takes is asked of the system.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from prometheus_client import CollectorRegistry, Gauge, GCCollector, ProcessCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

from engine.cli.counting import FOLDER
from web.office import Office

EVERY = 1.0  # seconds
PROCESS_ID = "polku_server_process_id"


def folder() -> Path | None:
    """Where the counts of all server processes stand, if there are several."""
    given = os.environ.get(FOLDER)
    return Path(given) if given else None


def install(registry: CollectorRegistry, office: Office) -> None:
    """Let the registry tell of this process, or of all."""
    shared = folder()
    own = None if shared else registry
    clock = Gauge("polku_clock_up", "Whether the clock of a process runs", registry=own, multiprocess_mode="liveall")
    connections = Gauge(
        "polku_database_connections",
        "Connections of the server's processes",
        ["state"],
        registry=own,
        multiprocess_mode="livesum",
    )
    pool = office.database.engine.pool
    told = (
        (clock, office.engine.clock_runs),
        (connections.labels("used"), getattr(pool, "checkedout", int)),
        (connections.labels("idle"), getattr(pool, "checkedin", int)),
    )
    if shared is None:
        for gauge, ask in told:
            gauge.set_function(ask)
        GCCollector(registry)
        ProcessCollector(registry=registry)
    else:
        Gauge(PROCESS_ID, "The id of a server process", registry=None, multiprocess_mode="liveall").set(os.getpid())
        Thread(target=keep_telling, args=(told,), name="metrics", daemon=True).start()
        registry.register(Together(shared))


def keep_telling(told: Iterable[tuple[Gauge, Callable[[], float]]]) -> None:
    """Until the process ends."""
    pause = Event()
    while True:
        for gauge, ask in told:
            gauge.set(ask())
        pause.wait(EVERY)


@dataclass(eq=False)  # the registry keeps it in a set
class Together(Collector):
    """The sums of what the processes counted; and what each tells of itself, with its number, from 1, as a label."""

    folder: Path

    def collect(self) -> Iterator[Metric]:
        files = [str(file) for file in self.folder.glob("*.db") if begun(file)]
        of_each: dict[str, Metric] = {}
        for metric in MultiProcessCollector.merge(files):
            metric.samples = [numbered(sample) for sample in metric.samples]
            yield metric
            if metric.name == PROCESS_ID:
                for sample in metric.samples:
                    taken_by(int(sample.value), sample.labels, of_each)
        yield from of_each.values()


def begun(file: Path) -> bool:
    """Whether there is anything in it: a process that has just made it may have died before it wrote."""
    with suppress(FileNotFoundError):  # what the dead told of themselves is taken away
        return file.stat().st_size > 0
    return False


def numbered(sample: Sample) -> Sample:
    """The library calls by `pid` what names the files: the number of the server."""
    return sample._replace(labels={"process" if name == "pid" else name: text for name, text in sample.labels.items()})


def taken_by(pid: int, labels: dict[str, str], found: dict[str, Metric]) -> None:
    """Add what a process takes (memory, processor time, files) to what is found of the others."""
    for metric in ProcessCollector(pid=lambda: pid, registry=None).collect():
        all_of = found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
        all_of.samples += [sample._replace(labels=labels) for sample in metric.samples]
