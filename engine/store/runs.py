"""Runs of facts: those that follow each other in one instance by one command, in one process.

They have the actor, the moment, the business key and the process in common. So the indexes of these have an entry for
the fact that leads the run, and none for the others: on PostgreSQL putting entries into indexes took half the time that
it took to write facts, and more room than the facts themselves.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from engine.store import tables
from engine.store.partitions import SIZE
from engine.store.rows import sql_table

F = sql_table(tables.Fact)
#: Longer runs are divided: whoever asks for a page of facts reads each run that has some of them.
LONGEST = 64


def lengths(process_ids: Sequence[str]) -> list[int]:
    """For each fact of one command the number of those in the run that it leads, 0 where another leads it.

    `process_ids` are the processes that the facts belong to, in their order.
    """
    found, leader = [0] * len(process_ids), 0
    for number, process_id in enumerate(process_ids):
        if process_id != process_ids[leader] or number - leader == LONGEST:
            leader = number
        found[leader] += 1
    return found


def led(dialect: str, leaders: Iterable[Any], here: Iterable[Any]) -> Select[Any]:
    """The facts that fulfil the conditions `here` of the runs whose leaders fulfil those of `leaders`.

    Databases guess badly what to read first, where more is asked of the facts than this. So they are told: the leaders
    by their index, then the facts of each run.
    """
    by = (
        select(F.c.instance_id, F.c.number, F.c.leads, F.c.seq)
        .where(*leaders)
        .cte("leaders")
        .prefix_with("MATERIALIZED")
    )
    after = by.c.number + func.coalesce(by.c.leads, 1)
    facts = select(F).where(F.c.instance_id == by.c.instance_id, F.c.number >= by.c.number, F.c.number < after, *here)
    if dialect == "sqlite":
        return facts
    # The last two only leave out partitions: while one run is written, nobody fills a whole one.
    each = facts.where(F.c.seq >= by.c.seq, F.c.seq < by.c.seq + SIZE).correlate(by).offset(0).lateral()
    return select(each).select_from(by.join(each, true()))


def reaching(leaders: Iterable[Any], order: ColumnElement[Any], number: int) -> Select[Any]:
    """The moment in which the runs of these leaders, one after the other in this order of time, reach so many facts."""
    so_far = func.sum(func.coalesce(F.c.leads, 1)).over(order_by=order, rows=(None, 0)).label("so_far")
    counted = select(F.c.at, so_far).where(*leaders).order_by(order).subquery()
    return select(counted.c.at).where(counted.c.so_far >= number).limit(1)
