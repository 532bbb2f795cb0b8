"""The Merkle tree: RFC 6962's own examples and the known answers of certificate transparency, then any tree."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.proof.merkle import (
    EMPTY,
    Frontier,
    Node,
    consistency_path,
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    node_hash,
    path,
    root,
)

# The eight leaves that implementations of RFC 6962 compare, and the roots over the first of them.
LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes(range(0x60, 0x70)))
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def grown(leaves: list[bytes]) -> tuple[Frontier, Node]:
    frontier, nodes = Frontier(), {}
    for index, content in enumerate(leaves):
        nodes[0, index] = leaf_hash(content)
        nodes.update({(level, at): found for level, at, (found,) in frontier.extend([nodes[0, index]])})
    return frontier, lambda level, index: nodes[level, index]


def numbered(count: int) -> list[bytes]:
    return [str(number).encode() for number in range(count)]


def test_the_root_of_no_leaves_is_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_known_ones(size: int) -> None:
    frontier, node = grown(LEAVES[:size])

    assert frontier.root().hex() == ROOTS[size - 1]
    assert root(size, node).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(
    ("index", "ranges"),
    [
        (0, [(1, 2), (2, 4), (4, 7)]),  # [b, h, l]
        (3, [(2, 3), (0, 2), (4, 7)]),  # [c, g, l]
        (4, [(5, 6), (6, 7), (0, 4)]),  # [f, j, k]
        (6, [(4, 6), (0, 4)]),  # [i, k]
    ],
)
def test_the_audit_paths_are_those_of_rfc_6962(index: int, ranges: list[tuple[int, int]]) -> None:
    assert list(path(index, 0, 7)) == ranges


@pytest.mark.parametrize(
    ("old", "ranges"),
    [
        (3, [(2, 3), (3, 4), (0, 2), (4, 7)]),  # [c, d, g, l]
        (4, [(4, 7)]),  # [l]
        (6, [(4, 6), (6, 7), (0, 4)]),  # [i, j, k]
    ],
)
def test_the_consistency_proofs_are_those_of_rfc_6962(old: int, ranges: list[tuple[int, int]]) -> None:
    assert list(consistency_path(old, 0, 7, whole=True)) == ranges


@given(st.integers(1, 300), st.data())
def test_every_leaf_is_proved_and_no_other_is(size: int, data: st.DataObject) -> None:
    # given
    frontier, node = grown(numbered(size))
    index = data.draw(st.integers(0, size - 1))

    # when
    proof = inclusion_proof(index, size, node)

    # then
    assert len(proof) <= (size - 1).bit_length()
    assert included(node(0, index), index, size, proof, frontier.root())
    assert not included(leaf_hash(b"another"), index, size, proof, frontier.root())
    other = data.draw(st.integers(0, size))
    assert other == index or not included(node(0, index), other, size, proof, frontier.root())
    if proof:
        broken = data.draw(st.integers(0, len(proof) - 1))
        forged = [*proof[:broken], leaf_hash(b"forged"), *proof[broken + 1 :]]
        assert not included(node(0, index), index, size, forged, frontier.root())
        assert not included(node(0, index), index, size, proof[:-1], frontier.root())


@given(st.integers(1, 300), st.data())
def test_a_longer_log_is_proved_to_begin_with_the_shorter_one(new: int, data: st.DataObject) -> None:
    # given
    frontier, node = grown(numbered(new))
    old = data.draw(st.integers(1, new))
    old_root = root(old, node)

    # when
    proof = consistency_proof(old, new, node)

    # then
    assert len(proof) <= new.bit_length() + 1
    assert consistent(old, new, old_root, frontier.root(), proof)
    assert not consistent(old, new, leaf_hash(b"forged"), frontier.root(), proof)
    assert not consistent(old, new, old_root, leaf_hash(b"forged"), proof)
    if proof:
        assert not consistent(old, new, old_root, frontier.root(), proof[1:])


@given(st.integers(2, 200), st.data())
def test_no_proof_hides_a_leaf_that_was_changed_later(new: int, data: st.DataObject) -> None:
    # given: an old root, and a tree that was made anew with another leaf
    _, node = grown(numbered(new))
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    forged, forged_node = grown([*numbered(changed), b"another", *numbered(new)[changed + 1 :]])

    # when
    proof = consistency_proof(old, new, forged_node)

    # then
    assert not consistent(old, new, root(old, node), forged.root(), proof)


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_frontier_goes_on_where_it_was_kept(first: int, more: int) -> None:
    # given
    leaves = numbered(first + more)
    kept, _ = grown(leaves[:first])

    # when
    again = Frontier(kept.size, kept.edge)
    for content in leaves[first:]:
        again.extend([leaf_hash(content)])

    # then
    assert again.root() == grown(leaves)[0].root()


@given(st.lists(st.integers(0, 70), max_size=5))
def test_many_leaves_at_once_make_the_nodes_that_each_alone_makes(parts: list[int]) -> None:
    # given
    leaves = numbered(sum(parts))
    alone, node = grown(leaves)

    # when
    together, first = Frontier(), 0
    completed: dict[tuple[int, int], bytes] = {}
    for count in parts:
        made = together.extend([leaf_hash(content) for content in leaves[first : first + count]])
        completed |= {(level, at): one for level, start, row in made for at, one in enumerate(row, start)}
        first += count

    # then
    assert (together.size, together.edge) == (alone.size, alone.edge)
    assert all(node(*place) == one for place, one in completed.items())
    assert len(completed) == len(leaves) - alone.size.bit_count()


def test_a_frontier_that_lost_a_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="3 leaves make 2 perfect subtrees, not 1"):
        Frontier(3, [EMPTY])


def test_there_is_no_proof_beyond_the_tree() -> None:
    _, node = grown(numbered(5))

    with pytest.raises(ValueError, match="has no leaf 5"):
        inclusion_proof(5, 5, node)
    with pytest.raises(ValueError, match="never had 6"):
        consistency_proof(6, 5, node)


def test_nothing_is_proved_of_an_empty_log() -> None:
    assert consistent(0, 3, EMPTY, node_hash(EMPTY, EMPTY), [])
    assert not consistent(0, 3, leaf_hash(b""), EMPTY, [])
    assert not consistent(4, 3, EMPTY, EMPTY, [])
    assert not included(EMPTY, 0, 0, [], EMPTY)
