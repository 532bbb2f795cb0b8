"""What a command costs: a few statements and one commit, whatever is inside the instance."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from engine.engine import Engine
from engine.store import work_items
from tests.engine.diagrams import chain, diagram, user_task

SCRIPT = '<scriptTask id="script"><extensionElements><zeebe:script expression="=1 + 1" resultVariable="x"/></extensionElements></scriptTask>'  # noqa: E501
GATEWAY = '<exclusiveGateway id="gateway"/>'
FILES = {
    "a.bpmn": diagram("short", chain(SCRIPT, GATEWAY)),
    "b.bpmn": diagram("tasks", chain(user_task("one", groups="a,b"), user_task("two", groups="a,b"))),
}


@contextmanager
def counted(engine: Engine) -> Iterator[dict[str, int]]:
    """Statements and commits while the block runs."""
    counts = {"statements": 0, "commits": 0}

    def statement(*_: Any) -> None:
        counts["statements"] += 1

    def commit(*_: Any) -> None:
        counts["commits"] += 1

    event.listen(engine.database.engine, "before_cursor_execute", statement)
    event.listen(engine.database.engine, "commit", commit)
    yield counts
    event.remove(engine.database.engine, "before_cursor_execute", statement)
    event.remove(engine.database.engine, "commit", commit)


def plain(engine: Engine) -> Engine:
    """The same engine without the checks of the fixture, which would be counted too."""
    return Engine(engine.database, engine.clock)


def on_postgresql(engine: Engine) -> bool:
    return engine.database.dialect == "postgresql"


def test_a_short_process_takes_few_statements_and_one_commit(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    engine = plain(engine)
    engine.start("short", actor="anna")  # reads the definition once
    with counted(engine) as counts:
        engine.start("short", actor="anna", request_id="r1")
    # the request, the definition's key, the instance, its facts, and their values in a table of their own (ADR 0014);
    # PostgreSQL is given the last three as one
    assert counts == {"statements": 3 if on_postgresql(engine) else 5, "commits": 1}


def test_completing_a_task_takes_few_statements_and_one_commit(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    engine = plain(engine)
    instance_id = engine.start("tasks", actor="anna")
    (item,) = work_items.page(engine.database, scope="all").items
    with counted(engine) as counts:
        engine.complete(instance_id, item.key, actor="anna")
    # PostgreSQL is given all that is written as one
    assert counts == {"statements": 2 if on_postgresql(engine) else 5, "commits": 1}


def test_the_cost_does_not_grow_with_the_number_of_rounds(engine: Engine) -> None:
    loop = (
        '<startEvent id="start"/><exclusiveGateway id="join"/><userTask id="task" name="Again"/>'
        '<sequenceFlow id="f1" sourceRef="start" targetRef="join"/>'
        '<sequenceFlow id="f2" sourceRef="join" targetRef="task"/>'
        '<sequenceFlow id="f3" sourceRef="task" targetRef="join"/>'
    )
    engine.deploy({"loop.bpmn": diagram("loop", loop)}, actor="olli")
    engine = plain(engine)
    instance_id = engine.start("loop", actor="anna")
    costs = []
    for _ in range(6):
        (item,) = work_items.page(engine.database, scope="all").items
        with counted(engine) as counts:
            engine.complete(instance_id, item.key, actor="anna")
        costs.append(counts["statements"])
    assert len(set(costs)) == 1
