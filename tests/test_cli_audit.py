"""`polku audit`: signing, verifying, bundling and erasing from the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader
from sqlalchemy import text

from engine.cli.main import polku
from engine.store import Database, records, work_items
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, user_task


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An instance that waits at its task, in the database that the commands open."""
    url = f"sqlite:///{tmp_path}/office.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POLKU_DATABASE_URL", url)
    monkeypatch.setenv("POLKU_PROCESSES", "tests.no_application")
    monkeypatch.setenv("POLKU_CHECKPOINT_FOLDER", str(tmp_path / "outside"))
    engine = engine_on(url, FakeClock())
    engine.deploy({"path.bpmn": diagram("path", chain(user_task("meet", "Meet")))}, actor="owner")
    id = engine.start("path", {"name": "Risk"}, actor="anna", business_key="1111111-1")
    engine.database.close()
    return id


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(polku, ["audit", *arguments])


def tamper(statement: str) -> None:
    database = Database("sqlite:///office.db")
    with database.writing() as session:
        for trigger in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            session.execute(text(f'DROP TRIGGER "{trigger}"'))
        session.execute(text(statement))
    database.close()


def test_what_was_signed_is_verified_later(tmp_path: Path) -> None:
    # given
    signed = audit("checkpoint")

    # then
    (kept,) = (tmp_path / "outside").iterdir()
    assert kept.read_text() == signed.output
    verified = audit("verify", "--checkpoint", str(kept))
    assert verified.exit_code == 0
    assert verified.output.endswith("Verified: nothing was changed.\n")


def test_what_was_changed_after_it_was_signed_is_found() -> None:
    # given
    audit("checkpoint")
    tamper("UPDATE facts SET actor = 'ben' WHERE number = 1")

    # then
    verified = audit("verify")
    assert verified.exit_code == 1
    assert "was changed after it was logged" in verified.output


def test_facts_of_long_ago_are_archived_read_there_and_verified(instance: str, tmp_path: Path) -> None:
    # given: the instance ended long ago, and something newer goes on
    engine = engine_on(f"sqlite:///{tmp_path}/office.db", FakeClock())
    (item,) = work_items.page(engine.database, scope="all").items
    engine.complete(instance, item.key, {"memo": "Needs welders"}, actor="anna")
    engine.start("path", {}, actor="anna")
    engine.database.close()

    # when
    run = CliRunner()
    moved = run.invoke(polku, ["archive", "years.zip", "--after", "1"])

    # then
    assert moved.exit_code == 0, moved.output
    assert "facts of 1 instances into years.zip" in moved.output
    listed = run.invoke(polku, ["archive", "--read", "years.zip"])
    assert listed.output.startswith(f"{instance}  ")
    lines = run.invoke(polku, ["archive", "--read", "years.zip", instance]).output.splitlines()
    facts = [json.loads(line) for line in lines]
    assert [fact["number"] for fact in facts] == list(range(1, len(facts) + 1))
    assert any("Needs welders" in json.dumps(fact.get("values")) for fact in facts)
    assert "give --archive years.zip" in audit("verify").output
    checked = audit("verify", "--archive", "years.zip")
    assert checked.exit_code == 0, checked.output
    assert "1 of 2 have their facts in archives" in audit("replay").output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["years.zip"], "give --after DAYS, or set POLKU_RETENTION"),
        (["years.zip", "--after", "1"], "No instance that ended so long ago"),
        (["nowhere/years.zip", "--after", "1"], "There is no folder nowhere"),
        (["--read", "years.zip"], "There is no file years.zip"),
        (["--read", "office.db"], "The archive office.db can't be read"),
        (["years.zip", "x"], "add --read"),
    ],
)
def test_what_cannot_be_archived_or_read_is_said(arguments: list[str], sentence: str) -> None:
    done = CliRunner().invoke(polku, ["archive", *arguments])

    assert done.exit_code != 0
    assert sentence in done.output
    assert "Traceback" not in done.output


