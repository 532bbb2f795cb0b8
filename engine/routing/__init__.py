"""Who gets a work item, and why.

`assign` decides, without a database; `run_round` reads what waits, lets it decide and carries the decisions out.
"""

from engine.routing.assign import Assignment, Considered, Expert, Item, assign, why_nobody
from engine.routing.reasons import Reason, read_reason
from engine.routing.round import run_round

__all__ = ["Assignment", "Considered", "Expert", "Item", "Reason", "assign", "read_reason", "run_round", "why_nobody"]
