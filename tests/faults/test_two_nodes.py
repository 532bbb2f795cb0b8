"""Two servers and two workers on one database, of which some are killed: every customer arrives, by each step once."""

from tests.faults.two_nodes import run_through_the_path

CUSTOMERS = 12


def test_all_customers_arrive_though_a_server_and_a_worker_are_killed_on_the_way(migrated_postgres: str) -> None:
    counts = run_through_the_path(migrated_postgres, CUSTOMERS, seed=20260105, kills=1)
    assert counts["customers"] == CUSTOMERS
    assert counts["kills"] == 2
