"""An incident is tried again: as it is, or after what was wrong has been repaired by setting variables."""

from engine.errors import NotFound
from engine.kernel import commands as c
from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.lifecycle import RETRY
from engine.kernel.variables import by_nearest_scope


def resolve_incident(step: Step, command: c.ResolveIncident) -> None:
    """Set the variables, each where it is, and take up what stopped in the phase where it did."""
    incident = step.state.incidents.get(command.key)
    if incident is None:
        raise NotFound(f"There is no open incident {command.key} in this instance: it is resolved or was withdrawn.")
    for scope, values in by_nearest_scope(step, incident.owner, command.variables).items():
        step.set_variables(scope, values, command.reason)
    step.emit(f.IncidentResolved(command.key, command.retries if incident.job else 0, command.reason))
    if not incident.job:
        RETRY[incident.phase](step, incident.owner)
