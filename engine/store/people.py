"""The people who sign in."""

import builtins
import re
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.errors import NotFound, Refused
from engine.store import tables
from engine.store.database import Database
from engine.store.records import record

P, T = tables.Person, tables.Trait
ACCOUNT = re.compile(r"[\w.@+-]{1,100}")  # diagrams list accounts between commas
#: Actors of the history that are nobody's accounts.
RESERVED = frozenset({"system", "clock", "routing"})
#: What a record of a change tells: rights and work, no name, address or password.
RECORDED = ("roles", "groups", "skills", "languages", "areas", "active", "team", "week", "capacity")
#: What a person can have several of: the kind of the trait, and its field.
TRAITS = {"role": "roles", "group": "groups", "skill": "skills", "language": "languages", "area": "areas"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account. `language` is the one that its pages are shown in, `languages` those that the person speaks.

    `areas` are municipalities or regions that the person serves, `week` the minutes of work from Monday to Friday
    (none: the office's whole week), `capacity` how many work items they hold at most (None: what the rules say).
    """

    account: str
    name: str
    email: str = ""
    language: str = "fi"
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    password_hash: str = field(default="", repr=False)
    active: bool = True
    team: str = ""
    week: tuple[int, ...] = ()
    capacity: int | None = None


def get(database: Database, account: str) -> Person | None:
    with database.reading() as session:
        found = session.get(P, account)
        return None if found is None else person_of(found, traits(session, account))


def list(database: Database) -> tuple[Person, ...]:
    """Everybody, by name."""
    with database.reading() as session:
        return everybody(session)


def everybody(session: Session) -> tuple[Person, ...]:
    """Everybody, by name, inside a transaction."""
    known = traits(session)
    return tuple(person_of(found, known) for found in session.scalars(select(P).order_by(P.name, P.account)))


def change(session: Session, person: Person, *, actor: str, now: datetime) -> None:
    """Replace what is known of an account, and keep a record of what was changed and by whom. Raises `NotFound`."""
    row = session.get(P, person.account)
    if row is None:
        raise NotFound(f"There is no account {person.account}.")
    before = person_of(row, traits(session, person.account))
    changed = [name for name in RECORDED if getattr(before, name) != getattr(person, name)]
    if not changed and before == person:
        return
    write(session, person)
    data = {name: {"from": getattr(before, name), "to": getattr(person, name)} for name in changed}
    record(session, "PersonChanged", f"person:{person.account}", actor=actor, now=now, data=data)


def save(database: Database, person: Person) -> None:
    """Add the person, or replace what is known of the account."""
    with database.writing() as session:
        write(session, person)


def add(database: Database, person: Person, *, actor: str, now: datetime) -> None:
    """Add the person, and record it. Raises `Refused` if the account exists, and changes nothing of it."""
    with database.writing() as session:
        refuse(session.get(P, person.account))
        write(session, person)
        data = {name: getattr(person, name) for name in RECORDED}
        record(session, "PersonAdded", f"person:{person.account}", actor=actor, now=now, data=data)


def give_password(database: Database, account: str, password_hash: str, *, actor: str, now: datetime) -> None:
    """Replace the password of an account, and record that it was done. Raises `NotFound`."""
    with database.writing() as session:
        row = session.get(P, account)
        if row is None:
            raise NotFound(f"There is no account {account}.")
        row.password_hash = password_hash
        record(session, "PasswordChanged", f"person:{account}", actor=actor, now=now)


def refuse_taken(database: Database, account: str) -> None:
    """Raises `Refused` if the account exists."""
    with database.reading() as session:
        refuse(session.get(P, account))


def refuse(existing: tables.Person | None) -> None:
    if existing is not None:
        raise Refused(f"The account {existing.account} exists already, for {existing.name}. Nothing was changed.")


def write(session: Session, person: Person) -> None:
    session.merge(
        P(
            account=person.account,
            name=person.name,
            email=person.email,
            language=person.language,
            password_hash=person.password_hash,
            active=person.active,
            team=person.team,
            week=person.week,
            capacity=person.capacity,
        )
    )
    session.flush()
    session.execute(delete(T).where(T.account == person.account))
    for kind, several in TRAITS.items():
        for name in dict.fromkeys(getattr(person, several)):
            session.add(T(account=person.account, kind=kind, name=name))


Traits = dict[tuple[str, str], builtins.list[str]]


def traits(session: Session, account: str | None = None) -> Traits:
    """The names of the traits by account and kind, of one account or all."""
    wanted = select(T.account, T.kind, T.name).order_by(T.account, T.kind, T.name)
    if account is not None:
        wanted = wanted.where(T.account == account)
    found: Traits = {}
    for owner, kind, name in session.execute(wanted):
        found.setdefault((owner, kind), []).append(name)
    return found


def person_of(found: tables.Person, known: Traits) -> Person:
    several = {field: tuple(known.get((found.account, kind), ())) for kind, field in TRAITS.items()}
    return Person(
        account=found.account,
        name=found.name,
        email=found.email,
        language=found.language,
        password_hash=found.password_hash,
        active=found.active,
        team=found.team,
        week=tuple(found.week),
        capacity=found.capacity,
        **several,
    )
