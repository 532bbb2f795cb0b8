"""An instance begins where something happened: at a start event, a receive task or behind an event-based gateway."""

from engine.errors import Refused
from engine.kernel import facts as f
from engine.kernel.commands import StartProcess
from engine.kernel.context import Step
from engine.kernel.elements.starts import start_scope
from engine.kernel.events.trigger import keep_until_all, leave_event_gateway, take_event
from engine.kernel.events.waits import subscribe_to_others
from engine.kernel.lifecycle import occur
from engine.kernel.state import ROOT
from engine.model.elements import ReceiveTask, StartEvent
from engine.model.entries import Entry, entries, events_behind, is_parallel
from engine.model.events import ConditionalEventDefinition, MessageEventDefinition, SignalEventDefinition
from engine.model.process import Process


def entry_of(step: Step, process: Process, command: StartProcess) -> Entry:
    """What has happened, by the names and numbers of the command. Raises `Refused` where the process begins by none."""
    found = [entry for entry in entries(process) if entry.element.id == command.event]
    for entry in found:
        match entry.definition:
            case MessageEventDefinition(message) if message is not None:
                happened = bool(command.message) and message.name.evaluate({}, step.now) == command.message
            case SignalEventDefinition(signal):
                happened = bool(command.signal) and signal.name.evaluate({}, step.now) == command.signal
            case _:
                happened = not command.message and not command.signal and entry.part == command.part
        if happened:
            return entry
    if found and not (command.message or command.signal):
        return found[0]  # somebody starts the process as if what it waits for had come
    raise Refused(f"The process {process.id} has no start event {command.event} that waits for that.")


def begin_at(step: Step, process: Process, entry: Entry, command: StartProcess) -> None:
    """Begin the root process, which is alive, by what happened at `entry`."""
    element = entry.element
    if command.message:
        step.emit(f.MessageReceived(0, element.id, command.message, command.message_id))
    if command.signal:
        step.emit(f.SignalReceived(0, element.id, command.signal))
    elif isinstance(entry.definition, ConditionalEventDefinition):
        step.emit(f.ConditionMet(0, element.id))
    if entry.gateway is not None:
        _begin_behind(step, process, entry, command)
    elif isinstance(element, StartEvent) and is_parallel(element.definition):
        key = step.new_key()
        step.emit(f.ElementActivated(key, element.id, ROOT))
        keep_until_all(step, key, element, command.variables)
        subscribe_to_others(step, key, element, entry.part)
    elif isinstance(element, ReceiveTask):
        _begin_at_task(step, process, element, command)
    else:
        occur(step, element, ROOT, command.variables)
    if not process.starts.get(process.id):
        start_scope(step, ROOT)  # without a start event, all that no flow leads to begins with the process


def _begin_at_task(step: Step, process: Process, task: ReceiveTask, command: StartProcess) -> None:
    """The task is complete. A start event before it only shows where the process begins (10.3.3)."""
    for flow in task.incoming:
        occur(step, process.elements[process.flows[flow].source], ROOT, {})
    occur(step, task, ROOT, command.variables, task.incoming)


def _begin_behind(step: Step, process: Process, entry: Entry, command: StartProcess) -> None:
    """The first event decides; or, behind a parallel gateway, all others are awaited besides (10.6.6)."""
    gateway = entry.gateway
    assert gateway is not None, "asked before"
    key = step.new_key()
    step.emit(f.ElementActivated(key, gateway.id, ROOT))
    if not gateway.parallel:
        leave_event_gateway(step, key, gateway, entry.element, command.variables)
        return
    take_event(step, key, gateway, entry.element, command.variables)
    for event in events_behind(process, gateway):
        if event is not entry.element:
            subscribe_to_others(step, key, event)
