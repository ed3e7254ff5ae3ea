"""A tree whose every subtree root is computed from its leaves, as a store would have kept it."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.evidence.proofs import ReadHashes
from ledger.tree import leaf_hash, node_hash


def records(count: int) -> list[bytes]:
    return [b"record %d" % number for number in range(count)]


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


def stored(data: Sequence[bytes]) -> ReadHashes:
    """Read hashes of the tree over these records; refuses what is not stored or crosses a tile."""
    levels = [[leaf_hash(item) for item in data]]
    while len(levels[-1]) >= 256:
        below = levels[-1]
        whole = len(below) // 256
        levels.append([naive_root(below[tile * 256 : tile * 256 + 256]) for tile in range(whole)])

    def read(level: int, first: int, count: int) -> Sequence[bytes]:
        assert first // 256 == (first + count - 1) // 256, "a read across a tile's edge"
        found = levels[level][first : first + count]
        assert len(found) == count, "a read of what is not stored"
        return found

    return read
