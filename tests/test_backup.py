"""A backup holds one moment, whole, while people work; it comes back on either database, and its history proves it."""

import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.bootstrap import Program, open_program
from engine.cli.main import polku
from engine.history import verify_all
from engine.settings import Settings
from engine.store import Database, instances, nodes, people, work_items
from engine.store.nodes import NodeRow
from engine.store.people import Person
from tests.engine.diagrams import chain, diagram, job, user_task

FILES = {"a.bpmn": diagram("asking", chain(user_task("first"), job(), user_task("second")))}
KINDS = ["sqlite", "postgresql"]
ROOT = Path(__file__).parents[1]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_url(request, request.param, tmp_path / "office.db")


def new_url(request: pytest.FixtureRequest, kind: str, file: Path) -> str:
    found: str = f"sqlite:///{file}" if kind == "sqlite" else request.getfixturevalue("migrated_postgres")
    return found


@pytest.fixture
def office(url: str) -> Iterator[Program]:
    program = open_program(Settings(database_url=url))
    program.migrate()
    program.engine.deploy(FILES, actor="owner")
    people.save(program.database, Person(account="aino", name="Aino", roles=("expert",)))
    yield program
    program.database.close()


def run(url: str, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("POLKU_DATABASE_URL", url)
    monkeypatch.setattr("engine.cli.program.configure_logging", lambda _format, _level: None)
    return CliRunner().invoke(polku, list(arguments))


def work(office: Program, enough: threading.Event) -> None:
    """Somebody starts and completes, one thing after another."""
    while not enough.is_set():
        id = office.engine.start("asking", {"a": 1}, actor="aino")
        (item,) = work_items.page(office.database, scope="all", business_key="", limit=1).items
        office.engine.complete(item.instance_id, item.key, actor="aino")
        office.engine.operations.set_variables(id, {"b": 2}, "mended", actor="aino")


@pytest.mark.parametrize("back", KINDS)
def test_a_backup_made_while_people_work_comes_back_whole(
    office: Program, back: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, enough = office.database.url.render_as_string(hide_password=False), threading.Event()
    before = [office.engine.start("asking", actor="aino") for _ in range(3)]
    busy = threading.Thread(target=work, args=(office, enough))
    busy.start()
    made = run(url, "backup", str(tmp_path / "b.polku"), monkeypatch=monkeypatch)
    enough.set()
    busy.join()
    assert made.exit_code == 0, made.output
    if back == "postgresql" and office.database.dialect == "postgresql":
        office.database.close()
        new, force = url, ["--force"]
    else:
        new, force = new_url(request, back, tmp_path / "new.db"), []

    told = run(new, "restore", str(tmp_path / "b.polku"), *force, monkeypatch=monkeypatch)

    assert told.exit_code == 0, told.output
    assert "none differs" in told.output
    restored = Database(new)
    assert {id for id in before if instances.one(restored, id).status == "active"} == set(before)
    assert all(found.equal for found in verify_all(restored))
    assert [person.account for person in people.list(restored)] == ["aino"]
    restored.close()
    again = open_program(Settings(database_url=new))
    again.engine.start("asking", actor="aino")  # its counters go on after the highest number
    assert len(list(verify_all(again.database))) == told_instances(told) + 1
    again.database.close()


def told_instances(told: Result) -> int:
    return int(told.output.rpartition("Replayed ")[2].split()[0])


def test_data_is_not_overwritten_unless_one_insists(
    office: Program, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = office.engine.start("asking", actor="aino")
    run(url, "backup", str(tmp_path / "b.polku"), monkeypatch=monkeypatch)
    later = office.engine.start("asking", actor="aino")
    office.database.close()

    refused = run(url, "restore", str(tmp_path / "b.polku"), monkeypatch=monkeypatch)
    assert (refused.exit_code, "--force" in refused.output) == (1, True)
    assert instances.one(office.database, later).status == "active"

    office.database.close()
    insisted = run(url, "restore", str(tmp_path / "b.polku"), "--force", monkeypatch=monkeypatch)
    assert insisted.exit_code == 0, insisted.output
    assert [row.id for row in instances.page(office.database).items] == [id]


def test_nothing_is_restored_under_a_running_program(
    office: Program, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(url, "backup", str(tmp_path / "b.polku"), monkeypatch=monkeypatch)
    now = office.engine.now()
    nodes.beat(office.database, NodeRow("n", ("web",), "desk", 42, "1", now, now), now)

    refused = run(url, "restore", str(tmp_path / "b.polku"), "--force", monkeypatch=monkeypatch)

    assert (refused.exit_code, "desk (process 42)" in refused.output) == (1, True)


def test_a_backup_that_is_there_is_kept(
    office: Program, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.polku").write_text("mine")

    refused = run(url, "backup", str(tmp_path / "b.polku"), monkeypatch=monkeypatch)

    assert (refused.exit_code, (tmp_path / "b.polku").read_text()) == (1, "mine")
    assert [path.name for path in tmp_path.iterdir() if "b.polku" in path.name] == ["b.polku"]


KILLED = """
import os, signal, sys
from pathlib import Path
from engine.store import Database
from engine.store import backup as stored

def told(table, rows):
    if table == "work_items":
        os.kill(os.getpid(), signal.SIGKILL)

with stored.opened(Path(sys.argv[1]), ()) as (_, copy):
    stored.replace(copy, Database(sys.argv[2]), (), told=told)
"""


def test_a_restore_that_is_killed_in_the_middle_leaves_everything_as_it_was(
    office: Program, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = office.engine.start("asking", actor="aino")
    run(url, "backup", str(tmp_path / "b.polku"), monkeypatch=monkeypatch)
    later = office.engine.start("asking", actor="aino")
    office.database.close()

    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "b.polku"), url], cwd=ROOT, check=False)

    assert ended.returncode == -signal.SIGKILL
    assert {row.id for row in instances.page(office.database).items} == {old, later}
    assert all(found.equal for found in verify_all(office.database))
    (key,) = instances.state(office.database, later).waits
    office.engine.complete(later, key, actor="aino")
    office.database.close()

    again = run(url, "restore", str(tmp_path / "b.polku"), "--force", monkeypatch=monkeypatch)
    assert again.exit_code == 0, again.output
    assert [row.id for row in instances.page(office.database).items] == [old]
    assert not list(tmp_path.glob(".office.db*"))


def test_nothing_is_put_in_the_place_of_a_file_that_another_program_has_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/office.db"
    program = open_program(Settings(database_url=url))
    program.migrate()
    people.save(program.database, Person(account="aino", name="Aino", roles=("expert",)))
    run(url, "backup", str(tmp_path / "b.polku"), monkeypatch=monkeypatch)

    refused = run(url, "restore", str(tmp_path / "b.polku"), "--force", monkeypatch=monkeypatch)

    assert (refused.exit_code, "Another program has" in refused.output) == (1, True), refused.output
    assert [person.account for person in people.list(program.database)] == ["aino"]
    program.database.close()


@pytest.mark.parametrize("damage", ["text", "cut", "changed"])
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_damaged_backup_changes_nothing(
    office: Program, url: str, damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = office.engine.start("asking", actor="aino")
    good, bad = tmp_path / "b.polku", tmp_path / "bad.polku"
    run(url, "backup", str(good), monkeypatch=monkeypatch)
    if damage == "text":
        bad.write_text("nonsense")
    elif damage == "cut":
        bad.write_bytes(good.read_bytes()[:-5000])
    else:
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
            new.writestr("manifest.json", old.read("manifest.json"))
            new.writestr("polku.db", old.read("polku.db").replace(b'"a"', b'"b"') + b"\0")
    shutil.copy(good, tmp_path / "spare.polku")
    office.database.close()

    refused = run(url, "restore", str(bad), "--force", monkeypatch=monkeypatch)

    assert refused.exit_code == 1
    assert "damaged" in refused.output
    assert [row.id for row in instances.page(office.database).items] == [id]
