"""The long run of the fault tests: `python -m tests.faults.soak` (`make soak`). Prints its seed and its figures.

The same seed chooses the same commands and the same points to be killed at. Threads still race, so that two runs are
not the same; a promise that breaks under a seed breaks soon again under it.
"""

import argparse
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Mapping

from tests.faults.random_kills import kill_often, living
from tests.faults.two_nodes import run_through_the_path
from tests.postgres import NoPostgres, new_database, postgres_server

Figures = Mapping[str, int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="on each database")
    parser.add_argument("--customers", type=int, default=1000, help="who run through the service path on two nodes")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    with tempfile.TemporaryDirectory(prefix="polku-soak-") as folder:
        tell("sqlite, killed at random", lambda: kills(f"sqlite:///{folder}/polku.db", asked.seed, asked.kills))
    try:
        with postgres_server() as server:
            with new_database(server) as url:
                tell("postgresql, killed at random", lambda: kills(url, asked.seed, asked.kills))
            with new_database(server) as url:
                tell("two nodes, two workers", lambda: run_through_the_path(url, asked.customers, asked.seed))
    except NoPostgres as reason:
        print(f"PostgreSQL was left out: {reason}")
        return 1
    return 0


def kills(url: str, seed: int, number: int) -> Figures:
    with living() as process:
        return kill_often(url, process, seed, number)


def tell(name: str, run: Callable[[], Figures]) -> None:
    begun = time.monotonic()
    print(f"{name} …", flush=True)
    figures = run()
    print("".join(f"  {figure}: {value}\n" for figure, value in figures.items()), end="")
    print(f"  sound after {time.monotonic() - begun:.0f} seconds", flush=True)


if __name__ == "__main__":
    sys.exit(main())
