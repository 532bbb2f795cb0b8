"""Feedback that a customer gives by the signed link."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.engine import Engine
from engine.errors import AlreadyDone, Invalid
from engine.forms import FieldError, check, sentence
from engine.store import Database
from processes.business_services.contact import form
from processes.business_services.register import queries

FORM, MESSAGE = "feedback", "feedback-received"
CUSTOMER = "customer"  # the actor: customers have no accounts


def give(
    engine: Engine,
    database: Database,
    feedback_id: str,
    values: Mapping[str, Any],
    *,
    say: Callable[[FieldError], str] = sentence,
) -> None:
    """Hand the answers to the feedback form to the process that waits for them, once.

    Raises `NotFound` if nobody asked, `AlreadyDone` if it was given before or is no longer waited for, and `Invalid`
    with a sentence for each wrong field.
    """
    asked = queries.feedback(database, feedback_id)
    given, wrong = check(form(database, FORM), values, now=engine.now())
    if wrong:
        raise Invalid({error.field: say(error) for error in wrong})
    if asked.status == "silent":
        raise AlreadyDone("This feedback is closed, as no answer came for long. Please contact your expert.")
    new = asked.status == "asked" and engine.publish(
        MESSAGE, feedback_id, given, actor=CUSTOMER, message_id=f"feedback/{feedback_id}"
    )
    if not new:
        raise AlreadyDone("This feedback has been given already. Thank you.")
