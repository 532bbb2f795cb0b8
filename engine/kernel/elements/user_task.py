"""User task: waits in the inbox until a person has completed it (BPMN 2.0.2, 13.3.3)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from engine.calendar import add_working_days
from engine.errors import NotDeployed
from engine.feel import Expression
from engine.kernel import facts as f
from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.elements.routing_rules import needs_of
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.times import as_moment
from engine.kernel.variables import evaluate, text
from engine.model.elements import UserTask

USUAL_PRIORITY = 50


def enter(step: Step, key: int, task: UserTask) -> None:
    who, own = task.assignment, task.routing
    needs = needs_of(step, key, task)
    priority = needs.whole_number(who.priority, "priority", "priority")
    working_days = needs.whole_number(own.due_working_days, "dueWorkingDays", "working days until due")
    created = f.WorkItemCreated(
        step.new_key(),
        key,
        element=task.id,
        name=task.name or task.id,
        assignee=text(step, key, who.assignee, "assignee"),
        candidate_groups=needs.texts(who.candidate_groups, "groups", "candidate groups"),
        candidate_users=needs.texts(who.candidate_users, "users", "candidate users"),
        due=_moment(step, key, who.due_date, "due date") or _after_working_days(step, working_days),
        follow_up=_moment(step, key, who.follow_up_date, "follow-up date"),
        priority=USUAL_PRIORITY if priority is None else priority,
        form=_form(step, key, task),
        skills=needs.texts(own.skills, "skills", "skills"),
        language=needs.text(own.language, "language", "language"),
        continuity=needs.text(own.continuity, "continuity", "expert to continue with"),
        due_working_days=working_days,
        area=needs.text(own.area, "area", "area"),
        wait_working_days=needs.whole_number(
            own.wait_working_days, "waitWorkingDays", "working days to wait for the expert"
        ),
        remind_working_days=needs.whole_number(
            own.remind_working_days, "remindWorkingDays", "working days before the reminder"
        ),
        escalate_working_days=needs.whole_number(
            own.escalate_working_days, "escalateWorkingDays", "working days until escalation"
        ),
        reassign_working_days=needs.whole_number(
            own.reassign_working_days, "reassignWorkingDays", "working days until reassignment"
        ),
    )
    if needs.decided is not None:  # not before everything else succeeded: a retry must find nothing half done
        step.emit(needs.decided)
    step.emit(created)


def _moment(step: Step, key: int, expression: Expression | None, what: str) -> datetime | None:
    value = None if expression is None else evaluate(step, key, expression, what)
    return None if value is None else as_moment(value, step.now, what)


def _after_working_days(step: Step, number: int | None) -> datetime | None:
    if number is None:
        return None
    zone = step.now.tzinfo if isinstance(step.now.tzinfo, ZoneInfo) else None
    try:
        return add_working_days(step.now, number, zone, step.hours)
    except ValueError as error:
        raise Failure(f"The work would be due in {number} working days. {error}") from error


def _form(step: Step, key: int, task: UserTask) -> str:
    if task.form_id is None:
        return ""
    caller = step.state.elements[step.state.elements[key].process].definition
    try:
        return step.definitions.find_form(task.form_id, caller)
    except NotDeployed as error:
        raise Failure(f"{error} Deploy it, then retry.") from error


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
