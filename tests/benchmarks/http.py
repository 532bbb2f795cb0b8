"""Completing a task by the API: statements and commits of one request, requests a second, and how long people wait.

The server is `polku serve --processes 2` with fsync on; server, database and client share this machine's processors.
Beside it ran the floor: the bare database with as many transactions that write as many rows of as many bytes.
"""

import json
import re
import selectors
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from apiflask import APIFlask
from sqlalchemy import event

from engine.bootstrap import Program, open_program
from engine.settings import Settings
from engine.starting import Start
from engine.store import Database, people, tokens, work_items
from engine.store.log.appending import append_all
from engine.store.people import Person
from tests.benchmarks import _http_floor as floor
from tests.engine.diagrams import chain, diagram, user_task
from tests.postgres import new_database, postgres_server
from tests.serving import serving
from web.api import door
from web.app import create_app

ACCOUNT = "aino"
REQUESTS = 1000  # of each run
AT_ONCE = (8, 32)  # connections: a few that are busy, and enough that the server is never idle
PROCESSES = 2
PACE, PACED = 100, 5  # requests a second, and for so many seconds
FILES = {"asking.bpmn": diagram("asking", chain(user_task("first", groups="a,b"), user_task("second", groups="a,b")))}
SECRET = "only-for-this-measurement-0123456789"
NO_APPLICATION = "tests.no_application"
Measurement = dict[str, object]


def run() -> list[Measurement]:
    found = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        server = stack.enter_context(postgres_server())
        urls = {
            "postgresql": stack.enter_context(new_database(server)),
            "sqlite": f"sqlite:///{folder}/polku.db",
        }
        for name, url in urls.items():
            found += measured(name, url, Path(folder))
    return found


