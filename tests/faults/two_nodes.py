"""Customers run through the service path on two servers and two workers, killed and started again meanwhile.

The programs are those of `polku serve` and `polku worker`, on PostgreSQL, in an office whose time is moved from one
timer to the next. Experts complete their work over the API, at whichever server answers, and send a request again that
got no answer. In the end all customers are in aftercare, and each has been through the same steps, each step once.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http.client import HTTPException
from pathlib import Path

from sqlalchemy import text

from engine.bootstrap import open_program
from engine.engine import Engine
from engine.errors import AlreadyDone
from engine.history.replay import verify_all
from engine.settings import read_settings
from engine.store import Database, messages, people, tokens, upcoming, work_items
from engine.store.people import Person
from engine.store.work_items import WorkItemRow
from processes.business_services import contact, feedback
from processes.business_services.demo.answers import typical
from processes.business_services.demo.people import people as office_people
from processes.business_services.register import queries
from processes.business_services.register.business_id import invented
from tests.faults.ahead import FileClock
from tests.serving import ROOT, Server, serving, wait_until

CUSTOMER = "customer"
EXPERTS = 8  # who complete at the same time
SPECIAL = {"recruitment-need": {"help": "advice"}}
#: What a customer goes through on the way, in steps that nothing but the diagram decides on.
STEPS = ("ElementCompleted", "WorkItemCompleted", "JobCompleted", "MessageReceived")
IDLE = (
    "SELECT (SELECT count(*) FROM timers WHERE due <= :now) + (SELECT count(*) FROM jobs WHERE run_at <= :now "
    "AND retries > 0) + (SELECT count(*) FROM signal_broadcasts)"
)
TURNS = 2000


@dataclass
class Node:
    """A server or a worker: killed and started again at any time, at another port."""

    stack: ExitStack = field(default_factory=ExitStack)
    server: Server | None = None
    worker: "subprocess.Popen[bytes] | None" = None

    def kill(self) -> None:
        if self.server is not None:
            self.server.kill()
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
        self.stack.close()


@dataclass
class Way:
    """The office while its customers are on their way."""

    url: str
    chance: random.Random
    clock: FileClock
    engine: Engine
    staff: tuple[Person, ...]
    tokens: dict[str, str]
    nodes: list[Node] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def database(self) -> Database:
        return self.engine.database

    @property
    def program(self) -> tuple[str, ...]:
        return (sys.executable, "-m", "tests.faults.ahead", str(self.clock.file))

    def server(self) -> Node:
        node = Node()
        node.server = node.stack.enter_context(serving(program=self.program, **settings(self.url)))
        return node

    def worker(self) -> Node:
        node = Node()
        node.worker = node.stack.enter_context(working(self.program, settings(self.url)))
        return node

    def kill_some(self) -> None:
        """Kill a server and a worker while the others go on, and start them again."""
        for place, start in ((1, self.server), (3, self.worker)):
            self.nodes[place].kill()
            self.nodes[place] = start()
            self.counts["kills"] += 1

    # What people do

    def arrive(self, customers: list[str]) -> None:
        def come(customer: str) -> None:
            told = typical("contact", self.clock.now(), {"companyName": f"Yritys {customer}", "businessId": customer})
            contact.open(self.engine, self.database, told, CUSTOMER, request_id=f"contact-{customer}")

        with ThreadPoolExecutor(EXPERTS) as pool:
            list(pool.map(come, customers))

    def work(self) -> int:
        """Complete every open work item once, by whoever holds it. Gives how many were tried."""
        with self.database.reading() as session:
            asked = "SELECT instance_id, key FROM work_items WHERE status = 'open' AND form <> ''"
            found = [tuple(row) for row in session.execute(text(asked))]
        self.chance.shuffle(found)
        with ThreadPoolExecutor(EXPERTS) as pool:
            list(pool.map(lambda one: self.complete(*one), found))
        return len(found)

    def complete(self, instance_id: str, key: int) -> None:
        item = work_items.one(self.database, instance_id, key)
        account = item.assignee or self.member(item)
        here = f"/api/v1/work-items/{instance_id}/{key}"
        if not item.assignee:
            self.ask(account, f"{here}/claim", {}, f"claim-{instance_id}-{key}-{account}")
        form = item.form.partition(":")[0]
        answers = typical(form, self.clock.now(), SPECIAL.get(form))
        self.ask(account, f"{here}/complete", {"variables": answers}, f"complete-{instance_id}-{key}")

    def member(self, item: WorkItemRow) -> str:
        groups = set(item.candidate_groups)
        return next(one.account for one in self.staff if groups & set(one.groups))

    def ask(self, account: str, path: str, content: object, key: str) -> None:
        """Ask one of the servers, and another one when it gives no answer. After a refusal the next turn looks anew."""
        for _ in range(200):
            server = self.nodes[self.chance.randrange(2)].server
            assert server is not None
            headers = {"Authorization": f"Bearer {self.tokens[account]}", "Content-Type": "application/json"}
            headers["Idempotency-Key"] = key
            request = urllib.request.Request(server.address + path, json.dumps(content).encode(), headers)  # noqa: S310
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  http, to ourselves
                    answer.read()
                self.counts["answers"] += 1
                return
            except urllib.error.HTTPError as told:
                if told.code == 409:  # somebody else was first, or it was given to somebody else
                    self.counts["told who was first"] += 1
                    return
                if told.code != 503:
                    raise AssertionError(f"{path}: {told.code} {told.read().decode()}") from told
            except (urllib.error.URLError, HTTPException, OSError):
                self.counts["no answer"] += 1
        raise AssertionError(f"No server answered {path}.")

    def give_feedback(self) -> bool:
        """Answer every request for feedback. Gives whether there was one."""
        before = self.counts["feedback"]
        for asked in queries.awaited_feedback(self.database):
            try:
                feedback.give(self.engine, self.database, asked.id, typical("feedback", self.clock.now()))
            except AlreadyDone:
                continue  # it is on its way: the job that notes it comes after the message
            self.counts["feedback"] += 1
        return self.counts["feedback"] > before

    # How far they are

    def left(self) -> int:
        """How much clocks and workers have to do now."""
        now = self.clock.now()
        with self.database.reading() as session:
            left = int(session.execute(text(IDLE), {"now": now}).scalar_one())
            return left + len(messages.matches(session, None, 1))

    def done(self) -> int:
        """How much has happened. What is left tells it not: of a thousand jobs, each is followed by another one."""
        with self.database.reading() as session:
            return int(session.execute(text("SELECT sum(facts) FROM instances")).scalar_one())

    def await_idle(self) -> None:
        """Until they have done it, however slow the machine is: only where nothing happens for a minute it is wrong."""
        while left := self.left():
            done = self.done()
            wait_until(partial(self.moved, done), f"clocks and workers to do any of the last {left} things")

    def moved(self, done: int) -> bool:
        return self.done() != done or not self.left()

    def in_aftercare(self) -> int:
        asked = (
            "SELECT count(DISTINCT instance_id) FROM facts WHERE kind = 'ElementActivated' AND element_id = 'aftercare'"
        )
        with self.database.reading() as session:
            return int(session.execute(text(asked)).scalar_one())

    def go_on(self) -> None:
        """To the moment when the next timer is due."""
        with self.database.reading() as session:
            due = upcoming.next_due(session, self.clock.now())
        assert due is not None, "nothing will happen any more"
        self.clock.move(due + timedelta(milliseconds=1))

    def run(self, customers: list[str], kills: frozenset[int]) -> None:
        """Until all are in aftercare. `kills`: the turns in which a server and a worker are killed."""
        self.arrive(customers)
        for turn in range(TURNS):
            if self.in_aftercare() == len(customers):
                self.counts["turns"] = turn
                return
            if turn in kills:
                with ThreadPoolExecutor(1) as beside:
                    killing = beside.submit(self.kill_some)
                    self.work()
                    killing.result()
            tried = self.work()
            self.await_idle()
            # Were time to go on while somebody is still asked for feedback, they would be months behind the others.
            if not self.give_feedback() and not tried:
                self.go_on()
        raise AssertionError(f"Only {self.in_aftercare()} of {len(customers)} customers arrived.")

    def check(self, customers: list[str]) -> None:
        """Each was there once, all went through the same steps, and replaying gives what is stored.

        The steps are those to aftercare, which the first are in while the last are still on their way.
        """
        with self.database.reading() as session:
            asked = "SELECT business_key FROM instances WHERE process_id = 'service-path'"
            paths = list(session.execute(text(asked)).scalars())
            asked = (
                "SELECT f.instance_id, f.kind, f.element_id FROM facts f JOIN instances i ON i.id = f.instance_id "
                "WHERE i.process_id = 'service-path' AND f.seq < (SELECT min(a.seq) FROM facts a WHERE "
                "a.instance_id = f.instance_id AND a.kind = 'ElementActivated' AND a.element_id = 'aftercare')"
            )
            found = [tuple(row) for row in session.execute(text(asked))]
            incidents = session.execute(text("SELECT count(*) FROM incidents")).scalar_one()
        assert sorted(paths) == sorted(customers)
        assert incidents == 0
        steps: dict[str, Counter[tuple[str, str]]] = {}
        for instance_id, kind, element_id in found:
            if kind in STEPS:
                steps.setdefault(instance_id, Counter())[kind, element_id] += 1
        alike = Counter(frozenset(one.items()) for one in steps.values())
        assert sorted(alike.values()) == [len(customers)], [dict(one) for one in alike]
        assert all(found.equal for found in verify_all(self.database))
        self.counts |= Counter(facts=len(found), customers=len(paths))


def settings(url: str) -> dict[str, str]:
    return {
        "POLKU_DATABASE_URL": url,
        "POLKU_PROCESSES": "processes.business_services",
        "POLKU_JOB_RUNNER": "workers",
        "POLKU_SECRET_KEY": "a secret of the fault tests, long enough",
        "POLKU_LOG_LEVEL": "error",
    }


@contextmanager
def working(program: tuple[str, ...], settings: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen([*program, "worker", "--threads", "2"], cwd=ROOT, env=environment(settings)) as process:
        try:
            yield process
        finally:
            process.kill()


def environment(settings: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("POLKU_")} | settings


@contextmanager
def opened(url: str, seed: int) -> Iterator[Way]:
    with tempfile.TemporaryDirectory(prefix="polku-nodes-") as name:
        file = Path(name) / "ahead"
        file.write_text("0")
        clock = FileClock(file)
        program = open_program(read_settings(settings(url)), clock=clock)
        program.migrate()
        program.deploy()
        staff = office_people(lambda: "!")
        for person in staff:
            people.save(program.database, person)
        now = clock.now()
        made = {
            one.account: tokens.make(
                program.database,
                one.account,
                one.roles,
                note="",
                expires_at=now + timedelta(3000),
                by="system",
                now=now,
            )[1]
            for one in staff
        }
        office = Way(url, random.Random(seed), clock, program.engine, staff, made)
        try:
            for start in (office.server, office.server, office.worker, office.worker):
                office.nodes.append(start())
            yield office
        finally:
            for node in office.nodes:
                node.kill()
            program.close()


def run_through_the_path(url: str, customers: int, seed: int, kills: int = 10) -> Counter[str]:
    """Take so many customers through. Gives figures. Raises AssertionError for a promise that was not kept."""
    with opened(url, seed) as office:
        ids = list(invented(customers))
        office.run(ids, frozenset(range(kills)))
        office.check(ids)
        return office.counts
