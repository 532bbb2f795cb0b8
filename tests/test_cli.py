"""The command line: what is asked for wrongly is named with exit code 2, what fails is a sentence with exit code 1."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from engine.cli.main import polku
from engine.errors import Refused
from engine.store import Database, definitions, people, work_items
from engine.store.people import Person
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, user_task
from tests.engine.test_decision_imports import library, price

DECISION = b"""<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="grade" namespace="http://polku.fi/tests">
  <decision id="grade" name="Grade"><variable id="v" name="Grade"/><informationRequirement id="r">
  <requiredInput href="#rating"/></informationRequirement>
  <decisionTable id="table" hitPolicy="UNIQUE"><input id="i">
  <inputExpression id="e"><text>rating</text></inputExpression></input><output id="o"/>
  <rule id="good"><inputEntry id="a"><text>&gt;= 4</text></inputEntry>
  <outputEntry id="b"><text>"good"</text></outputEntry></rule>
  <rule id="bad"><inputEntry id="c"><text>&lt; 4</text></inputEntry>
  <outputEntry id="x"><text>"bad"</text></outputEntry></rule>
  </decisionTable></decision><inputData id="rating" name="rating"><variable id="w" name="rating"/></inputData>
</definitions>"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/office.db"


@pytest.fixture(autouse=True)
def environment(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of the test's own, and no process application: the engine alone is the command line's subject."""
    monkeypatch.setenv("POLKU_DATABASE_URL", url)
    monkeypatch.setenv("POLKU_PROCESSES", "tests.no_application")
    monkeypatch.setattr("engine.cli.program.configure_logging", lambda _format, _level: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "diagrams"
    found.mkdir()
    (found / "path.bpmn").write_bytes(diagram("path", chain(user_task(groups="experts"))))
    return found


def run(*arguments: str) -> Result:
    """What the program prints for these arguments, with its exit code."""
    return CliRunner().invoke(polku, list(arguments))


def test_an_unknown_option_or_command_is_named_with_exit_code_2() -> None:
    option, command = run("serve", "--prot", "1"), run("sevre")

    assert option.exit_code == command.exit_code == 2
    assert "--prot" in option.output
    assert "--port" in option.output
    assert "sevre" in command.output


def test_an_unknown_setting_is_named_with_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLKU_DATABSE_URL", "sqlite://")

    result = run("migrate")

    assert result.exit_code == 2
    assert result.stderr == "POLKU_DATABSE_URL: there is no such setting. Did you mean POLKU_DATABASE_URL?\n"


@pytest.mark.parametrize("port", ["70000", "-1", "web"])
def test_a_port_that_is_none_is_named_with_exit_code_2(port: str) -> None:
    result = run("serve", "--port", port)

    assert result.exit_code == 2
    assert port in result.output


def test_a_taken_port_is_told_before_anything_is_touched(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("serve", "--port", str(port))

    assert result.exit_code == 1
    assert f"Polku can't listen on 127.0.0.1, port {port}" in result.stderr
    assert "POLKU_PORT" in result.stderr
    assert not (tmp_path / "office.db").exists()


def test_an_error_that_nobody_expected_is_still_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_arguments: object) -> None:
        raise RuntimeError("The disk is full.\nmore\nlines")

    monkeypatch.setattr("engine.cli.deploy.open_program", fall)

    result = run("migrate")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "RuntimeError: The disk is full.",
        "Give --debug before the command to see where it happened.",
    ]


def test_a_refusal_is_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise Refused("Not today.")

    monkeypatch.setattr("engine.cli.deploy.open_program", refuse)

    result = run("migrate")

    assert (result.exit_code, result.stderr) == (1, "Not today.\n")


def test_migrating_twice_changes_nothing_the_second_time() -> None:
    assert run("migrate").output == "Migrated: engine.\n"
    assert run("migrate").output == "The database is up to date.\n"


def test_deploying_a_folder_releases_what_has_changed(folder: Path, url: str) -> None:
    first, second = run("deploy", str(folder)), run("deploy", str(folder))

    assert first.output == "Released process path:1\n"
    assert second.output == "Nothing has changed: no new version.\n"
    assert [row.key for row in definitions.latest(Database(url), "process")] == ["path:1"]


def test_a_folder_with_nothing_to_deploy_is_a_misuse(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    result = run("deploy", str(tmp_path / "empty"))

    assert result.exit_code == 2
    assert "holds no" in result.output


def test_a_broken_diagram_is_refused_with_its_problems_and_nothing_is_deployed(folder: Path, url: str) -> None:
    (folder / "broken.bpmn").write_bytes(
        diagram("broken", '<startEvent id="start"/><task id="lost"/>').replace(b"task", b"tusk")
    )

    result = run("deploy", str(folder))

    assert result.exit_code == 1
    assert "broken.bpmn" in result.stderr
    assert definitions.latest(Database(url), "process") == ()


def test_validating_prints_each_problem_on_a_line_and_deploys_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "calls.bpmn").write_bytes(diagram("calls", chain('<task id="a"/>')).replace(b"task", b"tusk"))

    good, bad = run("validate", str(folder / "path.bpmn")), run("validate", str(folder))

    assert good.exit_code == 0
    assert good.output.splitlines()[-1] == "1 file: nothing would be refused."
    assert bad.exit_code == 1
    assert all(line.startswith(("calls.bpmn: error: ", "calls.bpmn: warning: ")) for line in bad.output.splitlines())
    assert not (tmp_path / "office.db").exists()


def test_strict_validation_fails_on_warnings(tmp_path: Path) -> None:
    file = tmp_path / "nobody.bpmn"
    file.write_bytes(diagram("nobody", chain(user_task())))  # a task for nobody is a warning

    assert run("validate", str(file)).exit_code == 0
    assert run("validate", "--strict", str(file)).exit_code == 1


def test_a_file_of_another_kind_is_a_misuse(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()

    result = run("validate", str(tmp_path / "notes.txt"))

    assert result.exit_code == 2
    assert "notes.txt" in result.output


def test_verifying_replays_every_instance(folder: Path, url: str) -> None:
    engine = engine_on(url, FakeClock())
    engine.deploy({"path.bpmn": (folder / "path.bpmn").read_bytes()}, actor="owner")
    ids = [engine.start("path", actor="anna") for _ in range(2)]
    engine.database.close()

    everything, one, none = (run("audit", "replay", *more) for more in ([], ids[:1], ["nothing"]))

    assert everything.exit_code == one.exit_code == 0
    assert everything.output.startswith("Replayed 2 instances with ")
    assert one.output.startswith("Replayed 1 instance with ")
    assert none.exit_code == 1
    assert "There is no instance nothing" in none.stderr


def test_verifying_finds_what_was_changed(folder: Path, url: str) -> None:
    engine = engine_on(url, FakeClock())
    engine.deploy({"path.bpmn": (folder / "path.bpmn").read_bytes()}, actor="owner")
    instance_id = engine.start("path", {"note": "before"}, actor="anna")
    with engine.database.writing() as session:
        session.execute(text("UPDATE instances SET state = replace(state, 'before', 'beside')"))
    engine.database.close()

    result = run("audit", "replay")

    assert result.exit_code == 1
    assert result.output.splitlines()[0].startswith(f"{instance_id}: After fact ")


def test_a_routing_round_can_be_asked_for(folder: Path, url: str) -> None:
    engine = engine_on(url, FakeClock())
    engine.deploy({"path.bpmn": (folder / "path.bpmn").read_bytes()}, actor="owner")
    people.save(engine.database, Person(account="anna", name="Anna", groups=("experts",)))
    engine.start("path", actor="web")
    engine.database.close()

    result = run("route")

    assert result.exit_code == 0
    assert "anna is the only one who can do this." in result.output
    (item,) = work_items.page(Database(url), scope="all").items
    assert item.assignee == "anna"


def test_an_expression_is_evaluated_with_its_variables() -> None:
    result = run("feel", "amount * 2", "--context", '{"amount": 21}')

    assert (result.exit_code, json.loads(result.stdout)) == (0, 42)
    assert json.loads(run("feel", 'date("2026-01-31") + duration("P1D")').stdout) == {"@": "2026-02-01"}


def test_a_wrong_expression_shows_where_and_wrong_variables_are_a_misuse() -> None:
    wrong, variables, no_object = (
        run("feel", "1 +"),
        run("feel", "1", "--context", "{"),
        run("feel", "1", "--context", "[]"),
    )

    assert wrong.exit_code == 1
    assert "^" in wrong.stderr
    assert variables.exit_code == no_object.exit_code == 2
    assert "--context" in variables.stderr


def test_variables_with_signs_in_their_names_are_read_and_numbers_keep_their_digits() -> None:
    given = '{"a-b": 2, "net price": 0.1234567890123456789012345678901234}'

    assert run("feel", "a-b", "--context", given).stdout == "2\n"
    assert json.loads(run("feel", "string(net price)", "--context", given).stdout) == (
        "0.1234567890123456789012345678901234"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a", "--context", '{"a": NaN}'), "NaN is no number of JSON"),
        (
            ("a", "--context", "amount.json"),
            "it is no JSON: Expecting value: line 1 column 1 (char 0). Write an object",
        ),
        (("a", "--context", '{"a": ' + "[" * 100_000), "it is nested too deeply"),
        (("= 1",), "An expression has no '=' before it"),
        (('"\\uD83D" +',), "ends too early"),
    ],
)
def test_nonsense_is_answered_with_a_sentence(arguments: tuple[str, ...], said: str) -> None:
    result = run("feel", *arguments)

    assert result.exit_code in (1, 2)
    assert said in " ".join(result.stderr.split())


def test_a_folder_without_cases_is_no_kit_that_passed(tmp_path: Path) -> None:
    result = run("tck", str(tmp_path))

    assert result.exit_code == 2
    assert "are no cases" in result.stderr


def test_a_decision_tells_its_value_and_the_rules_that_fired(tmp_path: Path) -> None:
    file = tmp_path / "grade.dmn"
    file.write_bytes(DECISION)

    result = run("decide", str(file), "--inputs", '{"rating": 5}')
    unknown = run("decide", str(file), "--decision", "nothing")

    assert (result.exit_code, json.loads(result.stdout)) == (0, "good")
    assert "good" in result.stderr
    assert (unknown.exit_code, unknown.stderr) == (1, "grade.dmn has no decision nothing. It has: grade.\n")


def test_a_file_that_is_no_decision_model_is_told(tmp_path: Path) -> None:
    file = tmp_path / "grade.dmn"
    file.write_bytes(b"<html/>")

    result = run("decide", str(file))

    assert result.exit_code == 1
    assert result.stderr.startswith("grade.dmn: ")


def test_a_decision_is_tried_with_the_models_beside_it_that_it_imports(tmp_path: Path) -> None:
    (tmp_path / "price.dmn").write_bytes(price())
    alone = run("decide", str(tmp_path / "price.dmn"))
    (tmp_path / "lib.dmn").write_bytes(library("2"))
    together = run("decide", str(tmp_path / "price.dmn"))

    assert (alone.exit_code, together.exit_code, together.stdout) == (1, 0, "200\n")
    assert "urn:lib is neither deployed nor among these files" in alone.stderr


def test_a_decision_past_its_bounds_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "price.dmn").write_bytes(price("sum(for i in 1..9999999 return lib1.fee(i))"))
    (tmp_path / "lib.dmn").write_bytes(library("2"))

    result = run("decide", str(tmp_path / "price.dmn"))

    assert result.exit_code == 1
    assert result.stderr.startswith("The decision price can't be evaluated: ")


def test_without_a_demo_there_is_nothing_to_show() -> None:
    result = run("demo")

    assert result.exit_code == 1
    assert "None of the process applications has a demo: tests.no_application." in result.stderr


def test_every_command_says_what_it_does() -> None:
    for name, command in polku.commands.items():
        result = run(name, "--help")
        assert result.exit_code == 0
        assert command.help, name
