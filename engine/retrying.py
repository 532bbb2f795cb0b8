"""Incidents are tried again many at a time, of different instances in one transaction, and each fails alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import NotFound, Unavailable
from engine.execution import NOTHING, Consequences, Execution
from engine.kernel.commands import ResolveIncident
from engine.log import log
from engine.store.loading import load_free
from engine.together import Failed, Given, carry_out_together

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of an incident: nothing to tell, or a sentence that says why not; and whether it was `gone` before."""

    sentence: str = ""
    gone: bool = False


def retry_together(
    execution: Execution, incidents: Sequence[Key], reason: str, *, actor: str
) -> tuple[dict[Key, Tried], Consequences]:
    """Try incidents of different instances again in one transaction. Gives what came of each, and what is to be
    delivered by it. Missing are those that have to be tried alone: another command has their instance in hand, or
    what follows from one of them can't be written.
    """
    now = execution.now()
    try:
        with execution.database.writing() as session:
            records = load_free(session, {id for id, _ in incidents})
            here = [one for one in incidents if one[0] in records]
            given = [Given(records[id], ResolveIncident(key, reason=reason), actor) for id, key in here]
            outcomes = carry_out_together(execution, session, given, now)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001  whichever of them can't be written, the others can
        log.warning("incidents not tried together", incidents=len(incidents), why=str(error))
        return {}, NOTHING
    found, about = {}, NOTHING
    for one, outcome in zip(here, outcomes, strict=True):
        if isinstance(outcome, Failed):
            found[one] = Tried(outcome.sentence, isinstance(outcome.error, NotFound))
        else:
            found[one] = Tried()
            about |= outcome
    return found, about
