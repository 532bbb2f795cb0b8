"""Group commit: commands that come while a transaction is under way share the next one.

A commit, and the statements around it, cost several times what a command itself does. While one is carried out alone,
those that come meanwhile gather; then all of them are carried out in one transaction by the thread that has waited
longest, and the others get their answers from it. Who comes when nothing is under way waits for nobody.
("Group commit": Gray and Reuter, Transaction Processing, 1993, chapter 9.)
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from engine.log import log

#: So many share a transaction. A web server has about as many threads, and a step more gains little.
MOST = 8
#: Whoever has waited so many seconds waits no longer for the transaction of others: it may be held up by a lock.
PATIENCE = 0.05

Order = TypeVar("Order")
Answer = TypeVar("Answer")


def locked() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(eq=False, slots=True)
class Place(Generic[Order, Answer]):
    """An order in the queue. Releasing `turn` says that it is to lead, or that others have dealt with it."""

    order: Order
    turn: Lock = field(default_factory=locked)
    leads: bool = False
    answer: Answer | None = None
    error: Exception | None = None


class GroupCommit(Generic[Order, Answer]):
    """Carries out orders of many threads: `alone(order)` one, `together(orders)` several in one transaction.

    `together` gives an answer for each; None for one that must be carried out alone, as all of them are when it raises
    something that is not among `all_fail`. `names(order)` are what it must be the only one of its group to have.
    """

    def __init__(
        self,
        alone: Callable[[Order], Answer],
        together: Callable[[Sequence[Order]], Sequence[Answer | None]],
        names: Callable[[Order], Sequence[Hashable]],
        all_fail: type[Exception],
    ) -> None:
        self._alone, self._together, self._names, self._all_fail = alone, together, names, all_fail
        self._lock = Lock()
        self._under_way = 0
        self._waiting: list[Place[Order, Answer]] = []

    @property
    def waiting(self) -> int:
        """How many wait for a transaction."""
        return len(self._waiting)

    def carry_out(self, order: Order) -> Answer:
        """The answer to the order. Raises what `alone` raises, and the `all_fail` of a transaction that was shared."""
        mine: Place[Order, Answer] = Place(order)
        if self._must_wait(mine):
            self._wait(mine)
        if mine.leads:
            group = self._group_of(mine)
            try:
                if len(group) == 1:
                    return self._alone(order)
                self._share(group)
            finally:
                self._hand_over(group[1:])
        if mine.error is not None:
            raise mine.error
        return self._alone(order) if mine.answer is None else mine.answer

    def _must_wait(self, mine: Place[Order, Answer]) -> bool:
        with self._lock:
            if self._under_way:
                self._waiting.append(mine)
                return True
            self._under_way, mine.leads = 1, True
            return False

    def _wait(self, mine: Place[Order, Answer]) -> None:
        if mine.turn.acquire(timeout=PATIENCE):
            return
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                self._under_way += 1
                mine.leads = True
        if not mine.leads:  # it is in a group already
            mine.turn.acquire()

    def _group_of(self, first: Place[Order, Answer]) -> list[Place[Order, Answer]]:
        """Those who can share a transaction with the first, in the order in which they came."""
        group, names = [first], set(self._names(first.order))
        with self._lock:
            for other in list(self._waiting):
                if len(group) < MOST and names.isdisjoint(others := self._names(other.order)):
                    names.update(others)
                    self._waiting.remove(other)
                    group.append(other)
        return group

    def _share(self, group: Sequence[Place[Order, Answer]]) -> None:
        try:
            answers = self._together([place.order for place in group])
        except self._all_fail as error:
            for place in group:
                place.error = error
        except Exception as error:  # noqa: BLE001  whichever of them can't be written, the others can
            log.warning("commands not carried out together", commands=len(group), why=str(error))
        else:
            for place, answer in zip(group, answers, strict=True):
                place.answer = answer

    def _hand_over(self, dealt_with: Sequence[Place[Order, Answer]]) -> None:
        """Whoever has waited longest leads the next group."""
        with self._lock:
            if self._waiting:
                following = self._waiting.pop(0)
                following.leads = True
                following.turn.release()
            else:
                self._under_way -= 1
        for place in dealt_with:
            place.turn.release()
