"""The server is killed while people complete their work, and started again: nothing is lost, nothing doubled."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.bootstrap import open_program
from engine.history import Filters, facts, verify_all
from engine.settings import Settings
from engine.store import Database, people, work_items
from engine.store.people import Person
from engine.store.work_items import WorkItemRow
from tests.serving import Browser, Gone, Server, serving, wait_until
from web.assets import FrontEndNotBuilt, asset
from web.auth.passwords import hashed

APPLICATIONS = ("processes.business_services", "tests.faults.errands")
ERRANDS = 24
ACCOUNT, PASSWORD = "aino", "polku-polku"
LONGEST = 60  # seconds


@dataclass
class Office:
    """The server's database, looked at from outside, and what its users were told."""

    url: str
    ids: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)

    @property
    def settings(self) -> dict[str, str]:
        return {"POLKU_DATABASE_URL": self.url, "POLKU_PROCESSES": ",".join(APPLICATIONS)}

    def items(self, name: str, state: work_items.Status = "open") -> list[WorkItemRow]:
        database = Database(self.url)
        try:
            found = work_items.page(database, scope="all", state=state, process_id="errand", limit=500).items
            return [item for item in found if item.name == name]
        finally:
            database.close()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Errands of many customers, all of them at their first task."""
    try:
        asset("base")
    except FrontEndNotBuilt as reason:
        pytest.skip(f"the pages can't be shown: {reason}")
    found = Office(f"sqlite:///{tmp_path}/office.db")
    program = open_program(Settings(database_url=found.url, processes=APPLICATIONS))
    program.migrate()
    program.deploy()
    aino = Person(account=ACCOUNT, name="Aino", roles=("expert",), groups=("yrityspalvelut",))
    people.save(program.database, replace(aino, password_hash=hashed(PASSWORD)))
    with program.database.writing() as session:
        session.execute(text("CREATE TABLE errand_notes (instance_id TEXT)"))
    found.ids = [program.engine.start("errand", actor=ACCOUNT) for _ in range(ERRANDS)]
    program.close()
    return found


def complete(office: Office, browser: Browser, item: WorkItemRow) -> None:
    """The same request each time that it is sent: the browser makes its key when it shows the form."""
    path = f"/inbox/{item.instance_id}/{item.key}/complete?request=ask-{item.instance_id}"
    browser.post_json(path, {"data": {}})
    office.answered.add(item.instance_id)


def complete_until_killed(office: Office, server: Server, after: int) -> None:
    """Two people complete what is open, as fast as they can, until the server is killed after some answers."""
    waiting = office.items("Ask")
    goal = len(office.answered) + after
    enough = threading.Event()

    def work(mine: list[WorkItemRow], browser: Browser) -> None:
        try:
            for item in mine:
                complete(office, browser, item)
                if len(office.answered) >= goal:
                    enough.set()
        finally:
            enough.set()

    browsers = [Browser(server.address) for _ in range(2)]
    for browser in browsers:
        browser.sign_in(ACCOUNT, PASSWORD)
    with ThreadPoolExecutor(len(browsers)) as pool:
        working = [pool.submit(work, waiting[n :: len(browsers)], browser) for n, browser in enumerate(browsers)]
        enough.wait(LONGEST)
        server.kill()
    for one in working:
        with suppress(Gone):
            one.result()


def test_a_server_that_is_killed_while_work_is_completed_loses_and_doubles_nothing(office: Office) -> None:
    chance = random.Random(20260105)
    for _ in range(2):
        with serving(**office.settings) as server:
            complete_until_killed(office, server, after=chance.randint(2, 6))
        done = {item.instance_id for item in office.items("Ask", "completed")}
        assert office.answered <= done, "what was answered is kept"
    assert 0 < len(office.answered) < ERRANDS

    with serving(**office.settings) as server:
        browser = Browser(server.address)
        browser.sign_in(ACCOUNT, PASSWORD)
        for item in [*office.items("Ask", "completed"), *office.items("Ask")]:
            complete(office, browser, item)  # those who got no answer send it again, and so do the others
        wait_until(lambda: len(office.items("Tell")) == ERRANDS, "every errand to reach its second task")
        assert server.end() == 0

    assert sorted(item.instance_id for item in office.items("Tell")) == sorted(office.ids)
    database = Database(office.url)
    assert all(found.equal for found in verify_all(database))
    for kind in ("WorkItemCompleted", "JobCompleted"):
        wanted = Filters(kind=kind, process_id="errand")  # the office's own processes have timers that start them
        counted = Counter(fact.instance_id for fact in facts(database, wanted, limit=1000).items)
        assert counted == dict.fromkeys(office.ids, 1), kind
    with database.reading() as session:
        notes = session.execute(text("SELECT instance_id FROM errand_notes")).scalars().all()
    assert sorted(notes) == sorted(office.ids)
    database.close()
