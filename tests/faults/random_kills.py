"""Kills a program at random, starts it again, and holds what is there against what was asked and answered.

`Trial.kill` is one cycle: a life of `tests.faults.node`, with commands that chance has chosen and those that got no
answer before, until its death at a point that chance has chosen. After each death every instance that changed must be
sound and every answer must have been true. `Trial.finish` lets everything come to its end and counts: each customer was
there once, and everything in the customer's round happened once.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from subprocess import PIPE

from sqlalchemy import text

from engine.engine import Engine
from engine.history.replay import verify_all
from engine.history.verify_log import verify_log
from engine.kernel.state import WorkItem
from engine.store import Database, instances
from engine.store.log.appending import append_all
from engine.testing import assert_sound
from tests.faults import node
from tests.faults.node import Command, Life
from tests.serving import wait_until

ROOT = Path(__file__).parents[2]
BEGIN, EACH = 60, 30  # points, about, of a program that begins and of a command with what follows from it
MOST = 20  # commands without an answer, with which nobody asks for more
PACE = 60.0  # seconds of office time between two lives: timers that were armed are due, leases have ended
ONCE = {"ProcessStarted": 1, "WorkItemCompleted": 2, "JobCompleted": 1, "MessageReceived": 1, "TimerFired": 1}
ONCE |= {"SignalReceived": 1}
LONGEST = 100  # turns that the last customers may need


class Wrong(AssertionError):
    """A promise was broken."""


@contextmanager
def living() -> Iterator["subprocess.Popen[bytes]"]:
    """The program, warm, of which each life is a copy."""
    with subprocess.Popen([sys.executable, "-m", node.__name__], stdin=PIPE, stdout=PIPE, cwd=ROOT) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@dataclass
class Trial:
    """One database and everything that was asked of it. The same `seed` chooses the same; threads still race."""

    url: str
    process: "subprocess.Popen[bytes]"
    seed: int
    chance: random.Random = field(init=False)
    engine: Engine = field(init=False)
    ahead: float = 0.0
    customers: list[str] = field(default_factory=list)
    rings: set[str] = field(default_factory=set)
    unanswered: list[Command] = field(default_factory=list)
    facts: dict[str, int] = field(default_factory=dict)  # by instance, when it was last found sound
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        program = node.opened(self.url, 0)
        program.migrate()
        program.deploy()
        with program.database.writing() as session:
            session.execute(text("CREATE TABLE round_notes (instance_id TEXT)"))
        self.engine = program.engine

    @property
    def database(self) -> Database:
        return self.engine.database

    def kill(self) -> None:
        commands = self.commands()
        life = Life(self.url, self.chance.randrange(BEGIN + EACH * len(commands)), self.ahead, commands)
        answers = self.live(life)
        self.counts["kills"] += 1
        self.counts["killed in the middle"] += len(answers) < len(commands)
        self.counts["commands"] += len(commands)
        self.counts["answers"] += len(answers)
        self.unanswered = [command for number, command in enumerate(commands) if number not in answers]
        self.ahead += PACE
        self.await_silence()
        self.check_sound()
        for number, answer in answers.items():
            self.check_true(commands[number], answer)

    def live(self, life: Life) -> dict[int, str]:
        """What was answered, by the number of the command."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(life)).encode() + b"\n")
        self.process.stdin.flush()
        answers: dict[int, str] = {}
        for line in self.process.stdout:
            number, _, answer = line.decode().rstrip("\n").partition(" ")
            match number:
                case "killed":
                    return answers
                case "points":
                    self.counts["killed at the end"] += 1
                case _ if number.isdigit():
                    answers[int(number)] = answer
                case _:
                    raise Wrong(f"The program ended by itself: {line.decode()}")
        raise Wrong("The program is gone.")

    def commands(self) -> list[Command]:
        """Those that got no answer, and as many new ones as people, programs and customers have in a minute."""
        if len(self.unanswered) > MOST:
            return self.unanswered
        new: list[Command] = [["start", self.customer()], ["start_many", self.customer(), self.customer()]]
        for id, key in self.open_items():
            request = f"complete-{id}-{key}"
            new += [["complete", id, key, request]] * self.chance.choice((1, 1, 2))  # a button that is pressed twice
            if self.chance.random() < 0.2:
                new.append(["complete", id, key, f"rival-{id}-{key}"])
            if self.chance.random() < 0.2:
                new.append(["note", id, f"note-{id}-{len(self.facts)}"])
        for customer in self.chance.sample(self.customers, min(4, len(self.customers))):
            new.append(["publish", customer])
        self.rings.add(ring := f"ring-{self.counts['kills']}")
        new += [["ring", ring], ["log"]]
        self.chance.shuffle(new)
        return self.unanswered + new

    def customer(self) -> str:
        self.customers.append(f"customer-{len(self.customers) + 1}")
        return self.customers[-1]

    def open_items(self, limit: int = 6) -> list[tuple[str, int]]:
        asked = text("SELECT instance_id, key FROM work_items WHERE status = 'open' ORDER BY instance_id LIMIT :limit")
        with self.database.reading() as session:
            return [(id, key) for id, key in session.execute(asked, {"limit": limit})]

    def await_silence(self) -> None:
        """On PostgreSQL the dead program's transactions end when the server notices that nobody is there any more."""
        if self.database.dialect == "sqlite":
            return
        others = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND application_name = 'polku'"
        )

        def silent() -> bool:
            with self.database.reading() as session:
                return session.execute(others).scalar_one() == 0

        wait_until(silent, "the server to notice that the program is gone")

    def check_sound(self) -> None:
        """Replaying the facts of every instance that changed gives its state, and the tables show it."""
        with self.database.reading() as session:
            now = {row.id: row.facts for row in session.execute(text("SELECT id, facts FROM instances"))}
        if lost := self.facts.keys() - now.keys():
            raise Wrong(f"Instances were there and are gone: {sorted(lost)}")
        for id, facts in now.items():
            if facts != self.facts.get(id):
                assert_sound(self.engine, id)
        self.facts = now

    def check_true(self, command: Command, answer: str) -> None:
        """What was answered is so."""
        match command, answer.split():
            case ["start", customer], [id]:
                self.same([id], self.ids([customer]), command)
            case ["start_many", *customers], ids:
                self.same(sorted(ids), sorted(self.ids(customers)), command)
            case ["complete", id, key, _], ["done" | "told"]:
                state = instances.state(self.database, id)
                self.same(isinstance(state.waits.get(key), WorkItem), False, command)
            case ["publish", customer], ["new" | "known"]:
                asked = text("SELECT count(*) FROM messages WHERE message_id = :id")
                with self.database.reading() as session:
                    self.same(session.execute(asked, {"id": f"payment-{customer}"}).scalar_one(), 1, command)
            case ["ring" | "note", *_, request], ["done"]:
                asked = text("SELECT count(*) FROM requests WHERE id = :id")
                with self.database.reading() as session:
                    self.same(session.execute(asked, {"id": request}).scalar_one(), 1, command)
            case ["log"], [_]:
                pass
            case ["note", *_], ["refused:", *_] if "ended" in answer or "completed" in answer:
                pass
            case _:
                raise Wrong(f"{command} was answered with {answer}")

    def same(self, found: object, expected: object, command: Command) -> None:
        if found != expected:
            raise Wrong(f"{command}: {found} instead of {expected} (seed {self.seed})")

    def ids(self, customers: list[str]) -> list[str]:
        return [one for customer in customers for one in self.instances_of(customer)]

    def instances_of(self, customer: str) -> list[str]:
        found = instances.page(self.database, process_id="round", business_key=customer, limit=10)
        return [one.id for one in found.items]

    def finish(self) -> Counter[str]:
        """Let everything come to its end with nobody killed, and count. Gives the figures."""
        engine = node.opened(self.url, self.ahead).engine
        for command in self.unanswered:
            node.carried_out(engine, *command)
        for customer in self.customers:
            node.publish(engine, customer)
        for turn in range(LONGEST):
            engine.run_until_idle()
            if self.all_ended():
                break
            for id, key in self.open_items(10_000):
                node.complete(engine, id, key, f"complete-{id}-{key}")
            self.rings.add(ring := f"last-ring-{turn}")
            node.ring(engine, ring)
            self.ahead += PACE
            engine.database.close()
            engine = node.opened(self.url, self.ahead).engine
        append_all(engine.database)
        engine.database.close()
        self.check_end()
        self.database.close()
        return self.counts

    def all_ended(self) -> bool:
        with self.database.reading() as session:
            asked = "SELECT count(*) FROM instances WHERE process_id = 'round' AND status <> 'completed'"
            return session.execute(text(asked)).scalar_one() == 0

    def check_end(self) -> None:
        self.check_sound()
        for found in verify_all(self.database):
            if not found.equal:
                raise Wrong(found.sentence)
        with self.database.reading() as session:
            rounds = session.execute(text("SELECT business_key, id FROM instances WHERE process_id = 'round'")).all()
            rung = session.execute(text("SELECT count(*) FROM instances WHERE process_id = 'rung'")).scalar_one()
            notes = session.execute(text("SELECT instance_id FROM round_notes")).scalars().all()
            kinds = Counter((id, kind) for id, kind in session.execute(text("SELECT instance_id, kind FROM facts")))
        self.same(sorted(customer for customer, _ in rounds), sorted(self.customers), ["customers"])
        self.same(sorted(notes), sorted(id for _, id in rounds), ["notes"])
        self.same(rung, len(self.rings), ["instances that a signal started"])
        for _, id in rounds:
            self.same({kind: kinds[id, kind] for kind in ONCE}, ONCE, [id])
        findings = verify_log(self.database, ())
        self.same(findings.wrong, (), ["log"])
        self.counts["customers"] = len(rounds)
        self.counts["facts"] = sum(kinds.values())


def kill_often(url: str, process: "subprocess.Popen[bytes]", seed: int, kills: int) -> Counter[str]:
    """Kill so many times, and let it end. Gives figures. Raises AssertionError for a promise that was not kept."""
    trial = Trial(url, process, seed)
    for _ in range(kills):
        trial.kill()
    return trial.finish()
