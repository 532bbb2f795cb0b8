"""Who gets a work item, and why.

`assign` decides, without a database; `run_round` reads what waits, lets it decide and carries the decisions out.
"""

from engine.routing.assign import Assignment, Considered, Expert, Item, assign, why_nobody
from engine.routing.reasons import Reason, read_reason

__all__ = ["Assignment", "Considered", "Expert", "Item", "Reason", "assign", "read_reason", "why_nobody"]
