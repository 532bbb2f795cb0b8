"""The best assignment of a whole batch, exactly: a minimum-cost flow from items over people to their free places.

Each item sends one unit, to one of its candidates or to nobody. A person's free places cost more the more are taken, so
that load is fair. A flow of this form has a best solution in whole numbers, which the simplex method of HiGHS finds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Problem:
    """Items and people by their numbers from 0.

    `costs[item]` are the people who may get it with what speaks against them. `places[person]` are the costs of the
    person's free places, ascending. `urgency[item]`, from 0 to 1, says who goes first where places are too few.
    """

    costs: Sequence[dict[int, int]]
    places: Sequence[Sequence[int]]
    urgency: Sequence[float]


def solve(problem: Problem) -> list[int]:
    """The person of each item, or NOBODY. As many items as possible are placed, at the least total cost."""
    if not any(problem.costs) or not any(problem.places):
        return [NOBODY] * len(problem.costs)
    pairs = [(item, person, cost) for item, people in enumerate(problem.costs) for person, cost in people.items()]
    free = [(person, cost) for person, places in enumerate(problem.places) for cost in places[: len(problem.costs)]]
    items, people, costs = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    owners, places = (np.array(column, dtype=np.int64) for column in zip(*free, strict=True))
    lost = losses(problem)
    number, staff = len(problem.costs), len(problem.places)
    # Columns: a pair each, nobody for each item, a free place each. Rows: an item each is 1, a person's sum is 0.
    cost = np.concatenate([costs.astype(np.float64), lost, places.astype(np.float64)])
    matrix = sorted_by_column(
        [
            (np.arange(len(items)), items, 1.0),
            (np.arange(len(items)), number + people, 1.0),
            (len(items) + np.arange(number), np.arange(number), 1.0),
            (len(items) + number + np.arange(len(owners)), number + owners, -1.0),
        ],
        columns=len(cost),
    )
    flow = least(cost, matrix, np.concatenate([np.ones(number), np.zeros(staff)]))
    taken = flow[: len(items)] > 0.5
    answer = [NOBODY] * number
    for item, person in zip(items[taken].tolist(), people[taken].tolist(), strict=True):
        answer[item] = person
    return answer


def losses(problem: Problem) -> np.ndarray:
    """What it costs to leave each item to nobody: more than any exchange among people can save."""
    dearest = max((cost for people in problem.costs for cost in people.values()), default=0)
    dearest_place = max((places[-1] for places in problem.places if places), default=0)
    least_loss = (dearest + 1) * (len(problem.places) + 1) + dearest_place + 1
    return least_loss * (1.0 + np.array(problem.urgency, dtype=np.float64))


Matrix = tuple[np.ndarray, np.ndarray, np.ndarray]


def sorted_by_column(parts: list[tuple[np.ndarray, np.ndarray, float]], *, columns: int) -> Matrix:
    """A sparse matrix, of (columns, rows, value) parts, as starts of columns, rows and values."""
    column = np.concatenate([part[0] for part in parts])
    row = np.concatenate([part[1] for part in parts])
    value = np.concatenate([np.full(len(part[0]), part[2]) for part in parts])
    order = np.lexsort((row, column))
    starts = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=columns))])
    return starts.astype(np.int32), row[order].astype(np.int32), value[order]


def least(cost: np.ndarray, matrix: Matrix, totals: np.ndarray) -> np.ndarray:
    """The least `cost` of flows between 0 and 1 whose rows have these totals."""
    starts, rows, values = matrix
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(totals)
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = np.zeros(len(cost)), np.ones(len(cost))
    model.row_lower_ = model.row_upper_ = totals
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, rows, values
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    # One thread and one method: the same input gives the same answer, on every machine.
    for name, setting in (("threads", 1), ("solver", "simplex"), ("parallel", "off"), ("random_seed", 0)):
        solver.setOptionValue(name, setting)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"HiGHS found no assignment: {solver.modelStatusToString(solver.getModelStatus())}.")
    return np.array(solver.getSolution().col_value)
