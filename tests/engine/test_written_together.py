"""What a command writes goes to PostgreSQL as one statement while it is little; whatever it is, replay equals state."""

from typing import Any

import pytest
from sqlalchemy import event

from engine.engine import Engine
from engine.store import work_items
from tests.engine.diagrams import chain, diagram, user_task


def wide(tasks: int) -> bytes:
    """A user task, and after it as many beside each other."""
    names = [f"t{number}" for number in range(tasks)]
    flows = "".join(f'<sequenceFlow id="to-{name}" sourceRef="ask" targetRef="{name}"/>' for name in names)
    return diagram("wide", chain(user_task("ask")) + "".join(user_task(name) for name in names) + flows)


@pytest.mark.parametrize(("tasks", "together"), [(2, True), (60, False)], ids=["little", "much"])
def test_a_completion_is_written_by_one_statement_while_it_is_little(
    engine: Engine, tasks: int, together: bool
) -> None:
    engine.deploy({"wide.bpmn": wide(tasks)}, actor="olli")
    id = engine.start("wide", actor="olli")
    (first,) = work_items.page(engine.database, scope="all").items
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement.split()[0])

    event.listen(engine.database.engine, "before_cursor_execute", hear)
    engine.complete(id, first.key, actor="anna")
    written = {statement for statement in heard if statement != "SELECT"}
    event.remove(engine.database.engine, "before_cursor_execute", hear)
    server = engine.database.dialect == "postgresql"
    assert ("WITH" in written) == (server and together)
    assert ("COPY" in written) == (server and not together)
    assert len(work_items.page(engine.database, scope="all").items) == min(tasks, 50)
