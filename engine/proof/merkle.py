"""The Merkle tree of a log (RFC 6962, section 2.1): roots, and proofs of logarithmic size.

A tree over `size` leaves is made of perfect subtrees. One of them is named by its level (0: a leaf) and its index from
the left on that level; `Node` is whoever knows their hashes: a list in a test, tables of a database in the engine.
Every hash is 32 bytes of SHA-256.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
Range = tuple[int, int]  # leaves from the first up to, not with, the second
Row = tuple[int, int, list[bytes]]  # neighbours: their level, the index of the first, their hashes

EMPTY = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """MTH({d}): one leaf. The first byte tells it from an inner node."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The parent of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root(size: int, node: Node) -> bytes:
    """MTH(D[size]): what a checkpoint signs."""
    return range_hash((0, size), node) if size else EMPTY


def range_hash(leaves: Range, node: Node) -> bytes:
    """The hash of the subtree over these leaves, which the tree of RFC 6962 must have as one subtree."""
    first, end = leaves
    count = end - first
    if count & (count - 1) == 0 and first % count == 0:
        level = count.bit_length() - 1
        return node(level, first >> level)
    middle = first + split(count)
    return node_hash(range_hash((first, middle), node), range_hash((middle, end), node))


def split(count: int) -> int:
    """k: the largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """PATH(index, D[size]): the hashes that lead from a leaf to the root. Raises `ValueError` beyond the tree."""
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    return [range_hash(leaves, node) for leaves in path(index, 0, size)]


def path(index: int, first: int, end: int) -> Iterator[Range]:
    if end - first == 1:
        return
    middle = first + split(end - first)
    if index < middle:
        yield from path(index, first, middle)
        yield middle, end
    else:
        yield from path(index, middle, end)
        yield first, middle


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """PROOF(old, D[new]): that the first `old` leaves are still there, unchanged. Raises `ValueError`."""
    if not 0 < old <= new:
        raise ValueError(f"A tree of {new} leaves never had {old} of them.")
    return [range_hash(leaves, node) for leaves in consistency_path(old, 0, new, whole=True)]


def consistency_path(old: int, first: int, end: int, *, whole: bool) -> Iterator[Range]:
    if old == end:
        if not whole:
            yield first, end
        return
    middle = first + split(end - first)
    if old <= middle:
        yield from consistency_path(old, first, middle, whole=whole)
        yield middle, end
    else:
        yield from consistency_path(old, middle, end, whole=False)
        yield first, middle


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether the proof leads from this leaf hash to the expected root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    turns = list(path(index, 0, size))
    if len(turns) != len(proof):
        return False
    found = leaf
    for (first, _), other in zip(turns, proof, strict=True):
        found = node_hash(found, other) if first > index else node_hash(other, found)
    return found == expected


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of `new` leaves begins with the tree of `old` (RFC 9162, 2.1.4.2)."""
    if old == 0:
        return not proof and old_root == EMPTY
    if old >= new:
        return old == new and not proof and old_root == new_root
    wanted = list(consistency_path(old, 0, new, whole=True))
    if len(wanted) != len(proof):
        return False
    known = dict(zip(wanted, proof, strict=True))
    if old & (old - 1) == 0:
        known[0, old] = old_root  # a perfect old tree is a subtree of the new one: the proof leaves it out
    try:
        return combined((0, old), known) == old_root and combined((0, new), known) == new_root
    except KeyError:
        return False


def combined(leaves: Range, known: dict[Range, bytes]) -> bytes:
    if leaves in known:
        return known[leaves]
    first, end = leaves
    if end - first == 1:
        raise KeyError(leaves)
    middle = first + split(end - first)
    return node_hash(combined((first, middle), known), combined((middle, end), known))


class Frontier:
    """The right edge of a growing tree: what it takes to append, and to know the root, without reading the tree.

    `size` leaves; `edge` has the hashes of the perfect subtrees that they make, the largest first.
    """

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(edge):
            raise ValueError(f"{size} leaves make {size.bit_count()} perfect subtrees, not {len(edge)}.")
        self.size = size
        self.edge = list(edge)

    def extend(self, leaves: Sequence[bytes]) -> list[Row]:
        """Add leaf hashes. Gives the inner nodes that they complete: for each level the first's index, and hashes."""
        completed: list[Row] = []
        smallest, row, level, first = [], list(leaves), 0, self.size
        self.size += len(row)
        while row:
            left = [self.edge.pop(), *row] if first & 1 else row  # what has been waiting for its right sibling
            pairs = zip(left[::2], left[1::2], strict=False)
            if len(left) & 1:
                smallest.append(left[-1])
            # As `node_hash`, which would be called a million times for a million leaves.
            row = [sha256(b"\x01" + one + other).digest() for one, other in pairs]
            level, first = level + 1, first >> 1
            if row:
                completed.append((level, first, row))
        self.edge.extend(reversed(smallest))
        return completed

    def root(self) -> bytes:
        if not self.edge:
            return EMPTY
        found = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            found = node_hash(left, found)
        return found
