"""The log's Merkle tree, as in RFC 6962 and RFC 9162, section 2.1, with SHA-256.

A leaf is SHA-256(0x00 ‖ record bytes), an inner node SHA-256(0x01 ‖ left ‖ right); leaf index =
position − 1. The right edge of the tree, its **frontier**, is all that is needed to go on: the
roots of its perfect subtrees, largest first, one for each bit set in the size (at most 63 hashes).

Whenever 256, 65,536 … leaves are complete, the root of that subtree is handed out as a `Subtree`,
so that a proof for any size hashes at most 255 leaves and 255 nodes a level.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

HASH_BYTES = 32
SUBTREE_HEIGHT = 8
"""A subtree of level n has 256^n leaves: 8 n levels of nodes (as C2SP tlog-tiles cuts them)."""
ROOT_EMPTY = sha256(b"").digest()
"""The root of a tree without leaves (RFC 9162, section 2.1.1)."""


@dataclass(frozen=True, slots=True)
class Subtree:
    """The root of a complete subtree of 256^level leaves, the `index`-th (from 0) of its level."""

    level: int
    index: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: of one record's bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node over two nodes."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree of `size` leaves."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()
    """Roots of the perfect subtrees, largest first."""

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """Read what `to_bytes` wrote.

        Raises:
            ValueError: if the bytes are not the frontier of a tree of that size.
        """
        if len(data) != HASH_BYTES * size.bit_count():
            raise ValueError(
                f"A tree of {size:,} leaves has a frontier of {size.bit_count()} hashes, "
                f"not {len(data) / HASH_BYTES:g}."
            )
        places = range(0, len(data), HASH_BYTES)
        return cls(size, tuple(data[place : place + HASH_BYTES] for place in places))

    def to_bytes(self) -> bytes:
        """The hashes one after another; the size is kept beside them."""
        return b"".join(self.hashes)

    def root(self) -> bytes:
        """The root hash of the tree."""
        if not self.hashes:
            return ROOT_EMPTY
        root = self.hashes[-1]
        for left in self.hashes[-2::-1]:
            root = node_hash(left, root)
        return root

    def extend(self, leaves: Iterable[bytes]) -> tuple[Frontier, list[Subtree]]:
        """Add leaf hashes.

        Returns:
            The frontier after them, and the subtrees they complete, lowest level first.
        """
        nodes = list(leaves)
        size = self.size + len(nodes)
        larger = list(self.hashes)
        smaller: list[bytes] = []
        completed: list[Subtree] = []
        level = 0
        while nodes:
            first = self.size >> level
            if level and level % SUBTREE_HEIGHT == 0:
                tier = level // SUBTREE_HEIGHT
                completed += [Subtree(tier, first + i, node) for i, node in enumerate(nodes)]
            if first & 1:
                nodes.insert(0, larger.pop())
            if len(nodes) & 1:
                smaller.append(nodes.pop())
            nodes = [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(nodes[::2], nodes[1::2], strict=True)
            ]
            level += 1
        return Frontier(size, (*larger, *reversed(smaller))), completed
