"""Playing parts on a stage, a working day at a time: experts work their inboxes, customers answer or stay silent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from processes.business_services.demo.answers import typical
from processes.business_services.demo.parts import Part
from processes.business_services.register import queries
from processes.business_services.stage import Stage

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass
class Role:
    """A part and how far it has been played."""

    part: Part
    business_id: str
    instance_id: str = ""
    filled: Counter[str] = field(default_factory=Counter)  # forms, by id
    asked: list[str] = field(default_factory=list)  # requests for feedback, in their order

    def answers(self, form: str, now: datetime) -> dict[str, Any]:
        """What is answered in this form this time."""
        id = form.partition(":")[0]
        special = self.part.answers.get(id, ())
        turn = min(self.filled[id], len(special) - 1)
        self.filled[id] += 1
        return typical(id, now, special[turn] if special else None)


@dataclass
class Play:
    """Parts by business ID on a stage; `days` counts from the first day."""

    stage: Stage
    parts: Mapping[str, Part]
    roles: list[Role] = field(init=False)
    day: int = 0

    def __post_init__(self) -> None:
        self.roles = [Role(part, business_id) for business_id, part in self.parts.items()]

    def play_day(self) -> None:
        """What people do in the morning of this day, experts only on working days; then time until the next morning."""
        now = self.stage.clock.time
        self.contacts()
        self.feedback(now)
        if now.weekday() < SATURDAY:
            self.work(now)
        self.stage.wait(DAY)
        self.day += 1

    def contacts(self) -> None:
        for role in self.roles:
            if not role.instance_id and role.part.begins <= self.day:
                told = {"companyName": role.part.name, "businessId": role.business_id, **role.part.contact}
                role.instance_id = self.stage.contact(typical("contact", self.stage.clock.time, told))

    def work(self, now: datetime) -> None:
        """Every work item that was there when the day began is done, unless its part leaves it."""
        roles = {role.instance_id: role for role in self.roles if role.instance_id}
        for item in self.stage.open_items():
            role = roles.get(item.instance_id)
            if role and item.created_at < now and item.form.partition(":")[0] not in role.part.leaves:
                self.stage.complete(item, role.answers(item.form, now))

    def feedback(self, now: datetime) -> None:
        """Customers answer what they have been asked, each when its part says so."""
        roles = {role.business_id: role for role in self.roles}
        for request in queries.awaited_feedback(self.stage.engine.database):
            role = roles[request.business_id]
            if request.id not in role.asked:
                role.asked.append(request.id)
            turn = role.asked.index(request.id)
            answer = role.part.feedback[turn] if turn < len(role.part.feedback) else None
            if answer is not None and now - request.asked_at >= timedelta(days=answer[0]):
                self.stage.give_feedback(request.id, typical("feedback", now, answer[1]))
