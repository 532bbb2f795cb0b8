"""Each command is decided here: refused with a sentence, or carried out by the life cycle."""

from collections.abc import Callable
from typing import Any, TypeVar

from engine.errors import NotFound, Refused
from engine.kernel import commands as c
from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.elements.process import start_process
from engine.kernel.events.errors import throw_error
from engine.kernel.events.timers import rearm
from engine.kernel.events.trigger import catch_signal, trigger
from engine.kernel.lifecycle import complete, job_done, terminate
from engine.kernel.operations.migration import migrate
from engine.kernel.operations.modification import modify
from engine.kernel.operations.retry import resolve_incident
from engine.kernel.operations.suspension import refuse_if_suspended, resume, suspend
from engine.kernel.state import ROOT, Job, SignalSubscription, Subscription, Timer, Wait, WorkItem

W = TypeVar("W", bound=Wait)

KIND: dict[Any, str] = {
    Timer: "timer",
    Subscription: "message subscription",
    SignalSubscription: "signal subscription",
    Job: "job",
    WorkItem: "work item",
}


def decide(step: Step, command: c.Command) -> None:
    """Carry out `command`. Raises `NotFound` for what isn't there (any more) and `Refused` for what can't be."""
    refuse_if_suspended(step, command)
    HANDLERS[type(command)](step, command)


def _open(step: Step, key: int, kind: type[W]) -> W:
    wait = step.state.waits.get(key)
    if not isinstance(wait, kind):
        raise NotFound(f"There is no open {KIND[kind]} {key} in this instance: it is done or was withdrawn.")
    return wait


def _start(step: Step, command: c.StartProcess) -> None:
    if step.state.status != "new":
        raise Refused("The instance has already been started.")
    start_process(step, command)


def _complete_work_item(step: Step, command: c.CompleteWorkItem) -> None:
    item = _open(step, command.key, WorkItem)
    step.emit(f.WorkItemCompleted(command.key, item.on_behalf_of))
    complete(step, item.owner, command.variables)


def _assign_work_item(step: Step, command: c.AssignWorkItem) -> None:
    item = _open(step, command.key, WorkItem)
    if command.assignee:
        step.emit(
            f.WorkItemAssigned(command.key, command.assignee, command.reason, command.on_behalf_of, command.considered)
        )
    elif item.assignee:
        step.emit(f.WorkItemReleased(command.key))


def _remind_of_work_item(step: Step, command: c.RemindOfWorkItem) -> None:
    _open(step, command.key, WorkItem)
    step.emit(f.WorkItemReminded(command.key, command.to, command.due))


def _escalate_work_item(step: Step, command: c.EscalateWorkItem) -> None:
    _open(step, command.key, WorkItem)
    step.emit(f.WorkItemEscalated(command.key, command.to, command.reason))


def _complete_job(step: Step, command: c.CompleteJob) -> None:
    job = _open(step, command.key, Job)
    step.emit(f.JobCompleted(command.key))
    job_done(step, job, command.variables)


def _fail_job(step: Step, command: c.FailJob) -> None:
    job = _open(step, command.key, Job)
    retries = max(command.retries, 0)
    step.emit(f.JobFailed(command.key, command.sentence, retries))
    if not retries:
        step.emit(f.IncidentRaised(step.new_key(), job.owner, "active", command.sentence, command.key))


def _throw_job_error(step: Step, command: c.ThrowJobError) -> None:
    job = _open(step, command.key, Job)
    if not throw_error(step, job.owner, command.code, command.message, command.variables):
        sentence = f"The job threw the error {command.code}, which no event of the diagram catches. {command.message}"
        step.emit(f.JobFailed(command.key, sentence, 0))
        step.emit(f.IncidentRaised(step.new_key(), job.owner, "active", sentence, command.key))


def _fire_timer(step: Step, command: c.FireTimer) -> None:
    timer = _open(step, command.key, Timer)
    step.emit(f.TimerFired(command.key, timer.event))
    rearm(step, timer)
    trigger(step, timer, {})


def _deliver_message(step: Step, command: c.DeliverMessage) -> None:
    subscription = _open(step, command.key, Subscription)
    step.emit(f.MessageReceived(command.key, subscription.event, subscription.name, command.message_id))
    trigger(step, subscription, command.variables)


def _deliver_signal(step: Step, command: c.DeliverSignal) -> None:
    _open(step, command.key, SignalSubscription)
    catch_signal(step, command.key, command.variables)


def _set_variables(step: Step, command: c.SetVariables) -> None:
    _must_be_alive(step)
    if command.scope not in step.state.elements:
        raise NotFound(f"There is no element instance {command.scope} alive in this instance.")
    step.set_variables(command.scope, command.values, command.reason)


def _cancel(step: Step, command: c.CancelInstance) -> None:
    _must_be_alive(step)
    step.emit(f.InstanceCancelled(command.reason))
    terminate(step, ROOT)


def _must_be_alive(step: Step) -> None:
    if step.state.status not in ("active", "suspended"):
        raise Refused(f"The instance is {step.state.status}: nothing in it can be changed any more.")


HANDLERS: dict[type, Callable[[Step, Any], object]] = {
    c.StartProcess: _start,
    c.CompleteWorkItem: _complete_work_item,
    c.AssignWorkItem: _assign_work_item,
    c.RemindOfWorkItem: _remind_of_work_item,
    c.EscalateWorkItem: _escalate_work_item,
    c.CompleteJob: _complete_job,
    c.FailJob: _fail_job,
    c.ThrowJobError: _throw_job_error,
    c.FireTimer: _fire_timer,
    c.DeliverMessage: _deliver_message,
    c.DeliverSignal: _deliver_signal,
    c.SetVariables: _set_variables,
    c.ResolveIncident: resolve_incident,
    c.CancelInstance: _cancel,
    c.SuspendInstance: suspend,
    c.ResumeInstance: resume,
    c.ModifyInstance: modify,
    c.MigrateInstance: migrate,
}
