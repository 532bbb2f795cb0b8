"""The persons at a customer: who has been in touch, and who of them gets the customer's letters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.errors import NotFound, Refused
from engine.store import Database, Session
from processes.business_services.register.recording import written_by
from processes.business_services.register.tables import ContactPerson

#: What a process knows of its contact: false where anybody may have sent it.
TRUSTED = "contactTrusted"
NOBODY = "The customer has no confirmed contact person."
#: Put together once: they are asked for with every contact and every letter.
AT = select(ContactPerson).where(ContactPerson.business_id == bindparam("company"))
KNOWN = AT.where(ContactPerson.email == bindparam("address"))
NEWEST = (
    AT.where(ContactPerson.confirmed_at.is_not(None))
    .order_by(ContactPerson.seen_at.desc(), ContactPerson.id.desc())
    .limit(1)
)


def meet(session: Session, business_id: str, told: Mapping[str, Any], now: datetime) -> None:
    """Remember the contact person of a contact form; the same address is the same person.

    Whom a stranger names waits for an expert's word, and of a person who is confirmed a stranger changes nothing: the
    letters would go to somebody else. An expert who tells more about a person who waits has not confirmed them by that.
    """
    email = (told.get("contactEmail") or "").strip()
    if not email:
        return
    trusted = told.get(TRUSTED) is not False
    person = session.scalars(KNOWN, {"company": business_id, "address": email}).first()
    if person is None:
        person = ContactPerson(business_id=business_id, email=email, phone="", confirmed_at=now if trusted else None)
        session.add(person)
    elif person.confirmed_at is not None and not trusted:
        return
    person.name = told["contactName"].strip()
    person.phone = (told.get("contactPhone") or "").strip() or person.phone
    person.seen_at = now


def contact_person(session: Session, business_id: str) -> ContactPerson:
    """The confirmed one who was in touch last; without one, somebody without name and address, whose letters show as
    unsent."""
    found = session.scalars(NEWEST, {"company": business_id}).first()
    if found is None:
        return ContactPerson(business_id=business_id, name="", email="", phone="")
    return found


def confirm(database: Database, business_id: str, id: int, *, actor: str, now: datetime) -> None:
    """An expert knows that the person is the customer's. Raises `NotFound`; a second time changes nothing."""
    with database.writing() as session:
        written_by(session, actor, now)
        person = person_of(session, business_id, id)
        if person.confirmed_at is None:
            person.confirmed_at = now


def reject(database: Database, business_id: str, id: int, *, actor: str, now: datetime) -> None:
    """An expert knows that the person is not the customer's: the register forgets them, the history that it did.

    Raises `NotFound`, also the second time; and `Refused` for a person who is confirmed, perhaps just now by somebody
    else: the customer's letters go to them.
    """
    with database.writing() as session:
        written_by(session, actor, now)
        person = person_of(session, business_id, id)
        if person.confirmed_at is not None:
            raise Refused("The contact person is confirmed, and is not rejected any more.")
        session.delete(person)


def person_of(session: Session, business_id: str, id: int) -> ContactPerson:
    """The company's contact person, locked. Raises `NotFound`."""
    person = session.get(ContactPerson, id, with_for_update=True)
    if person is None or person.business_id != business_id:
        raise NotFound(f"The company {business_id} has no such contact person.")
    return person
