"""Handlers are registered once for each job type."""

from collections.abc import Iterator

import pytest

from engine.jobs import Job, handler, handlers
from engine.jobs import handlers as registry
from engine.jobs.handlers import INSIDE, OUTSIDE, _registered


@pytest.fixture(autouse=True)
def own_types() -> Iterator[None]:
    before = dict(_registered)
    yield
    _registered.clear()
    _registered.update(before)


def test_a_decorated_function_serves_its_type_and_stays_a_function() -> None:
    @handler("test-add")
    def add(job: Job) -> dict[str, object]:
        return {"sum": job.variables["a"] + job.variables["b"]}

    found = handlers()["test-add"]

    assert found.run is add
    assert not found.leaves_machine
    assert found.lease == INSIDE


def test_a_handler_that_leaves_the_machine_gets_more_time() -> None:
    @handler("test-mail", leaves_machine=True)
    def mail(_job: Job) -> None: ...

    assert handlers()["test-mail"].leaves_machine
    assert handlers()["test-mail"].lease == OUTSIDE


def test_a_second_function_for_a_type_is_refused_with_the_place_of_the_first() -> None:
    @handler("test-once")
    def first(_job: Job) -> None: ...

    with pytest.raises(ValueError, match=r"test-once has a handler already: tests\.jobs\.test_handlers\..*first"):

        @handler("test-once")
        def second(_job: Job) -> None: ...


def test_loading_a_module_again_registers_its_functions_again() -> None:
    def define() -> None:
        @handler("test-again")
        def again(_job: Job) -> None: ...

    define()
    first = handlers()["test-again"]
    define()

    assert handlers()["test-again"] is not first


def test_what_is_given_out_cannot_change_the_registry() -> None:
    given = registry()
    given["test-smuggled"] = None  # type: ignore[index]

    assert "test-smuggled" not in registry()
