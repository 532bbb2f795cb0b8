"""The history: questions among ten million facts, proofs, verifying a million, and what the log adds to a command.

`POLKU_TEST_AUDIT_FACTS` makes the history smaller. `POLKU_TEST_AUDIT_DATABASE` asks one database only, of that address,
and keeps it for the next time. The facts were made inside the database, as if 25 people had worked for five years.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from time import perf_counter, process_time

from engine.engine import Engine
from engine.history import Filters, timeline, trace
from engine.history.verify_log import verify_log
from engine.proof.merkle import leaf_hash
from engine.store import Database, finished_work, instances, work_items
from engine.store.log.appending import append_all
from engine.store.log.tree import inclusion, size
from engine.store.migrate import migrate
from engine.testing import FakeClock, engine_on
from tests.benchmarks._audit_history import PER_INSTANCE, fill
from tests.benchmarks._databases import databases
from tests.engine.diagrams import chain, diagram, user_task

FACTS = int(os.environ.get("POLKU_TEST_AUDIT_FACTS", "10000000"))
KEPT = os.environ.get("POLKU_TEST_AUDIT_DATABASE", "")
LOGGED = 1_000_000
TIMES = 9
LAST = datetime(2025, 12, 30, tzinfo=UTC)
DAY = timedelta(days=1)
Measurement = dict[str, object]

QUESTIONS = {
    "everything": Filters(),
    "a customer": Filters(business_key="k77"),
    "a customer's readers": Filters(business_key="k77", kind="CustomerRead"),
    "a person on a day": Filters(actor="expert7", since=LAST - 400 * DAY, until=LAST - 399 * DAY),
    "a person and a step": Filters(actor="expert7", element_id="step-3"),
    "a rare kind by the clock": Filters(actor="clock", kind="IncidentRaised"),
    "a decision": Filters(decision="segment-3"),
    "an outcome that was rare": Filters(decision="segment-3", outcome="seldom"),
    "an old version": Filters(definition="path:1", kind="WorkItemCompleted"),
    "a text that nobody wrote": Filters(text="no such text anywhere"),
    "a text that a person never wrote": Filters(text="no such text anywhere", actor="expert7"),
    "a frequent kind that a person never makes": Filters(kind="FlowTaken", actor="expert7"),
    "a frequent kind of long ago": Filters(kind="FlowTaken", since=LAST - 1700 * DAY, until=LAST - 1600 * DAY),
    "a person, a step and a kind": Filters(actor="expert7", element_id="step-3", kind="WorkItemCompleted"),
    "a person under an old version": Filters(actor="expert7", definition="path:1"),
    "a customer and a kind": Filters(business_key="k77", kind="WorkItemCompleted"),
    "a decision that nobody made": Filters(decision="nothing"),
}
#: Whose hundredth page is asked for too.
DEEP = ("everything", "a person and a step", "a frequent kind of long ago")


def run() -> list[Measurement]:
    found: list[Measurement] = []
    with databases() as each:
        for on, url in [("the database kept", KEPT)] if KEPT else each:
            with history(url) as database:
                found += [named_on(one, on) for one in asked_of(database)]
    return [*found, *logged(), *appending()]


def asked_of(database: Database) -> list[Measurement]:
    instance = f"i{FACTS // PER_INSTANCE // 2}"
    return [
        *(measured(f"question: {name}", partial(trace, database, asked)) for name, asked in QUESTIONS.items()),
        *(measured(f"question: page 100 of {name}", hundredth(database, QUESTIONS[name])) for name in DEEP),
        *checks(database),
        measured("trace of one instance", lambda: timeline(database, instance)),
    ]


def hundredth(database: Database, asked: Filters) -> Callable[[], object]:
    after: str | None = None
    for _ in range(99):
        after = trace(database, asked, after=after).next
    return partial(trace, database, asked, after=after)


def named_on(found: Measurement, database: str) -> Measurement:
    return found | {"name": f"{found['name']} on {database}"}


@contextmanager
def history(url: str) -> Iterator[Database]:
    database = Database(url)
    migrate(database)
    if not instances.page(database, limit=1).items:
        fill(database, FACTS)
    yield database
    database.close()


def measured(name: str, ask: Callable[[], object]) -> Measurement:
    """The median in milliseconds, after one try that warms the caches."""
    ask()
    times = []
    for _ in range(TIMES):
        began = perf_counter()
        ask()
        times.append((perf_counter() - began) * 1000)
    return {"name": f"{name}, of {FACTS:,} facts", "value": round(median(times), 1), "unit": "ms"}


def checks(database: Database) -> list[Measurement]:
    def late() -> None:
        with database.reading() as session:
            finished_work.late(session, since=None, until=None, after=None, limit=50)

    def substituted() -> None:
        with database.reading() as session:
            finished_work.substituted(session, since=None, until=None, after=None, limit=50)

    def four_eyes() -> None:
        with database.reading() as session:
            finished_work.same_person(session, "step-1", "step-2", after=None, limit=50)

    def modified() -> None:
        with database.reading() as session:
            finished_work.after_modification(session, since=None, until=None, after=None, limit=20)

    return [
        measured("question: done late", late),
        measured("question: done by substitutes", substituted),
        measured("question: two steps by one person (none)", four_eyes),
        measured("question: after a modification", modified),
    ]


def logged() -> list[Measurement]:
    """Appending a million facts to the log, verifying all of it, and the proof of one of them."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/logged.db")
        migrate(database)
        fill(database, min(FACTS, LOGGED))
        began = process_time()
        entries = append_all(database)
        appended = process_time() - began
        began = process_time()
        findings = verify_log(database, ())
        verified = process_time() - began
        wrong = [one for one in findings.wrong if "values" not in one]  # those were not made by the program
        assert not wrong, wrong[:3]
        lengths: list[int] = []

        def prove() -> None:
            with database.reading() as session:
                proof = inclusion(session, entries // 3, size(session))
                lengths.append(sum(map(len, proof)))

        proof = measured("proof of one fact", prove)
        database.close()
    return [
        {"name": f"appending {entries:,} entries to the log", "value": round(appended, 1), "unit": "s of one core"},
        {"name": f"verifying {entries:,} entries", "value": round(verified, 1), "unit": "s of one core"},
        {**proof, "name": f"proof of one fact among {entries:,}"},
        {"name": "size of the proof of one fact", "value": lengths[0], "unit": "bytes"},
        {"name": "hashing alone, as many leaves", "value": round(hashing(entries), 1), "unit": "s of one core"},
    ]


def hashing(leaves: int) -> float:
    began = process_time()
    for number in range(leaves):
        leaf_hash(b"%300d" % number)
    return process_time() - began


def appending() -> list[Measurement]:
    """What the log costs beside the commands whose facts it takes: starting and completing two tasks."""
    commands = 400
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_on(f"sqlite:///{folder}/polku.db", FakeClock())
        engine.deploy({"two.bpmn": diagram("two", chain(user_task("first"), user_task("second")))}, actor="owner")
        append_all(engine.database)
        began = process_time()
        for _ in range(commands):
            work(engine)
        worked = process_time() - began
        began = process_time()
        rows = append_all(engine.database)
        appended = process_time() - began
        engine.database.close()
    return [
        {
            "name": "a command (start, complete)",
            "value": round(worked / commands / 3 * 1000, 3),
            "unit": "ms of one core",
        },
        {
            "name": f"appending a command's facts to the log ({rows / commands / 3:.1f} facts)",
            "value": round(appended / commands / 3 * 1000, 3),
            "unit": "ms of one core",
            "peer": "the command itself",
            "peer_value": round(worked / commands / 3 * 1000, 3),
            "ratio": round(appended / worked, 3),
        },
    ]


def work(engine: Engine) -> None:
    instance_id = engine.start("two", actor="anna")
    for _ in range(2):
        (item,) = work_items.page(engine.database, scope="all").items
        engine.complete(instance_id, item.key, actor="anna")
