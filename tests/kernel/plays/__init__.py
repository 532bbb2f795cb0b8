"""Every tiny diagram of tests/diagrams, played to its end: the tests and the coverage page are made of this table."""

from tests.kernel.plays.boundaries import BOUNDARIES
from tests.kernel.plays.data import DATA, GLOBAL_TASKS
from tests.kernel.plays.events import CATCHES, ENDS, STARTS, THROWS
from tests.kernel.plays.gateways import COLLABORATIONS, DESCRIPTIVE, GATEWAYS
from tests.kernel.plays.play import Play
from tests.kernel.plays.sub_processes import EVENT_SUB_PROCESSES, SUB_PROCESSES
from tests.kernel.plays.tasks import LOOPS, TASKS

PLAYS: dict[str, tuple[Play, ...]] = {
    "Start events": STARTS,
    "Intermediate catch events": CATCHES,
    "Intermediate throw events": THROWS,
    "End events": ENDS,
    "Boundary events": BOUNDARIES,
    "Tasks and calls": TASKS,
    "Loops and quantities": LOOPS,
    "Global tasks": GLOBAL_TASKS,
    "Data": DATA,
    "Sub-processes": SUB_PROCESSES,
    "Event sub-processes": EVENT_SUB_PROCESSES,
    "Gateways and sequence flows": GATEWAYS,
    "Collaborations": COLLABORATIONS,
    "What only describes": DESCRIPTIVE,
}
