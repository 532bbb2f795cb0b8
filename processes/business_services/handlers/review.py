"""The yearly segment review: all customers, some hundred at a time."""

from datetime import timedelta
from typing import Any

from engine.jobs import Job, handler
from processes.business_services import terms
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register import companies
from processes.business_services.register.changes import change

BATCH = 200
#: A segment that was decided later than so long ago needs no new look.
FRESH = timedelta(days=90)
SHOWN = 50
OFFICE_LANGUAGE = "fi"


@handler("collect-for-review")
def collect_for_review(job: Job) -> dict[str, Any]:
    """The next customers whose segment has not been looked at lately: `batch`."""
    found = companies.not_reviewed_since(session_of(job), job.now - FRESH, BATCH)
    batch = [
        {
            "businessId": one.business_id,
            "organisationType": one.organisation_type,
            "personnel": one.personnel,
            "market": one.market,
        }
        for one in found
    ]
    looked, changed = job.variables.get("looked") or 0, job.variables.get("changed") or 0
    return {"batch": batch, "looked": looked + len(batch), "changed": changed}


@handler("record-segments")
def record_segments(job: Job) -> dict[str, Any]:
    """`decisions` of one batch into the register. Gives how many `changed` so far, and the first `changes`."""
    session = session_of(job)
    shown = list(job.variables.get("changes") or ())
    changed = int(job.variables["changed"])
    for decision in job.variables["decisions"]:
        found = companies.company(session, decision["businessId"])
        found.reviewed_at = job.now
        before, after, reason = found.segment, decision["segment"], decision["reason"]
        if change(session, found, "segment", after, reason=reason, instance_id=job.instance_id, now=job.now):
            changed += 1
            names = [terms.name(terms.SEGMENT, code, OFFICE_LANGUAGE) for code in (before, after)]
            shown.append({"name": found.name, "before": names[0], "after": names[1], "reason": reason})
    return {"changed": changed, "changes": shown[:SHOWN]}
