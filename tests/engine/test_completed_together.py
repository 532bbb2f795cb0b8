"""Completions that come at the same time share a transaction, and each fails alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event

from engine import group_commit
from engine.completing import Completion, complete_together
from engine.engine import Engine
from engine.errors import AlreadyDone, Refused
from engine.execution import NOTHING, Consequences
from engine.history import Filters, facts
from engine.store import instances
from engine.store.asking import asked_by
from engine.store.loading import load
from engine.store.requests import answer_before
from engine.testing import engine_on
from engine.together import Failed
from tests.engine.conftest import check_all
from tests.engine.diagrams import chain, diagram, user_task
from tests.engine.test_statements import counted, plain

FILES = {"tasks.bpmn": diagram("tasks", chain(user_task("one", groups="a"), user_task("two", groups="a")))}
LONGEST = 30.0  # seconds that a busy machine may need


@pytest.fixture
def started(engine: Engine) -> list[str]:
    """Instances that wait at their first task."""
    engine.deploy(FILES, actor="olli")
    return [engine.start("tasks", actor="anna") for _ in range(5)]


def key_of(engine: Engine, id: str) -> int:
    (key,) = instances.state(engine.database, id).waits
    return key


def completion(engine: Engine, id: str, variables: dict[str, Any] | None = None, **more: Any) -> Completion:
    return Completion(id, key_of(engine, id), variables or {}, more.pop("actor", "anna"), **more)


def together(engine: Engine, *several: Completion) -> list[Any]:
    outcomes = list(complete_together(engine.execution, several))
    check_all(engine.database, engine)
    return outcomes


def completed(engine: Engine) -> dict[str, tuple[str, str]]:
    """Who completed a task of an instance, and by which request."""
    found = facts(engine.database, Filters(kind="WorkItemCompleted"), limit=1000).items
    return {fact.instance_id: (fact.actor, fact.request) for fact in found}


def test_each_is_done_by_who_asked_and_kept_with_its_request(engine: Engine, started: list[str]) -> None:
    several = []
    for number, id in enumerate(started):
        with asked_by(f"request {number}"):
            several.append(completion(engine, id, {"number": number}, actor=f"person {number}"))
    assert together(engine, *several) == [Consequences()] * 5
    assert completed(engine) == {id: (f"person {n}", f"request {n}") for n, id in enumerate(started)}
    for number, id in enumerate(started):
        assert instances.one(engine.database, id).status == "active"
        assert instances.variables(engine.database, id)["number"] == number


def test_several_take_the_statements_of_one_and_one_commit(engine: Engine, started: list[str]) -> None:
    several = [completion(engine, id, request_id=f"r {id}") for id in started]
    bare = plain(engine)
    bare.complete(started[0], several[0].key, actor="anna")  # reads the definition once
    with counted(bare) as one:
        bare.complete(started[1], several[1].key, actor="anna", request_id="r")
    with counted(bare) as three:
        complete_together(bare.execution, several[2:])
    assert three == one == {"statements": 3 if engine.database.dialect == "postgresql" else 6, "commits": 1}
    check_all(engine.database, engine)


def test_one_that_is_refused_fails_alone_and_may_come_again(engine: Engine, started: list[str]) -> None:
    engine.assign(started[1], key_of(engine, started[1]), "berta", actor="berta")
    several = [completion(engine, id, request_id=f"r {id}") for id in started]
    wrong = Completion(started[3], several[3].key, {"x": {"@": "no such kind of value"}}, "anna", "r wrong")
    engine.complete(started[2], several[2].key, actor="carla")
    first, held, done, invalid, last = together(engine, *several[:3], wrong, several[4])
    assert first == last == NOTHING
    assert isinstance(held, Failed)
    assert isinstance(held.error, Refused)
    assert "is held by berta" in held.sentence
    assert isinstance(done, Failed)
    assert isinstance(done.error, AlreadyDone)
    assert "was completed by carla" in done.sentence
    assert isinstance(invalid, Failed)
    assert invalid.sentence.startswith("x: ")
    assert set(completed(engine)) == {started[0], started[2], started[4]}
    engine.release(started[1], several[1].key, actor="berta")
    engine.complete(started[1], several[1].key, actor="anna", request_id=several[1].request_id)
    engine.complete(started[3], wrong.key, actor="anna", request_id="r wrong")
    assert set(completed(engine)) == set(started)


def test_a_request_that_came_before_gets_its_first_answer(engine: Engine, started: list[str]) -> None:
    again = completion(engine, started[0], request_id="r 0")
    abused = completion(engine, started[1], request_id="r 1")
    engine.complete(again.instance_id, again.key, actor="anna", request_id="r 0")
    engine.complete(started[2], key_of(engine, started[2]), actor="anna", request_id="r 1")
    same, other, new = together(engine, again, abused, completion(engine, started[3], request_id="r 3"))
    assert same == new == NOTHING
    assert isinstance(other, Failed)
    assert "was for something else" in other.sentence
    assert set(completed(engine)) == {started[0], started[2], started[3]}


def test_what_is_not_there_is_left_to_whoever_asks_alone(engine: Engine, started: list[str]) -> None:
    nowhere = Completion("nowhere", 1, {}, "anna", "r nowhere")
    assert together(engine, nowhere, completion(engine, started[0])) == [None, NOTHING]
    with engine.database.reading() as session:
        assert answer_before(session, "r nowhere", "whatever") is None


def test_an_instance_that_somebody_is_changing_is_not_waited_for(migrated_postgres: str) -> None:
    engine, other = engine_on(migrated_postgres), engine_on(migrated_postgres)
    engine.deploy(FILES, actor="olli")
    mine, free = (completion(engine, engine.start("tasks", actor="anna"), request_id=f"r {n}") for n in (1, 2))
    with ThreadPoolExecutor(1) as pool, other.database.writing() as session:
        load(session, mine.instance_id)
        assert pool.submit(together, engine, mine, free).result(LONGEST) == [None, NOTHING]
    assert together(engine, mine) == [NOTHING]
    engine.database.close()
    other.database.close()


def test_what_the_database_cannot_keep_fails_alone(engine: Engine, started: list[str]) -> None:
    """The transaction fails as a whole; then each is carried out alone."""
    broken = completion(engine, started[1], actor="an\x00na")
    outcomes = complete_while_one_is_held(engine, [completion(engine, started[0]), broken])
    check_all(engine.database, engine)
    assert outcomes[0] is None
    assert (outcomes[1] is None) == (engine.database.dialect == "sqlite"), "PostgreSQL keeps no such name"
    assert started[0] in completed(engine)


def test_a_mistake_of_the_program_fails_alone(
    engine: Engine, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [completion(engine, id) for id in started[:3]]
    decide = engine.execution.decide

    def mistaken(session: Any, record: Any, *arguments: Any, **options: Any) -> Any:
        if record.id == started[1]:
            raise KeyError("a mistake")
        return decide(session, record, *arguments, **options)

    monkeypatch.setattr(type(engine.execution), "decide", staticmethod(mistaken))
    first, wrong, last = complete_together(engine.execution, several)
    monkeypatch.undo()
    check_all(engine.database, engine)
    assert first == last == NOTHING
    assert isinstance(wrong, Failed)
    assert isinstance(wrong.error, KeyError)
    assert set(completed(engine)) == {started[0], started[2]}


def complete_while_one_is_held(engine: Engine, several: list[Completion]) -> list[Exception | None]:
    """Somebody is held just before the commit; all these come meanwhile. Gives what each raised."""
    bare = plain(engine)
    holding, go_on = threading.Event(), threading.Event()
    extra = completion(engine, engine.start("tasks", actor="anna"))

    def hold(_connection: object) -> None:
        if not holding.is_set():
            holding.set()
            assert go_on.wait(LONGEST)

    def run(one: Completion) -> Exception | None:
        try:
            bare.complete(one.instance_id, one.key, one.variables, actor=one.actor, request_id=one.request_id)
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            return error
        return None

    event.listen(engine.database.engine, "commit", hold)
    with ThreadPoolExecutor(len(several) + 1) as pool:
        first = pool.submit(run, extra)
        assert holding.wait(LONGEST)
        coming = []
        for number, one in enumerate(several, 1):
            coming.append(pool.submit(run, one))
            while bare._completing.waiting < number:
                threading.Event().wait(0.001)
        go_on.set()
        assert first.result(LONGEST) is None
        outcomes = [one.result(LONGEST) for one in coming]
    event.remove(engine.database.engine, "commit", hold)
    return outcomes


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE", LONGEST)


def test_those_who_come_during_a_commit_share_the_next_one(engine: Engine, started: list[str]) -> None:
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    several = [completion(engine, id, actor=f"person {n}") for n, id in enumerate(started)]
    twice = completion(engine, started[0], actor="too late")
    event.listen(engine.database.engine, "commit", note)
    outcomes = complete_while_one_is_held(engine, [*several, twice])
    event.remove(engine.database.engine, "commit", note)
    check_all(engine.database, engine)
    assert outcomes[:5] == [None] * 5
    assert isinstance(outcomes[5], AlreadyDone)
    assert "person 0" in str(outcomes[5])
    assert {id: completed(engine)[id][0] for id in started} == {id: f"person {n}" for n, id in enumerate(started)}
    begun, held, shared = 1, 1, 1
    assert len(commits) == begun + held + shared
