"""The tree is RFC 6962's: against a naive root, the RFC's own words, and a reference root."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.ledger import verify_ledger
from marketplace.ledger.tree import HEIGHT, Tree, completed, fold, leaf_hash, node_hash

# The eight leaves and the root of Certificate Transparency's reference tests.
REFERENCE = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
REFERENCE_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def naive_root(leaves):
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


class Store:
    """Tiles in memory, grown as the sequencer grows them."""

    def __init__(self):
        self.levels = [[]]

    def read(self, level, first, last):
        found = self.levels[level][first:last]
        assert len(found) == last - first
        return found

    def grow(self, leaves):
        before = len(self.levels[0])
        self.levels[0].extend(leaves)
        after = before + len(leaves)
        for level in range(1, after.bit_length() // HEIGHT + 1):
            if len(self.levels) == level:
                self.levels.append([])
            for index, value in completed(level, before, after, self.read):
                assert index == len(self.levels[level])
                self.levels[level].append(value)

    def tree(self, size=None):
        return Tree(len(self.levels[0]) if size is None else size, self.read)


def hashes(count):
    return [sha256(number.to_bytes(4)).digest() for number in range(count)]


def test_the_reference_tree_of_certificate_transparency():
    store = Store()
    store.grow([leaf_hash(bytes.fromhex(leaf)) for leaf in REFERENCE])

    assert store.tree().root().hex() == REFERENCE_ROOT


def test_the_empty_tree():
    assert Store().tree().root() == sha256(b"").digest()


@given(st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_growing_in_any_steps_gives_the_naive_root_at_every_step(steps):
    store, leaves = Store(), []
    for step in steps:
        more = hashes(len(leaves) + step)[len(leaves) :]
        leaves += more
        store.grow(more)
        assert store.tree().root() == naive_root(leaves)
    for size in {1, len(leaves) // 2, len(leaves) - 1}:
        assert store.tree(size).root() == naive_root(leaves[:size])


LARGE = Store()
LARGE.grow(hashes(70_000))


@given(st.data())
def test_each_inclusion_proof_leads_to_the_root(data):
    size = data.draw(st.integers(1, 70_000))
    index = data.draw(st.integers(0, size - 1))
    tree = LARGE.tree(size)
    path = [verify_ledger.b64encode(step).decode() for step in tree.inclusion(index)]

    leaf = LARGE.levels[0][index]
    assert verify_ledger.climb(index, size, path, leaf, grown=False)[1] == tree.root()
    assert path == []


@given(st.data())
def test_each_consistency_proof_leads_to_both_roots(data):
    size = data.draw(st.integers(1, 70_000))
    old = data.draw(st.integers(1, size))
    tree, before = LARGE.tree(size), LARGE.tree(old).root()
    path = [verify_ledger.b64encode(step).decode() for step in tree.consistency(old)]

    roots = verify_ledger.climb(old - 1, size, path, before, grown=True)
    assert list(roots) == [before, tree.root()]
    assert path == []


@pytest.mark.parametrize("index", [-1, 5])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index):
    store = Store()
    store.grow(hashes(5))
    with pytest.raises(ValueError, match="no leaf"):
        store.tree().inclusion(index)


@pytest.mark.parametrize("old", [0, 6])
def test_there_is_no_consistency_with_another_size(old):
    store = Store()
    store.grow(hashes(5))
    with pytest.raises(ValueError, match="no beginning"):
        store.tree().consistency(old)


def test_a_proof_reads_a_handful_of_tiles():
    asked = []

    def read(level, first, last):
        asked.append((level, first, last))
        return LARGE.read(level, first, last)

    Tree(70_000, read).inclusion(12_345)

    assert len(asked) <= 5
    assert fold(hashes(2)) == node_hash(*hashes(2))
