"""Merkle proofs (RFC 9162, section 2.1): built from stored subtree roots, checked from bytes alone.

The log keeps, for each level L, the roots of its complete subtrees of 256^L leaves (level 0: the
leaf hashes). That is the content of C2SP tlog-tiles, so a table and a folder of tiles are read
alike, and a proof at any two sizes takes O(log n) reads of at most 256 hashes.

A proof is a list of 32-byte hashes, from the leaf's side to the root's. Indexes start at 0: the
record at position p is leaf p − 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from hmac import compare_digest

from ledger.evidence.encoding import HASH_BYTES, SIZE_MAX
from ledger.evidence.errors import InvalidProofError
from ledger.evidence.hashing import SHA_256, TreeHash

TILE_WIDTH = 256
TILE_HEIGHT = 8
PROOF_HASHES_MAX = 64
"""No proof about a tree of up to 2^63 leaves is longer."""
TILES_KEPT_MAX = 1_024
"""About 20 MB. A proof of many leaves goes from left to right and does not come back to a tile."""
ROOTS_KEPT_MAX = 65_536
"""About 10 MB; enough for every subtree above the tiles of 16 million leaves."""
EMPTY_ROOT = SHA_256.empty

ReadHashes = Callable[[int, int, int], Sequence[bytes]]
"""`read(level, first, count)`: roots of `count` complete subtrees of 256^level leaves, from index
`first`. Asked only for subtrees that are complete in the tree, and never across a tile's edge."""
Proof = Sequence[bytes]


class StoredTree:
    """The tree at one size, over stored hashes; keeps what it read last."""

    def __init__(self, size: int, read: ReadHashes, hashing: TreeHash = SHA_256) -> None:
        """Look at the first `size` leaves (the store may hold more)."""
        self.size = size
        self._hashing = hashing
        self._read = read
        self._tile = lru_cache(TILES_KEPT_MAX)(self._read_tile)
        self._kept = lru_cache(ROOTS_KEPT_MAX)(self._folded)

    def root(self) -> bytes:
        """The tree's root; the hash of nothing when it is empty."""
        return self.subtree_root(0, self.size) if self.size else self._hashing.empty

    def peaks(self) -> list[bytes]:
        """Roots of the complete subtrees that make up the tree, largest first."""
        return self._peaks(0, self.size)

    def prove_inclusion(self, index: int) -> list[bytes]:
        """Siblings from leaf `index` up to the root (RFC 9162, 2.1.3.1).

        Raises:
            InvalidProofError: if the tree has no such leaf.
        """
        if not 0 <= index < self.size:
            raise InvalidProofError(f"A tree of {self.size} leaves has no leaf {index}.")
        siblings: list[bytes] = []
        start, end = 0, self.size
        while end - start > 1:
            middle = start + split(end - start)
            if index < middle:
                siblings.append(self.subtree_root(middle, end))
                end = middle
            else:
                siblings.append(self.subtree_root(start, middle))
                start = middle
        return siblings[::-1]

    def prove_consistency(self, size_from: int) -> list[bytes]:
        """Proof that the first `size_from` leaves are a prefix of this tree (RFC 9162, 2.1.4.1).

        Empty for the empty tree and for the tree itself.

        Raises:
            InvalidProofError: if `size_from` exceeds the tree's size.
        """
        if not 0 <= size_from <= self.size:
            raise InvalidProofError(
                f"There is no proof from size {size_from} to {self.size}.",
                "The size to prove from comes first and is the smaller.",
            )
        if size_from in (0, self.size):
            return []
        hashes: list[bytes] = []
        start, end = 0, self.size
        while size_from != end:
            middle = start + split(end - start)
            if size_from <= middle:
                hashes.append(self.subtree_root(middle, end))
                end = middle
            else:
                hashes.append(self.subtree_root(start, middle))
                start = middle
        if start:
            hashes.append(self.subtree_root(start, end))
        return hashes[::-1]

    def subtree_root(self, start: int, end: int) -> bytes:
        """Root of the leaves from `start` to before `end`."""
        peaks = self._peaks(start, end)
        return reduce(lambda right, left: self._hashing.node(left, right), reversed(peaks))

    def _peaks(self, start: int, end: int) -> list[bytes]:
        peaks = []
        while start < end:
            width = end - start
            height = width.bit_length() - 1
            peaks.append(self._complete(height, start >> height))
            start += 1 << height
        return peaks

    def _complete(self, height: int, index: int) -> bytes:
        """Root of the complete subtree of 2^height leaves with this index among its like."""
        return (self._kept if height > TILE_HEIGHT else self._folded)(height, index)

    def _folded(self, height: int, index: int) -> bytes:
        level, below = divmod(height, TILE_HEIGHT)
        first = index << below
        tile, offset = divmod(first, TILE_WIDTH)
        hashes = self._tile(level, tile)[offset : offset + (1 << below)]
        return fold(hashes, self._hashing)

    def _read_tile(self, level: int, tile: int) -> Sequence[bytes]:
        first = tile * TILE_WIDTH
        count = min(TILE_WIDTH, (self.size >> (TILE_HEIGHT * level)) - first)
        hashes = self._read(level, first, count)
        if len(hashes) != count:
            raise InvalidProofError(
                f"The tree's level {level} has {len(hashes)} of {count} hashes from {first}.",
                "The stored tree is damaged: verify the log.",
            )
        return hashes


