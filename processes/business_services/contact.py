"""A contact: what the public form and the expert's own form do with their values."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.engine import Engine
from engine.errors import Invalid, NotDeployed
from engine.forms import FieldError, check, sentence
from engine.store import Database, definitions
from processes.business_services.register import companies, paths
from processes.business_services.register.business_id import WrongBusinessId, business_id
from processes.business_services.register.persons import TRUSTED

PROCESS, FORM, MESSAGE = "service-path", "contact", "customer-contact"
CUSTOMER = "customer"  # the actor, where nobody of the office is
AFTERCARE = "aftercare-contact"  # what the path sends on while the customer is in aftercare


def open(
    engine: Engine,
    database: Database,
    values: Mapping[str, Any],
    actor: str,
    *,
    language: str = "en",
    say: Callable[[FieldError], str] = sentence,
    request_id: str = "",
    trusted: bool = True,
) -> str:
    """The instance that the contact began, or the customer's path that is under way, which it has reached.

    `values` are the answers to the contact form; `say` gives the sentence for a wrong one, `language` that for a
    wrong business ID. Raises `Invalid` with a sentence for each wrong field; then nothing has happened. A
    `request_id` makes it safe to send again. Of two contacts at once that both begin a path, the later one finds
    the other in the register and hands over to it. Not `trusted` is what anybody may have sent: of a company that the
    register knows, it doesn't change what is known, and whom it names as the contact person gets no letters until an
    expert has confirmed that person.
    """
    told = checked(engine, database, values, language, say) | {TRUSTED: trusted}
    if not trusted:
        told |= companies.known_facts(database, told["businessId"])
    customer = told["businessId"]
    message_id = f"contact/{request_id}" if request_id else ""
    done = paths.answered(database, request_id, message_id) if request_id else None
    if done is not None:
        return done
    waiting = paths.waiting_for(database, MESSAGE, customer)
    if waiting is None:
        return engine.start(PROCESS, told, actor=actor, business_key=customer, request_id=request_id)
    engine.publish(MESSAGE, customer, told, actor=actor, message_id=message_id)
    return waiting


def checked(
    engine: Engine,
    database: Database,
    values: Mapping[str, Any],
    language: str,
    say: Callable[[FieldError], str],
) -> dict[str, Any]:
    """The form's values, with the business ID in its usual form. Raises `Invalid`."""
    told, wrong = check(form(database), values, now=engine.now())
    errors = {error.field: say(error) for error in wrong}
    if "businessId" not in errors:
        try:
            told["businessId"] = business_id(told["businessId"])
        except WrongBusinessId as error:
            errors["businessId"] = error.sentence(language)
    if errors:
        raise Invalid(errors)
    return told


def form(database: Database, id: str = FORM) -> dict[str, Any]:
    """The schema of the newest version of a form. Raises `NotDeployed`."""
    with database.reading() as session:
        key = definitions.key_of(session, "form", id)
    if key is None:
        raise NotDeployed(f"The form {id} is not deployed. Deploy the files of processes/business_services.")
    return definitions.form_schema(database, key)
