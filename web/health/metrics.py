"""Numbers for Prometheus: requests and commands with their times, what waits, who is alive, how full the pool is.

What is counted in the database is asked at most every ten seconds, however often somebody looks. Of several server
processes each tells what all have counted (`web.health.together`); what waits and who is alive is the same from each.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from threading import Lock
from time import perf_counter
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from engine.store import nodes
from engine.store.gauges import MOST, Waiting, waiting
from engine.store.growth import Room, room
from web.health import together
from web.office import Office, office
from web.requests import here

bp = Blueprint("metrics", __name__)

NAME = "polku-metrics"
COUNTED = f"counted up to {MOST:,}"
KEPT = timedelta(seconds=10)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


@dataclass(eq=False)  # the registry keeps it in a set
class Watched(Collector):
    """What the database said last, and when."""

    office: Office
    _at: datetime | None = None
    _waiting: Waiting | None = None
    _room: Room | None = None
    _alive: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def ask(self) -> tuple[Waiting, dict[str, int], Room]:
        now = self.office.now()
        with self._lock:
            if self._waiting is None or self._room is None or self._at is None or not self._at <= now < self._at + KEPT:
                self._waiting = waiting(self.office.database, now)
                alive = [part for node in nodes.alive(self.office.database, now) for part in node.parts]
                self._alive = {part: alive.count(part) for part in ("web", "clock", "jobs")}
                self._room = room(self.office.database)
                self._at = now
            return self._waiting, self._alive, self._room

    def collect(self) -> Iterator[Metric]:
        there, alive, taken = self.ask()
        for name, help, value in (
            ("polku_work_items_open", f"Open work items, {COUNTED}", there.work_items),
            ("polku_work_items_unassigned", f"Open work items that nobody holds, {COUNTED}", there.unassigned),
            ("polku_work_items_overdue", f"Open work items whose due date has passed, {COUNTED}", there.overdue),
            ("polku_timers_armed", f"Timers that are armed, {COUNTED}", there.timers),
            ("polku_timers_late", f"Timers that are due and not fired yet, {COUNTED}", there.late_timers),
            ("polku_incidents", f"Unresolved incidents, {COUNTED}", there.incidents),
            ("polku_database_bytes", "Size of the database", taken.bytes),
            ("polku_database_free_bytes", "Room in SQLite's file that new rows will take", taken.free),
        ):
            yield GaugeMetricFamily(name, help, value)
        yield labelled("polku_jobs", f"Open jobs by their state, {COUNTED}", "state", dict(there.jobs))
        yield labelled("polku_processes_up", "Processes of the program that are alive", "part", alive)
        yield from tables(taken)


def tables(taken: Room) -> Iterator[Metric]:
    """Whether PostgreSQL sweeps dead rows as fast as they come."""
    yield labelled("polku_table_bytes", "Size of a table", "table", {one.table: one.bytes for one in taken.tables})
    rows = GaugeMetricFamily("polku_table_rows", "Rows of a table, about", labels=["table", "state"])
    for one in taken.tables:
        rows.add_metric([one.table, "live"], one.live)
        rows.add_metric([one.table, "dead"], one.dead)
    yield rows
    swept = {one.table: int(one.swept_at.timestamp()) for one in taken.tables if one.swept_at}
    yield labelled("polku_table_swept_timestamp_seconds", "When a table's dead rows were last swept", "table", swept)


def labelled(name: str, help: str, label: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, help, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


@dataclass(frozen=True, slots=True)
class Metrics:
    """The registry of one application, and what it counts by itself."""

    registry: CollectorRegistry
    seconds: Histogram
    answered: Counter
    commands: Histogram

    def command(self, kind: str, seconds: float) -> None:
        self.commands.labels(kind).observe(seconds)


def install(app: Flask) -> None:
    registry = CollectorRegistry()
    own = None if together.folder() else registry  # what stands in the folder of all, no process tells by itself
    seconds = Histogram(
        "polku_request_seconds", "How long requests took", ["route", "method"], buckets=SECONDS, registry=own
    )
    answered = Counter("polku_requests", "Requests by the status of their answer", ["route", "status"], registry=own)
    commands = Histogram(
        "polku_command_seconds", "How long deciding a command took", ["command"], buckets=SECONDS, registry=own
    )
    with app.app_context():
        registry.register(Watched(office()))
        together.install(registry, office())
        metrics = Metrics(registry, seconds, answered, commands)
        office().engine.execution.measures.append(metrics.command)
    app.extensions[NAME] = metrics
    app.register_blueprint(bp)
    app.after_request(count)


def count(answer: Response) -> Response:
    asked, kept = here()
    route = asked.endpoint or "none"
    if route not in ("static", "metrics.show"):
        metrics = cast(Metrics, current_app.extensions[NAME])
        metrics.answered.labels(route, str(answer.status_code)).inc()
        if "begun" in kept:
            metrics.seconds.labels(route, asked.method).observe(perf_counter() - kept.begun)
    return answer


@bp.get("/metrics")
def show() -> Response:
    """Everything in the text form of Prometheus, for who may know it."""
    allow()
    metrics = cast(Metrics, current_app.extensions[NAME])
    return Response(generate_latest(metrics.registry), content_type=MEDIA_TYPE)


def allow() -> None:
    """With a token set, whoever sends it; without one, this machine, unless the pages are behind another server."""
    settings = office().settings
    if settings.metrics_token:
        sent = request.headers.get("Authorization", "")
        if not hmac.compare_digest(sent.encode(), f"Bearer {settings.metrics_token}".encode()):
            abort(401)
    elif settings.public_url or not ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104  no bind
        abort(403)
