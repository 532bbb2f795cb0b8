"""A process instance: begins at a start event and ends when nothing in it is alive (BPMN 2.0.2, 13.2)."""

from engine.errors import Refused
from engine.kernel import facts as f
from engine.kernel.behaviour import Behaviour
from engine.kernel.commands import StartProcess
from engine.kernel.context import Step
from engine.kernel.elements.instantiation import begin_at, entry_of
from engine.kernel.elements.scopes import finish_when_empty
from engine.kernel.elements.starts import start_scope
from engine.kernel.events.event_sub_processes import await_events
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import enter as enter_instance
from engine.kernel.state import ROOT


def start_process(step: Step, command: StartProcess) -> None:
    """Bring the root process to life and start it. Raises `Refused` where it has no such start event."""
    process = step.definitions.process(command.definition)
    if command.event is None and not process.beginnings.get(process.id):
        raise Refused(f"The process {process.id} has no none start event: it starts by a message or a time.")
    entry = entry_of(step, process, command) if command.event is not None else None
    step.emit(f.ProcessStarted(ROOT, process.id, command.definition, business_key=command.business_key))
    if entry is None:
        if command.variables:
            step.set_variables(ROOT, command.variables)
        enter_instance(step, ROOT)
        return
    try:
        begin_at(step, process, entry, command)
        await_events(step, ROOT)  # after it: what the event brought may be what an event sub-process correlates by
    except Failure as failure:
        raise Refused(f"The process {process.id} can't start: {failure}") from failure


def enter(step: Step, key: int, element: None) -> None:
    await_events(step, key)
    start_scope(step, key)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=finish_when_empty)
