"""The checker's own Merkle tree (RFC 6962), written apart from the ledger's."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


class GrowingTree:
    """A stack of perfect subtrees, each with its number of leaves."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, bytes]] = []

    def add(self, data: bytes) -> None:
        """Add a leaf."""
        leaves, node = 1, sha256(b"\x00" + data).digest()
        while self._stack and self._stack[-1][0] == leaves:
            node = _node(self._stack.pop()[1], node)
            leaves *= 2
        self._stack.append((leaves, node))

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._stack:
            return sha256().digest()
        *lefts, (_, root) = self._stack
        for _, left in reversed(lefts):
            root = _node(left, root)
        return root


def roots(leaves: Iterable[bytes], sizes: set[int]) -> dict[int, bytes]:
    """The root at each of these sizes that the tree reaches."""
    tree = GrowingTree()
    found = {0: tree.root()} if 0 in sizes else {}
    for size, data in enumerate(leaves, 1):
        tree.add(data)
        if size in sizes:
            found[size] = tree.root()
    return found


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