def fold(hashes: Sequence[bytes], hashing: TreeHash = SHA_256) -> bytes:
    """Root over 2^k hashes of one level."""
    while len(hashes) > 1:
        hashes = [
            hashing.node(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)
        ]
    return hashes[0]


def verify_inclusion(
    leaf: bytes,
    index: int,
    size: int,
    proof: Proof,
    root: bytes,
    hashing: TreeHash = SHA_256,
) -> None:
    """Check that `leaf` (a leaf hash) stands at `index` of the tree of `size` with `root`.

    Source: RFC 9162, 2.1.3.2.

    Raises:
        InvalidProofError: says what does not fit.
    """
    _check_shape([leaf, root, *proof], size)
    if not 0 <= index < size:
        raise InvalidProofError(f"A tree of {size} leaves has no leaf {index}.")
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise InvalidProofError(f"The proof for leaf {index} of {size} is too long.")
        if place & 1 or place == last:
            node = hashing.node(sibling, node)
            place, last = _climb(place, last)
        else:
            node = hashing.node(node, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise InvalidProofError(f"The proof for leaf {index} of {size} is too short.")
    if not compare_digest(node, root):
        raise InvalidProofError(
            f"The proof for leaf {index} of {size} leads to another root.",
            "The record, its position, the tree's size or the proof was changed.",
        )


def verify_consistency(
    size_from: int,
    size_to: int,
    proof: Proof,
    root_from: bytes,
    root_to: bytes,
    hashing: TreeHash = SHA_256,
) -> None:
    """Check that the tree of `size_from` with `root_from` is a prefix of that of `size_to`.

    Source: RFC 9162, 2.1.4.2; for `size_from` 0, C2SP tlog-witness (the proof is empty).

    Raises:
        InvalidProofError: says what does not fit.
    """
    _check_shape([root_from, root_to, *proof], size_to)
    if not 0 <= size_from <= size_to:
        raise InvalidProofError(f"Size {size_from} is not a prefix of size {size_to}.")
    if size_from == 0 or size_from == size_to:
        _verify_trivial(size_from, proof, root_from, root_to, hashing)
        return
    path = list(proof)
    if size_from & (size_from - 1) == 0:
        path.insert(0, root_from)
    old, new = _climb_both(size_from, size_to, path, hashing)
    if not compare_digest(old, root_from):
        raise InvalidProofError(
            f"The history diverges: the proof leads to another root at size {size_from}.",
            "Records that were there at that size have been changed, removed or reordered.",
        )
    if not compare_digest(new, root_to):
        raise InvalidProofError(
            f"The history diverges: the root at size {size_from} does not lead to that at "
            f"size {size_to}.",
            "Records that were there at the smaller size have been changed, removed or reordered.",
        )


def _verify_trivial(
    size: int, proof: Proof, root_from: bytes, root_to: bytes, hashing: TreeHash
) -> None:
    if proof:
        raise InvalidProofError(f"A proof from size {size} to the same or from nothing is empty.")
    expected = root_to if size else hashing.empty
    if not compare_digest(root_from, expected):
        raise InvalidProofError(f"The history diverges: two different roots at size {size}.")


def _climb_both(
    size_from: int, size_to: int, path: list[bytes], hashing: TreeHash
) -> tuple[bytes, bytes]:
    """The old and the new root that the path leads to."""
    too_short = InvalidProofError(f"The proof from {size_from} to {size_to} is too short.")
    if not path:
        raise too_short
    place, last = size_from - 1, size_to - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise InvalidProofError(f"The proof from {size_from} to {size_to} is too long.")
        if place & 1 or place == last:
            old, new = hashing.node(sibling, old), hashing.node(sibling, new)
            place, last = _climb(place, last)
        else:
            new = hashing.node(new, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise too_short
    return old, new


def _climb(place: int, last: int) -> tuple[int, int]:
    """Go up while the node is a left child without a sibling."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def split(width: int) -> int:
    """Largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1


def _check_shape(hashes: Sequence[bytes], size: int) -> None:
    if size > SIZE_MAX or len(hashes) > PROOF_HASHES_MAX + 2:
        raise InvalidProofError(f"The proof has {len(hashes) - 2} hashes for a tree of {size}.")
    if any(len(item) != HASH_BYTES for item in hashes):
        raise InvalidProofError(f"The proof holds a hash that is not of {HASH_BYTES} bytes.")
