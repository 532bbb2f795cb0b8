"""The tree over the log, read from its tables: perfect subtrees, the frontier, proofs."""

from functools import lru_cache

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.orm import Session

from engine.proof import merkle
from engine.proof.merkle import Frontier, Node, node_hash
from engine.store import tables
from engine.store.rows import sql_table
from engine.store.statements import Prepared

E, N = sql_table(tables.LogEntry).c, sql_table(tables.LogNode).c
SIZE = Prepared(select(func.max(E.place)))
SOME = [bindparam(name, type_=BigInteger()) for name in ("first", "end")]
ENTRIES = Prepared(select(E.place, E.hash).where(E.place >= SOME[0], E.place < SOME[1]).order_by(E.place))
ON_LEVEL = N.level == bindparam("level")
NODES = Prepared(select(N.place, N.hash).where(ON_LEVEL, N.place >= SOME[0], N.place < SOME[1]).order_by(N.place))
STEP = 8  # levels between those that are kept
BLOCKS = 32  # of 256 neighbours each


def size(session: Session) -> int:
    """How many entries the log has."""
    ((newest,),) = SIZE.rows(session.connection(), {})
    return 0 if newest is None else newest + 1


def nodes(session: Session) -> Node:
    """Whoever knows the perfect subtrees of the log. Raises `LookupError` where an entry is missing.

    What was read is kept for a while: a proof goes through each of a few blocks many times.
    """

    @lru_cache(BLOCKS)
    def block(level: int, number: int) -> list[list[bytes]]:
        found = [kept(session, level, number << STEP)]
        for _ in range(STEP - 1):
            below = found[-1]
            found.append([node_hash(left, right) for left, right in zip(below[::2], below[1::2], strict=False)])
        return found

    def node(level: int, index: int) -> bytes:
        above = level % STEP
        row = block(level - above, index >> (STEP - above))[above]
        place = index & ((1 << (STEP - above)) - 1)
        if place >= len(row):
            raise LookupError(f"Of the log's entries from {index << level} on, some are missing.")
        return row[place]

    return node


def kept(session: Session, level: int, first: int) -> list[bytes]:
    """The hashes of up to 256 neighbours on a level that is kept, as far as none is missing."""
    some = {"first": first, "end": first + (1 << STEP)}
    connection = session.connection()
    found = NODES.rows(connection, some | {"level": level}) if level else ENTRIES.rows(connection, some)
    return [made for number, (place, made) in enumerate(found, first) if place == number]


def frontier(session: Session) -> Frontier:
    """What it takes to append to the log as it is."""
    count = size(session)
    node, edge, first = nodes(session), [], 0
    for level in reversed(range(count.bit_length())):
        if count >> level & 1:
            edge.append(node(level, first >> level))
            first += 1 << level
    return Frontier(count, edge)


def root(session: Session, entries: int) -> bytes:
    """The root over the first `entries` of the log."""
    return merkle.root(entries, nodes(session))


def inclusion(session: Session, place: int, entries: int) -> list[bytes]:
    """The proof that the entry at `place` is one of the first `entries`. Raises `ValueError`."""
    return merkle.inclusion_proof(place, entries, nodes(session))


def consistency(session: Session, old: int, new: int) -> list[bytes]:
    """The proof that the log of `new` entries begins with that of `old`. Raises `ValueError`."""
    return merkle.consistency_proof(old, new, nodes(session))
