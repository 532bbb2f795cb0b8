"""Replay: the state that an instance's facts lead to, and the proof that it is the stored one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from engine.kernel.apply import apply
from engine.kernel.encoding import decode_fact, encode_state
from engine.kernel.state import State
from engine.store import Database, instances
from engine.store import facts as stored
from engine.store.archived import archive_of, not_here
from engine.store.facts import StoredFact


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether an instance's facts are complete and give exactly its stored state; `sentence` says what is wrong.

    Where its facts are in an `archive` there is nothing to replay: `polku audit verify --archive` checks those.
    """

    instance_id: str
    facts: int
    equal: bool
    sentence: str = ""
    archive: str = ""


class Broken(Exception):
    """The facts can't be followed; the sentence says where."""


def replay(database: Database, instance_id: str, up_to: int | None = None) -> State:
    """The state after the fact number `up_to`, or after all. Raises `NotFound` for an instance without facts."""
    with database.reading() as session:
        state, number = follow(stored.of_instance(session, instance_id, up_to))
        if not number:
            raise not_here(session, instance_id, f"There is no instance {instance_id}, or it has no such fact.")
    return state


def verify(database: Database, instance_id: str) -> Verification:
    """Replay everything and compare it with what is stored, byte for byte. Raises `NotFound`."""
    with database.reading() as session:
        kept = instances.state_bytes(session, instance_id)
        promised, archive = stored.promised(session, instance_id), archive_of(session, instance_id)
        try:
            state, number = follow(stored.of_instance(session, instance_id))
        except Broken as broken:
            return Verification(instance_id, promised, equal=False, sentence=str(broken))
    if not number and archive:
        return Verification(instance_id, 0, equal=True, archive=archive)
    if number != promised:
        sentence = f"The instance says that it has {promised} facts, but there are {number}."
        return Verification(instance_id, number, equal=False, sentence=sentence)
    if encode_state(state) != kept:
        sentence = f"After fact {number} the state differs from the stored one."
        return Verification(instance_id, number, equal=False, sentence=sentence)
    return Verification(instance_id, number, equal=True)


def verify_all(database: Database) -> Iterator[Verification]:
    """Verify every instance, the newest first, a page of them at a time."""
    after: str | None = None
    while True:
        page = instances.page(database, after=after, limit=200)
        for instance in page.items:
            yield verify(database, instance.id)
        if (after := page.next) is None:
            return


def follow(facts: Iterable[StoredFact]) -> tuple[State, int]:
    """The state after these facts, and the number of the last one. Raises `Broken`."""
    state, number = State(), 0
    for fact in facts:
        if fact.number != number + 1:
            raise Broken(f"After fact {number} comes fact {fact.number}: what was between them is missing.")
        number = fact.number
        try:
            apply(state, decode_fact(fact.whole))
        except (msgspec.MsgspecError, LookupError, ValueError, AssertionError) as error:
            raise Broken(f"Fact {number} ({fact.kind}) does not fit what was before it.") from error
    return state, number