def test_a_third_party_checks_a_bundle_without_the_program(instance: str, tmp_path: Path) -> None:
    # given
    audit("checkpoint")
    assert audit("bundle", instance).exit_code == 0
    assert audit("verifier", "verifier.pyz").exit_code == 0
    public = audit("key").output.strip()

    def check(key: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "verifier.pyz", f"{instance}.zip", "--key", key]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    # then
    assert check(public).returncode == 0, check(public)
    assert "Verified: nothing was changed." in check(public).stdout
    assert check("nonsense").returncode == 2
    assert audit("verify", "--bundle", f"{instance}.zip", "--key", public).exit_code == 0


def test_the_whole_log_is_checked_without_the_database_and_that_it_left_is_recorded(tmp_path: Path) -> None:
    # given
    assert audit("export", "log.zip").exit_code == 0
    public = audit("key").output.strip()

    # then
    checked = audit("verify", "--log", "log.zip", "--key", public)
    assert checked.exit_code == 0, checked.output
    assert "Log log.zip: " in checked.output
    assert "log.zip exists" in audit("export", "log.zip").output
    with Database("sqlite:///office.db").reading() as session:
        (made,) = records.found(session, records.Wanted(kind="FactsExported"))
    assert (made.actor, made.subject, made.data["asked"]["values"]) == ("console", "facts:log", False)


def test_whoever_reads_a_customers_data_at_the_command_line_is_recorded(instance: str) -> None:
    # when
    audit("checkpoint")
    assert audit("bundle", instance).exit_code == 0
    assert CliRunner().invoke(polku, ["replay", instance]).exit_code == 0

    # then
    with Database("sqlite:///office.db").reading() as session:
        read = records.found(session, records.Wanted(kind=records.READ), newest_first=False)
    assert [(one.actor, one.business_key, one.data["where"]) for one in read] == [
        ("console", "1111111-1", "polku audit bundle"),
        ("console", "1111111-1", "polku replay"),
    ]


def test_a_bundle_is_not_written_over_another_file(instance: str, tmp_path: Path) -> None:
    # given
    audit("checkpoint")
    (tmp_path / f"{instance}.zip").write_text("precious")

    # then
    refused = audit("bundle", instance)
    assert refused.exit_code == 1
    assert (tmp_path / f"{instance}.zip").read_text() == "precious"


def test_a_new_key_signs_from_now_on_and_the_old_one_is_still_trusted() -> None:
    # given
    audit("checkpoint")
    old = audit("key").output.split()

    # when
    new = audit("key", "--rotate").output.split()

    # then
    assert new[1:] == old
    assert audit("verify").exit_code == 0
    assert audit("verify", "--key", new[0]).exit_code == 1


def test_a_customer_whose_path_goes_on_is_not_erased() -> None:
    refused = audit("erase", "1111111-1", "--reason", "Asked for.", "--yes")

    assert refused.exit_code == 1
    assert "still going on" in refused.output


def test_all_instances_are_replayed_by_several_processes() -> None:
    replayed = audit("replay", "--processes", "2")

    assert replayed.exit_code == 0, replayed.output
    assert replayed.output.startswith("Replayed 1 instance with ")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages need their application's register."""
    monkeypatch.setenv("POLKU_PROCESSES", "processes.business_services")


def test_a_trace_is_written_as_a_pdf_and_that_is_recorded(tmp_path: Path, pages: None) -> None:
    done = audit("trace", "1111111-1", "--pdf", "trace.pdf", "--language", "en")

    assert done.exit_code == 0, done.output
    words = " ".join(page.extract_text() for page in PdfReader(tmp_path / "trace.pdf").pages)
    assert "1111111-1" in words
    assert "Meet” came to the inbox." in words
    with Database("sqlite:///office.db").reading() as session:
        (made,) = records.found(session, records.Wanted(kind="FactsExported"))
    assert (made.actor, made.business_key) == ("console", "1111111-1")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("9999999-9", "--pdf", "trace.pdf"), "The history knows nothing of the customer 9999999-9."),
        (("1111111-1", "--pdf", "trace.pdf", "--since", "yesterday"), "Give the day like 2026-01-31."),
        (("1111111-1", "--pdf", "office.db"), "office.db exists. Remove it, or give another file."),
    ],
)
def test_a_trace_that_cannot_be_written_says_why(pages: None, arguments: tuple[str, ...], sentence: str) -> None:
    done = audit("trace", *arguments)

    assert done.exit_code == 1
    assert sentence in done.output
    assert not Path("trace.pdf").exists()
