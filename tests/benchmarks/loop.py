"""A customership that goes round for years: what a round with a human task costs at its end, and what is alive then."""

from time import perf_counter

from sqlalchemy import text

from engine.engine import Engine
from engine.history import replay
from engine.store import instances
from tests.benchmarks._databases import Measurement, beside, databases, measured, opened
from tests.engine.diagrams import diagram

ROUNDS = 5_000
LOOP = (
    '<startEvent id="start"/><exclusiveGateway id="join"/>'
    '<userTask id="contact" name="Contact the customer"/>'
    '<sequenceFlow id="begin" sourceRef="start" targetRef="join"/>'
    '<sequenceFlow id="on" sourceRef="join" targetRef="contact"/>'
    '<sequenceFlow id="again" sourceRef="contact" targetRef="join"/>'
)
#: Two instances, an old and a young one, do their rounds in turn: a machine that slows down slows both.
IN_TURN = 20


def go_round(engine: Engine, instance_id: str, key: int) -> tuple[int, float]:
    """Complete the open task. Gives the key of the next one, and the seconds that it took."""
    began = perf_counter()
    engine.complete(instance_id, key, {"round": key}, actor="anna")
    took = perf_counter() - began
    return only_wait(engine, instance_id), took


def only_wait(engine: Engine, instance_id: str) -> int:
    (key,) = instances.state(engine.database, instance_id).waits
    return key


def state_bytes(engine: Engine, instance_id: str) -> int:
    with engine.database.reading() as session:
        return len(instances.state_bytes(session, instance_id))


def live_rows(engine: Engine, instance_id: str) -> int:
    """The rows of what is open."""
    asked = "SELECT count(*) FROM work_items WHERE instance_id = :id AND status = 'open'"
    with engine.database.reading() as session:
        return int(session.execute(text(asked), {"id": instance_id}).scalar_one())


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def run(size: float = 1.0) -> list[Measurement]:
    """Measurements as `tests.benchmarks` wants them."""
    rounds = max(200, int(ROUNDS * size))
    measures = rounds // 10
    found = []
    with databases() as all_databases:
        for name, url in all_databases:
            engine = opened(url)
            engine.deploy({"loop.bpmn": diagram("customership", LOOP)}, actor="olli")
            old = engine.start("customership", actor="anna")
            key = only_wait(engine, old)
            for number in range(rounds - measures):
                key, _ = go_round(engine, old, key)
                if number == 10:
                    young_bytes = state_bytes(engine, old)
            costs: dict[str, list[float]] = {"old": [], "young": []}
            for _ in range(measures // IN_TURN):
                young = engine.start("customership", actor="anna")
                young_key = only_wait(engine, young)
                for _ in range(IN_TURN):
                    key, took = go_round(engine, old, key)
                    costs["old"].append(took)
                    young_key, took = go_round(engine, young, young_key)
                    costs["young"].append(took)
            what = f"{name}: a round after {rounds:,}"
            found += [
                beside(what, median(costs["old"]) * 1000, "ms", "one of the first", median(costs["young"]) * 1000),
                beside(f"{name}: state then", state_bytes(engine, old), "bytes", "after round 10", young_bytes),
                measured(f"{name}: rows of what is open", live_rows(engine, old), "rows"),
            ]
            if replay(engine.database, old) != instances.state(engine.database, old):
                raise RuntimeError("the facts do not lead to the state")
            engine.database.close()
    return found
