"""The engine's commands that give work to people: one by one, or many at once by a routing round."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine import work_items
from engine.calendar import OfficeHours
from engine.execution import Execution
from engine.ports import Order
from engine.store import Database, Session
from engine.store.requests import first_answer


class HandingOut:
    """A part of the engine, and what `engine.routing.round` asks of it."""

    database: Database
    execution: Execution

    def now(self) -> datetime:
        """The engine's time, in the office's time zone."""
        return self.execution.now()

    @property
    def hours(self) -> OfficeHours:
        """When the office is open."""
        return self.execution.hours

    def assign(
        self,
        instance_id: str,
        key: int,
        assignee: str,
        *,
        actor: str,
        reason: str = "",
        take_over: bool = False,
        request_id: str = "",
    ) -> None:
        """Let `assignee` hold the work item; to claim one, assign it to yourself.

        Raises `AlreadyDone` when somebody else holds it (unless `take_over`), or it is done or withdrawn.
        """
        with self.database.writing() as session:
            now = self.now()
            command = f"assign {instance_id}/{key} {assignee}"
            if first_answer(session, request_id, command, "", now) is not None:
                return
            who = work_items.Handover(assignee, actor, reason, take_over)
            work_items.assign(self.execution, session, instance_id, key, who, now)

    def release(self, instance_id: str, key: int, *, actor: str, take_over: bool = False, request_id: str = "") -> None:
        """Give the work item back to its groups. Raises `Refused` when somebody else holds it, unless `take_over`."""
        self.assign(instance_id, key, "", actor=actor, take_over=take_over, request_id=request_id)

    def carry_out_together(self, orders: Sequence[Order], *, actor: str) -> list[bool]:
        """Carry out many orders about work items with few statements. Says of each whether nobody was first."""
        return work_items.carry_out_together(self.execution, orders, actor)

    def latest_decision(self, session: Session, decision: str) -> Any:
        """What the latest version of a decision gives where nothing is known; None when there is no such decision."""
        return self.execution.latest_decision(session, decision)
