"""One proof for many leaves: whatever they are, it leads to the root, and to no other."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.proof.many import many_proof, root_of_many
from engine.proof.merkle import EMPTY, inclusion_proof, leaf_hash
from tests.proof.test_merkle import grown, numbered


@given(st.integers(1, 150), st.data())
def test_many_leaves_are_proved_at_once_and_none_can_be_another(size: int, data: st.DataObject) -> None:
    # given
    tree, node = grown(numbered(size))
    places = sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=1)))
    leaves = [node(0, place) for place in places]

    # when
    proof = many_proof(places, size, node)

    # then
    assert root_of_many(leaves, places, size, proof) == tree.root()
    assert len(proof) <= sum(len(inclusion_proof(place, size, node)) for place in places)
    other = data.draw(st.integers(0, len(places) - 1))
    leaves[other] = leaf_hash(b"another")
    assert root_of_many(leaves, places, size, proof) != tree.root()


@given(st.integers(2, 100), st.data())
def test_leaves_that_are_left_out_or_elsewhere_do_not_lead_to_the_root(size: int, data: st.DataObject) -> None:
    # given
    tree, node = grown(numbered(size))
    places = sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=2)))
    leaves, proof = [node(0, place) for place in places], many_proof(places, size, node)
    out = data.draw(st.integers(0, len(places) - 1))

    # then
    fewer = places[:out] + places[out + 1 :]
    with suppress(ValueError):  # most times the proof is too long or too short for them
        assert root_of_many(leaves[:out] + leaves[out + 1 :], fewer, size, proof) != tree.root()
    assert root_of_many(list(reversed(leaves)), places, size, proof) != tree.root()


def test_a_proof_of_another_length_or_of_no_places_is_refused() -> None:
    _, node = grown(numbered(9))
    leaves, proof = [node(0, 3)], many_proof([3], 9, node)

    with pytest.raises(ValueError, match="too short"):
        root_of_many(leaves, [3], 9, proof[1:])
    with pytest.raises(ValueError, match="too long"):
        root_of_many(leaves, [3], 9, [*proof, EMPTY])
    for places in ([9], [-1], [3, 3], [5, 4]):
        with pytest.raises(ValueError, match="places"):
            root_of_many([EMPTY] * len(places), places, 9, proof)
    with pytest.raises(ValueError, match="does not have all"):
        many_proof([9], 9, node)


def test_the_proof_of_a_whole_tree_is_empty() -> None:
    tree, node = grown(numbered(7))

    assert many_proof(range(7), 7, node) == []
    assert root_of_many([node(0, place) for place in range(7)], range(7), 7, []) == tree.root()
