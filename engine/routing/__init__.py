"""Who gets a work item, and why.

`plan` decides a round without a database; `run_round` reads what may move, plans and carries the plan out.
"""

from engine.routing.assign import assign
from engine.routing.costs import Office
from engine.routing.musts import why_nobody
from engine.routing.plan import Plan, Scene, plan
from engine.routing.reasons import Reason, read_reason
from engine.routing.round import run_round
from engine.routing.substitutes import Absences
from engine.routing.terms import Assignment, Expert, Item, Unplaced, Wish
from engine.routing.weights import Weights

__all__ = [
    "Absences",
    "Assignment",
    "Expert",
    "Item",
    "Office",
    "Plan",
    "Reason",
    "Scene",
    "Unplaced",
    "Weights",
    "Wish",
    "assign",
    "plan",
    "read_reason",
    "run_round",
    "why_nobody",
]
