"""The tree is that of RFC 9162: against published roots, and against its definition written out once more."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.ledger.tree import Frontier, path_of, roots_of, way_between
from duban.ledger.verifier import Unreadable, hash_of, leaf_hash, node_hash, root_from, roots_from

HASHED = hash_of("sha256")
LEAVES = [leaf_hash(HASHED, bytes([n])) for n in range(70)]
# fmt: off
PUBLISHED = (
    # entry                                root of the tree up to it, from the tests of Certificate Transparency
    ("",                                   "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00",                                 "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10",                                 "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021",                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031",                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243",                           "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657",                   "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f",   "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
)
# fmt: on


def defined(leaves: list[bytes]) -> bytes:
    """The root, as RFC 9162 defines it in section 2.1.1."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01" + defined(leaves[:k]) + defined(leaves[k:])).digest()


def grown(leaves: list[bytes]) -> Frontier:
    frontier = Frontier(HASHED)
    for leaf in leaves:
        frontier.push(leaf)
    return frontier


def proof(spans: list[tuple[int, int]]) -> list[bytes]:
    return list(roots_of(spans, lambda span: LEAVES[span[0] : span[1]], HASHED))


def test_the_roots_are_the_published_ones():
    frontier, roots = Frontier(HASHED), []
    for entry, _ in PUBLISHED:
        frontier.push(leaf_hash(HASHED, bytes.fromhex(entry)))
        roots.append(frontier.root().hex())

    assert roots == [root for _, root in PUBLISHED]


@given(st.integers(0, 70))
def test_the_root_is_that_of_the_definition_and_needs_few_peaks(size):
    frontier = grown(LEAVES[:size])

    assert frontier.root() == defined(LEAVES[:size])
    assert len(frontier.peaks) == size.bit_count()


@given(st.integers(1, 70).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_a_path_leads_from_its_leaf_to_the_root_and_from_no_other(place):
    position, size = place
    path = proof(path_of(position, size))

    assert root_from(HASHED, LEAVES[position], path, place=place) == defined(LEAVES[:size])
    assert root_from(HASHED, leaf_hash(HASHED, b"another"), path, place=place) != defined(LEAVES[:size])


@given(st.integers(2, 70).flatmap(lambda new: st.tuples(st.integers(1, new - 1), st.just(new))))
def test_a_tree_goes_on_from_each_of_its_beginnings_and_from_nothing_else(sizes):
    old, new = sizes
    path, was = proof(way_between(old, new)), defined(LEAVES[:old])

    assert roots_from(HASHED, was, path, sizes=sizes) == (was, defined(LEAVES[:new]))
    forged = leaf_hash(HASHED, b"another")
    assert roots_from(HASHED, forged, path, sizes=sizes) != (forged, defined(LEAVES[:new]))


@pytest.mark.parametrize(("position", "size"), [(3, 3), (-1, 3), (0, 0)])
def test_a_place_outside_the_tree_is_refused(position, size):
    with pytest.raises(Unreadable, match="position"):
        root_from(HASHED, LEAVES[0], [], place=(position, size))


@pytest.mark.parametrize("change", [lambda path: path[:-1], lambda path: [*path, LEAVES[0]]])
def test_a_path_of_another_length_is_refused(change):
    with pytest.raises(Unreadable, match="path"):
        root_from(HASHED, LEAVES[2], change(proof(path_of(2, 7))), place=(2, 7))


@pytest.mark.parametrize("change", [lambda path: [], lambda path: path[:-1], lambda path: [*path, LEAVES[0]]])
def test_a_way_of_another_length_is_refused(change):
    with pytest.raises(Unreadable, match="path"):
        roots_from(HASHED, defined(LEAVES[:3]), change(proof(way_between(3, 7))), sizes=(3, 7))


def test_a_leaf_is_never_taken_for_a_node():
    inside = LEAVES[0] + LEAVES[1]

    assert leaf_hash(HASHED, inside) != node_hash(HASHED, LEAVES[0], LEAVES[1])


def test_sm3_is_the_published_one():
    assert hash_of("sm3")(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_an_unknown_hash_is_told():
    with pytest.raises(Unreadable, match="md5"):
        hash_of("md5")