def measured(name: str, url: str, folder: Path) -> list[Measurement]:
    office = furnished(url)
    counted = count(office)
    kept = floor.written_by_one(office.program.database, office.one_completion)
    office.prepare((len(AT_ONCE) + 1) * REQUESTS + PACE * PACED)
    office.program.close()
    settings = {"POLKU_DATABASE_URL": url, "POLKU_SECRET_KEY": SECRET, "POLKU_PROCESSES": NO_APPLICATION}
    with serving("--processes", str(PROCESSES), POLKU_LOG_LEVEL="warning", **settings) as server:
        office.complete(server.address, REQUESTS // 5, 0)  # every process reads its definitions once
        fast = {number: office.complete(server.address, REQUESTS, 0, number) for number in AT_ONCE}
        slow = office.complete(server.address, PACE * PACED, PACE)
    bare = floor.rate(url, kept, folder, processes=PROCESSES)
    rates = {number: REQUESTS / run.seconds for number, run in fast.items()}
    return [
        {"name": f"{name}: one completion by the API", "value": counted["statements"], "unit": "statements"},
        {"name": f"{name}: one completion by the API", "value": counted["commits"], "unit": "commits"},
        *(
            {
                "name": f"{name}: completions by the API, {number} at a time",
                "value": round(rate, 1),
                "unit": "a second",
                "peer": "bare database",
                "peer_value": round(bare, 1),
                "ratio": round(rate / bare, 3),
            }
            for number, rate in rates.items()
        ),
        {"name": f"{name}: p99 at {PACE} a second", "value": round(slow.quantile(0.99) * 1000, 1), "unit": "ms"},
        {"name": f"{name}: median at {PACE} a second", "value": round(slow.quantile(0.5) * 1000, 1), "unit": "ms"},
    ]


@dataclass
class Office:
    """The program on an empty database, a person with a token, and the tasks that are still open."""

    program: Program
    token: str
    open: list[work_items.WorkItemRow] = field(default_factory=list)

    def prepare(self, number: int) -> None:
        """Open so many tasks for the person. The log has their beginnings: it has nothing to catch up with later."""
        self.program.engine.start_many([Start(process_id="asking")] * number, actor=ACCOUNT)
        append_all(self.program.database)
        after: str | None = None
        found: list[work_items.WorkItemRow] = []
        while True:
            page = work_items.page(self.program.database, scope="all", process_id="asking", after=after, limit=1000)
            found += page.items
            if (after := page.next) is None:
                break
        self.open = found

    def one_completion(self) -> str:
        """Complete one task in this process. Gives the instance's id."""
        self.prepare(1)
        item = self.open.pop()
        self.program.engine.complete(item.instance_id, item.key, actor=ACCOUNT, request_id="one completion")
        return item.instance_id

    def forget_tokens(self, app: APIFlask) -> None:
        """As if two seconds had passed."""
        door.install(app)

    def request(self, host: str) -> bytes:
        """The bytes that complete the next task."""
        item = self.open.pop()
        body = json.dumps({"variables": {"note": "done"}}).encode()
        return (
            f"POST /api/v1/work-items/{item.instance_id}/{item.key}/complete HTTP/1.1\r\nHost: {host}\r\n"
            f"Authorization: Bearer {self.token}\r\nIdempotency-Key: {item.instance_id}-{item.key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    def complete(self, address: str, number: int, pace: int, connections: int = AT_ONCE[0]) -> "Run":
        where = urlsplit(address)
        requests = [self.request(where.netloc) for _ in range(number)]
        return send(str(where.hostname), int(where.port or 0), requests, pace, connections)


def furnished(url: str) -> Office:
    settings = Settings(database_url=url, processes=(NO_APPLICATION,), secret_key=SECRET)
    program = open_program(settings)
    program.migrate()
    program.engine.deploy(FILES, actor="owner")
    people.save(program.database, Person(account=ACCOUNT, name="Aino", roles=("expert",), groups=("a",)))
    now = program.engine.now()
    _, token = tokens.make(
        program.database, ACCOUNT, ["expert"], note="", expires_at=now + timedelta(days=1), by="benchmark", now=now
    )
    return Office(program, token)


def count(office: Office) -> dict[str, int]:
    """Statements (with BEGIN, where that is one) and commits of a request after the first one.

    The token is looked up again, as it is every two seconds; most requests need a statement less.
    """
    app = create_app(office.program.engine, office.program.settings)
    client = app.test_client()
    office.prepare(2)
    for _ in range(2):
        item = office.open.pop()
        headers = {"Authorization": f"Bearer {office.token}", "Idempotency-Key": f"count {item.instance_id}"}
        office.forget_tokens(app)
        with counting(office.program.database) as counts:
            path = f"/api/v1/work-items/{item.instance_id}/{item.key}/complete"
            answer = client.post(path, json={"variables": {"note": "done"}}, headers=headers)
        if answer.status_code != 200:
            raise AssertionError(answer.text)
    return counts


@contextmanager
def counting(database: Database) -> Iterator[dict[str, int]]:
    counts = {"statements": 0, "commits": 0}

    def statement(*_: Any) -> None:
        counts["statements"] += 1

    def commit(*_: Any) -> None:
        counts["commits"] += 1

    event.listen(database.engine, "before_cursor_execute", statement)
    event.listen(database.engine, "commit", commit)
    yield counts
    event.remove(database.engine, "before_cursor_execute", statement)
    event.remove(database.engine, "commit", commit)


@dataclass
class Run:
    """How long each request took, from when it was due, and all of them together."""

    took: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def quantile(self, part: float) -> float:
        return sorted(self.took)[min(len(self.took) - 1, int(len(self.took) * part))]


def send(host: str, port: int, requests: Sequence[bytes], pace: int, connections: int) -> Run:
    """Send all over so many connections: as fast as they are answered, or `pace` a second whether or not they are."""
    done, waiting, begun = Run(), list(reversed(requests)), perf_counter()
    with selectors.DefaultSelector() as ready:
        free = [socket.create_connection((host, port)) for _ in range(connections)]
        for one in free:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sent = 0
        answers: dict[int, bytes] = {}
        while len(done.took) < len(requests):
            while free and waiting and (not pace or perf_counter() - begun >= sent / pace):
                connection = free.pop()
                due = begun + sent / pace if pace else perf_counter()
                connection.sendall(waiting.pop())
                ready.register(connection, selectors.EVENT_READ, due)
                sent += 1
            left = begun + sent / pace - perf_counter() if pace and waiting and free else 1.0
            for key, _ in ready.select(max(left, 0)):
                answers[key.fd] = answers.get(key.fd, b"") + key.fileobj.recv(65536)  # type: ignore[union-attr]
                if not whole(answers[key.fd]):
                    continue
                if not answers.pop(key.fd).startswith(b"HTTP/1.1 200"):
                    raise AssertionError("An answer was not 200; the server's log says more.")
                done.took.append(perf_counter() - key.data)
                ready.unregister(key.fileobj)
                free.append(key.fileobj)  # type: ignore[arg-type]
        for one in free:
            one.close()
    done.seconds = perf_counter() - begun
    return done


def whole(answer: bytes) -> bool:
    """Whether the answer has come to its end; head and body may come apart."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not answer:
        raise AssertionError("The server closed the connection.")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(end) and length is not None and len(body) >= int(length[1])
