"""One step: a command is decided into facts, and the instance runs on until everything in it waits."""

from datetime import datetime

from engine.calendar import DEFAULT_HOURS, OfficeHours
from engine.kernel.commands import Command
from engine.kernel.context import Step
from engine.kernel.decide import decide
from engine.kernel.definitions import Definitions
from engine.kernel.elements import BEHAVIOURS
from engine.kernel.events.conditions import check_conditions
from engine.kernel.facts import Fact
from engine.kernel.joins import look_at_waiting_joins
from engine.kernel.state import State


def step(
    definitions: Definitions, state: State, command: Command, now: datetime, hours: OfficeHours = DEFAULT_HOURS
) -> tuple[Fact, ...]:
    """Decide `command` into facts, changing `state` in place by each.

    `now` is the time of the command, with the office's time zone; `hours` are those in which deadlines are counted.
    Raises `engine.errors.Refused` or `NotFound` when the command doesn't fit the state; the state must then be
    thrown away.
    """
    here = Step(BEHAVIOURS, definitions, state, now, hours)
    decide(here, command)
    run_on(here)
    return tuple(here.facts)


def run_on(here: Step) -> None:
    """Do what is still to do, until everything waits. In a suspended instance it waits already."""
    if here.state.status == "suspended":
        return
    agenda = here.agenda
    while agenda or here.resting or here.changed or here.new_conditions:
        while agenda:
            action, arguments = agenda.popleft()
            action(here, *arguments)
            if here.changed or here.new_conditions:
                check_conditions(here)
        if here.resting:
            look_at_waiting_joins(here)
        check_conditions(here)
