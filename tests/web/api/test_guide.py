"""The programs that docs/api.md shows work as they are shown, over HTTP."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from engine.store import instances
from tests.web.api.conftest import NewProgram
from tests.web.conftest import Office

GUIDE = Path(__file__).parents[3] / "docs" / "api.md"


@pytest.fixture
def address(deployed: Office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, deployed.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def shown() -> dict[str, Any]:
    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL):
        exec(compile(block, GUIDE.name, "exec"), names)  # noqa: S102  our own document
    return names


def test_the_client_and_the_worker_of_the_guide_work(deployed: Office, address: str, program: NewProgram) -> None:
    guide, client, robot = shown(), program("shop", "client"), program("robot", "job-worker")

    id = guide["start_and_tell"](address, client.token)
    assert guide["start_and_tell"](address, client.token) == id
    guide["work_once"](address, robot.token, lambda variables: {"sum": int(variables["invoice"]) + 1})

    database = deployed.program.database
    assert instances.one(database, id).status == "completed"
    assert instances.variables(database, id)["sum"] == 8
    assert len(instances.page(database, process_id="errand").items) == 1


def test_the_worker_of_the_guide_tells_of_a_failure(deployed: Office, address: str, program: NewProgram) -> None:
    guide = shown()
    id = guide["start_and_tell"](address, program("shop", "client").token)

    guide["work_once"](address, program("robot", "job-worker").token, lambda _variables: 1 / 0)

    assert instances.one(deployed.program.database, id).status == "active"
