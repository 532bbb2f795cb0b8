"""A stage on which the office and its customers act: the real engine, under a clock that moves when it is told to.

The demonstration, the demo office and the scenarios play on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.engine import Engine
from engine.errors import NotFound
from engine.store import upcoming, work_items
from engine.store.people import Person
from engine.store.work_items import WorkItemRow
from processes.business_services import contact, feedback
from processes.business_services.contact import CUSTOMER

MANY = 1000


@dataclass
class VirtualClock:
    """Stands still until it is moved."""

    time: datetime

    def now(self) -> datetime:
        return self.time


@dataclass
class Stage:
    """`people` are those who take the work items that nobody holds."""

    engine: Engine
    clock: VirtualClock
    people: Sequence[Person] = field(default_factory=tuple)
    at_once: bool = True  # whether jobs are done right after each command; else when `settle` is called

    def contact(self, values: Mapping[str, Any], actor: str = CUSTOMER) -> str:
        """Somebody fills in the contact form. Gives the instance."""
        instance_id = contact.open(self.engine, self.engine.database, values, actor)
        self.follow_up()
        return instance_id

    def start(
        self, process_id: str, variables: Mapping[str, Any], business_key: str = "", *, actor: str = "system"
    ) -> str:
        """Start a process by itself, without the path that calls it."""
        instance_id = self.engine.start(process_id, variables, actor=actor, business_key=business_key)
        self.follow_up()
        return instance_id

    def open_items(self, instance_id: str = "") -> list[WorkItemRow]:
        """The open work items, the oldest first; of one instance, or all."""
        page = work_items.page(self.engine.database, scope="all", limit=MANY)
        found = [item for item in page.items if instance_id in ("", item.instance_id)]
        return sorted(found, key=lambda item: (item.created_at, item.instance_id, item.key))

    def item(self, instance_id: str, name: str) -> WorkItemRow:
        """The oldest open work item with this name. Raises `NotFound` with those that are there."""
        there = self.open_items(instance_id)
        for item in there:
            if item.name == name:
                return item
        names = ", ".join(item.name for item in there) or "none"
        raise NotFound(f"There is no open work item {name}. Open are: {names}.")

    def complete(self, item: WorkItemRow, answers: Mapping[str, Any], actor: str = "") -> None:
        """Claim the work item and complete it, as `actor` or as whoever it is for."""
        account = actor or self.who(item)
        if not item.assignee:
            self.engine.assign(item.instance_id, item.key, account, actor=account)
        self.engine.complete(item.instance_id, item.key, answers, actor=account)
        self.follow_up()

    def who(self, item: WorkItemRow) -> str:
        """Who takes the item: who holds it, who knows the customer, or who has the skill for it. Raises `NotFound`."""
        members = [person for person in self.people if set(person.groups) & set(item.candidate_groups)]
        accounts = [person.account for person in members]
        if item.assignee or item.continuity in accounts:
            return item.assignee or item.continuity
        skilled = [person.account for person in members if set(item.skills) <= set(person.skills)]
        for account in (*skilled, *accounts):
            return account
        raise NotFound(f"Nobody is in the groups of {item.name}: {', '.join(item.candidate_groups)}.")

    def give_feedback(self, feedback_id: str, answers: Mapping[str, Any]) -> None:
        """The customer answers a request for feedback. Raises `NotFound` if there is none."""
        feedback.give(self.engine, self.engine.database, feedback_id, answers)
        self.follow_up()

    def wait(self, duration: timedelta) -> None:
        self.wait_until(self.clock.time + duration)

    def wait_until(self, moment: datetime) -> None:
        """Let time pass; every timer fires at its own moment."""
        self.engine.fire_due()  # of now, before looking for what is due later
        self.settle()
        while (due := self.next_due()) is not None and due <= moment:
            self.clock.time = due
            self.engine.fire_due()
            self.settle()
        self.clock.time = max(self.clock.time, moment)

    def follow_up(self) -> None:
        if self.at_once:
            self.settle()

    def settle(self) -> None:
        """Let the handlers do their jobs. Messages are delivered by the engine as they are published."""
        while self.engine.run_jobs(MANY) == MANY:
            pass

    def next_due(self) -> datetime | None:
        with self.engine.database.reading() as session:
            return upcoming.next_due(session, self.clock.time)
