"""Instances that are kept: start-script-gateway-script-end with full history, beside the bare database.

The bare database inserts the same rows into the same tables with its own driver, with the same promise to the disk.
"""

from time import perf_counter

from engine.bootstrap import stay_loaded
from engine.ports import SystemClock
from engine.starting import Start
from engine.testing import engine_on
from tests.benchmarks._databases import (
    SHORT,
    Measurement,
    bare_rate,
    beside,
    counted,
    databases,
    measured,
    opened,
    rows_of,
    side_by_side,
)

TOGETHER = 50
BARE = "the bare database"


def single_rate(url: str, count: int) -> float:
    """Instances a second, a transaction each."""
    engine = engine_on(url, SystemClock())
    engine.start("short", {"n": 9}, actor="anna")
    stay_loaded()
    began = perf_counter()
    for _ in range(count):
        engine.start("short", {"n": 9}, actor="anna")
    rate = count / (perf_counter() - began)
    engine.database.close()
    return rate


def batch_rate(url: str, count: int) -> float:
    """Instances a second, in batches."""
    engine = engine_on(url, SystemClock())
    batch = [Start(process_id="short", variables={"n": 9})] * TOGETHER
    engine.start_many(batch, actor="anna")
    stay_loaded()
    began = perf_counter()
    for _ in range(count // TOGETHER):
        engine.start_many(batch, actor="anna")
    rate = count / (perf_counter() - began)
    engine.database.close()
    return rate


def run(size: float = 1.0) -> list[Measurement]:
    """Measurements as `tests.benchmarks` wants them."""
    one_by_one, in_batches = max(50, int(2_000 * size)), max(200, int(20_000 * size))
    found = []
    with databases() as all_databases:
        for name, url in all_databases:
            engine = opened(url)
            engine.deploy({"short.bpmn": SHORT}, actor="olli")
            engine.start("short", {"n": 9}, actor="anna")
            with counted(engine) as counts:
                id = engine.start("short", {"n": 9}, actor="anna", request_id="r-1")
            rows = rows_of(engine, id)
            engine.database.close()
            found += [
                measured(f"{name}: statements of one start, with a request id", counts["statements"], "statements"),
                measured(f"{name}: commits of one start", counts["commits"], "commits"),
                measured(f"{name}: rows of one instance", sum(len(kept) for _, kept in rows.values()), "rows"),
                beside(
                    f"{name}: a transaction each",
                    single_rate(url, one_by_one),
                    "instances/s",
                    BARE,
                    bare_rate(url, rows, one_by_one, 1),
                ),
                beside(
                    f"{name}: in batches of {TOGETHER}",
                    batch_rate(url, in_batches),
                    "instances/s",
                    BARE,
                    bare_rate(url, rows, in_batches, TOGETHER),
                ),
            ]
            found += [
                beside(
                    f"{name}: a transaction each, two processes",
                    side_by_side(single_rate, 2, url, one_by_one),
                    "instances/s",
                    BARE,
                    side_by_side(bare_rate, 2, url, rows, one_by_one, 1),
                ),
                beside(
                    f"{name}: in batches of {TOGETHER}, two processes",
                    side_by_side(batch_rate, 2, url, in_batches),
                    "instances/s",
                    BARE,
                    side_by_side(bare_rate, 2, url, rows, in_batches, TOGETHER),
                ),
            ]
    return found
