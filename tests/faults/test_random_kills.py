"""A program that is killed again and again, its clock, workers and callers with it, keeps every promise."""

import subprocess
from collections.abc import Iterator

import pytest

from tests.faults.random_kills import kill_often, living

KILLS = 25  # on each of the two databases
SEED = 20260105


@pytest.fixture(scope="module")
def process() -> Iterator["subprocess.Popen[bytes]"]:
    with living() as found:
        yield found


def test_random_kills_lose_nothing_and_double_nothing(database_url: str, process: "subprocess.Popen[bytes]") -> None:
    counts = kill_often(database_url, process, SEED, KILLS)
    assert counts["kills"] == KILLS
    assert counts["killed in the middle"] >= KILLS / 2
    assert counts["answers"] >= 3 * KILLS
