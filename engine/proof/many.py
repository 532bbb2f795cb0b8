"""The proof that many leaves are in a tree at once: far smaller than a proof for each (compare RFC 6962, section 2.1).

It holds the hashes of the largest ranges of leaves that have none of them, from left to right. With the leaves
themselves they give the root.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from engine.proof.merkle import EMPTY, Node, Range, node_hash, range_hash, split


def many_proof(places: Sequence[int], size: int, node: Node) -> list[bytes]:
    """The proof for the leaves at these places, which ascend, in a tree of `size`. Raises `ValueError` beyond it."""
    if any(not 0 <= place < size for place in places):
        raise ValueError(f"A tree of {size} leaves does not have all of these.")
    return [range_hash(leaves, node) for leaves in without(places, size)]


def without(places: Sequence[int], size: int) -> list[Range]:
    """The largest ranges of a tree of `size` leaves that have none of these places."""
    found: list[Range] = []

    def look(first: int, end: int, low: int, high: int) -> None:
        if low == high:
            found.append((first, end))
        elif end - first > 1:
            middle = first + split(end - first)
            between = bisect_left(places, middle, low, high)
            look(first, middle, low, between)
            look(middle, end, between, high)

    if size:
        look(0, size, 0, len(places))
    return found


def root_of_many(leaves: Sequence[bytes], places: Sequence[int], size: int, proof: Iterable[bytes]) -> bytes:
    """The root that leaf hashes at these places, which ascend, and the proof lead to. Raises `ValueError`."""
    if any(not 0 <= place < size for place in places) or any(place >= other for place, other in pairwise(places)):
        raise ValueError("The places are not those of a tree, each after the other.")
    rest = iter(proof)

    def fold(first: int, end: int, low: int, high: int) -> bytes:
        if low == high:
            return next(rest)
        if end - first == 1:
            return leaves[low]
        middle = first + split(end - first)
        between = bisect_left(places, middle, low, high)
        left = fold(first, middle, low, between)
        return node_hash(left, fold(middle, end, between, high))

    try:
        found = fold(0, size, 0, len(places)) if size else EMPTY
    except StopIteration:
        raise ValueError("The proof is too short.") from None
    if next(rest, None) is not None:
        raise ValueError("The proof is too long.")
    return found
