"""Feedback in the register: asked for, reminded of, received, answered, or closed in silence."""

import secrets
from typing import Any

from engine.jobs import Job, handler
from processes.business_services.handlers.letters import to_customer
from processes.business_services.handlers.transaction import session_of
from processes.business_services.register.queries import feedback_in
from processes.business_services.register.tables import Feedback


@handler("send-feedback-request")
def send_feedback_request(job: Job) -> dict[str, Any]:
    """Opens the feedback on `services`. Gives `feedbackId`, the correlation key of the answer, and `tries`."""
    asked = Feedback(
        id=secrets.token_urlsafe(16),
        business_id=job.variables["customer"]["businessId"],
        instance_id=job.instance_id,
        services=list(job.variables["services"]),
        expert=job.variables.get("responsibleExpert") or "",
        status="asked",
        asked_at=job.now,
        tries=1,
        channel="",
        grade="",
        wants_contact=False,
        comment="",
        replied_by="",
        reply="",
        correction="",
    )
    session_of(job).add(asked)
    to_customer(job, "feedback-request", feedback_id=asked.id)
    return {"feedbackId": asked.id, "tries": asked.tries}


@handler("send-feedback-reminder")
def send_feedback_reminder(job: Job) -> dict[str, Any]:
    """Gives `tries`, the number of times that feedback has been asked for."""
    asked = feedback_of(job)
    asked.tries += 1
    to_customer(job, "feedback-reminder", feedback_id=asked.id)
    return {"tries": asked.tries}


@handler("record-feedback")
def record_feedback(job: Job) -> None:
    """The customer's `rating` and `comment`, by the link or (`reached`) by telephone, with its `grade`."""
    given, told = feedback_of(job), job.variables
    given.status = "received"
    given.received_at = job.now
    given.channel = "phone" if told.get("reached") == "yes" else "web"
    given.rating = int(told["rating"])
    given.grade = told["grade"]
    given.wants_contact = told.get("wantsContact") is True
    given.comment = told.get("comment") or ""


@handler("close-feedback")
def close_feedback(job: Job) -> None:
    """The agreed tries are used up."""
    feedback_of(job).status = "silent"


@handler("record-reply")
def record_reply(job: Job) -> None:
    """The expert's or manager's `reply`, with the `correction` that it led to; the customer gets it by mail."""
    given = feedback_of(job)
    given.reply = job.variables["reply"]
    given.correction = job.variables["correction"]
    given.replied_by = job.actor
    given.replied_at = job.now
    to_customer(job, "feedback-reply")


def feedback_of(job: Job) -> Feedback:
    """Raises `NotFound`."""
    return feedback_in(session_of(job), job.variables["feedbackId"])
