"""The tree over the log, read from its tables: perfect subtrees, the frontier, proofs."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.proof import merkle
from engine.proof.merkle import Frontier, Node, node_hash
from engine.store import tables

E, N = tables.LogEntry, tables.LogNode
STEP = 8  # levels between those that are kept


def size(session: Session) -> int:
    """How many entries the log has."""
    newest = session.execute(select(func.max(E.place))).scalar()
    return 0 if newest is None else newest + 1


def nodes(session: Session) -> Node:
    """Whoever knows the perfect subtrees of the log. Raises `LookupError` where an entry is missing."""

    def node(level: int, index: int) -> bytes:
        above = level % STEP
        found = kept(session, level - above, index << above, 1 << above)
        for _ in range(above):
            found = [node_hash(left, right) for left, right in zip(found[::2], found[1::2], strict=True)]
        return found[0]

    return node


def kept(session: Session, level: int, first: int, count: int) -> list[bytes]:
    """The hashes of `count` neighbours on a level that is kept."""
    if level == 0:
        wanted = select(E.hash).where(E.place >= first, E.place < first + count).order_by(E.place)
    else:
        wanted = select(N.hash).where(N.level == level, N.place >= first, N.place < first + count).order_by(N.place)
    found = list(session.execute(wanted).scalars())
    if len(found) != count:
        raise LookupError(f"Of the log's entries from {first << level} on, some are missing.")
    return found


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
