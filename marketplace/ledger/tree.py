"""The Merkle tree of RFC 6962 over stored tiles (C2SP tlog-tiles). Pure: knows no database.

A tile is up to 256 neighbouring hashes of level L, each the root of 256^L leaves. Tiles of level
0 are leaf hashes. From them every root and proof is computed by reading a handful of tiles.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256

HEIGHT = 8
WIDTH = 1 << HEIGHT
# (level, first, last): the stored hashes of that level from ``first`` to before ``last``.
Read = Callable[[int, int, int], list[bytes]]


def leaf_hash(commitment: bytes) -> bytes:
    return sha256(b"\x00" + commitment).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: list[bytes]) -> bytes:
    """The root over neighbouring hashes of one level, a power of two of them."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]


def completed(level: int, before: int, after: int, read: Read) -> Iterator[tuple[int, bytes]]:
    """The stored hashes (index, hash) of ``level`` ≥ 1 that growing from ``before`` leaves adds.

    They are read from those of the level below, which must be stored already.
    """
    first, last = before >> HEIGHT * level, after >> HEIGHT * level
    for start in range(first, last, WIDTH):
        stop = min(start + WIDTH, last)
        hashes = read(level - 1, start * WIDTH, stop * WIDTH)
        for index in range(start, stop):
            at = (index - start) * WIDTH
            yield index, fold(hashes[at : at + WIDTH])


class Tree:
    """The first ``size`` leaves, by the tiles that ``read`` gives; each tile is read once."""

    def __init__(self, size: int, read: Read) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def root(self) -> bytes:
        return self._range(0, self.size) if self.size else sha256(b"").digest()

    def inclusion(self, index: int) -> list[bytes]:
        """The proof that leaf ``index`` is among them, from the leaf up (RFC 6962, 2.1.1)."""
        if not 0 <= index < self.size:
            raise ValueError(f"There is no leaf {index} among {self.size}.")
        path: list[bytes] = []
        first, last = 0, self.size
        while last - first > 1:
            middle = first + _half(last - first)
            if index < middle:
                path.append(self._range(middle, last))
                last = middle
            else:
                path.append(self._range(first, middle))
                first = middle
        return path[::-1]

    def consistency(self, old: int) -> list[bytes]:
        """The proof that the first ``old`` leaves are the same (RFC 6962, 2.1.2)."""
        if not 0 < old <= self.size:
            raise ValueError(f"{old} leaves are no beginning of {self.size}.")
        path: list[bytes] = []
        first, last, whole = 0, self.size, True
        while old < last:
            middle = first + _half(last - first)
            if old <= middle:
                path.append(self._range(middle, last))
                last = middle
            else:
                path.append(self._range(first, middle))
                first, whole = middle, False
        return ([] if whole else [self._range(first, last)]) + path[::-1]

    def _range(self, first: int, last: int) -> bytes:
        """The root over leaves ``first`` to ``last``, where ``first`` begins a perfect subtree."""
        size = last - first
        height = size.bit_length() - 1
        whole = self._perfect(height, first >> height)
        if size == 1 << height:
            return whole
        return node_hash(whole, self._range(first + (1 << height), last))

    def _perfect(self, height: int, index: int) -> bytes:
        """The root of the ``index``-th subtree of 2^height leaves, all of them there."""
        level, above = divmod(height, HEIGHT)
        start = index << above
        number, offset = divmod(start, WIDTH)
        return fold(self._tile(level, number)[offset : offset + (1 << above)])

    def _tile(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self._tiles:
            last = min((number + 1) * WIDTH, self.size >> HEIGHT * level)
            self._tiles[level, number] = self._read(level, number * WIDTH, last)
        return self._tiles[level, number]


def _half(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1
