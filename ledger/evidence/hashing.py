"""The hashes a log's tree may be made with. One tree has one; which one, its origin says.

Every log has a tree with SHA-256. Beside it a log may keep a second tree with SM3 over the same
bytes, as a log of its own: its origin is that of the first with `/sm3` behind it, its checkpoints
and proofs have the same forms, and leaf, node and empty root differ in the hash alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledger.evidence import sm2
from ledger.tree import ROOT_EMPTY, leaf_hash, node_hash

SM3_SUFFIX = "/sm3"


@dataclass(frozen=True)
class TreeHash:
    """A hash of 32 bytes, as RFC 9162, section 2.1, uses it."""

    name: str
    leaf: Callable[[bytes], bytes]
    """The hash of one record's bytes: of 0x00 ‖ bytes."""
    node: Callable[[bytes, bytes], bytes]
    """The hash of the node over two nodes: of 0x01 ‖ left ‖ right."""
    empty: bytes
    """The root of a tree without leaves: of nothing."""


def _sm3(data: bytes) -> bytes:
    return bytes(sm2.library().sm3_hash(data))


SHA_256 = TreeHash("sha-256", leaf_hash, node_hash, ROOT_EMPTY)
SM3 = TreeHash(
    "sm3",
    lambda data: _sm3(b"\x00" + data),
    lambda left, right: _sm3(b"\x01" + left + right),
    bytes.fromhex("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
)


def tree_hash(origin: str) -> TreeHash:
    """The hash of the tree of a log, by its origin."""
    return SM3 if origin.endswith(SM3_SUFFIX) else SHA_256
