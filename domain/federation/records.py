"""Records of a federation: which logs belong to it, and what it took from each.

A member is known by its log's origin, its name in checkpoints. Sizes count records of the member's
log; hashes are SHA-256 in lower-case hex. Keys are vkeys (C2SP signed-note).
"""

from __future__ import annotations

from domain.common.records import Record


class MemberAdmitted(Record):
    """A district's log belongs to the federation 入册."""

    type = "federation.member-admitted.v1"
    origin: str
    name: str
    """What people call it, such as `环翠区`."""
    jurisdictions: list[str]
    """Codes of the administrative divisions whose affairs it keeps (GB/T 2260, GB/T 10114)."""
    vkeys: list[str]
    succeeds: str
    """Origin of the log in whose place it goes on; empty if there is none."""


class KeyTrusted(Record):
    """A further key signs a member's checkpoints 增列签名公钥."""

    type = "federation.key-trusted.v1"
    origin: str
    vkey: str


class KeyDistrusted(Record):
    """A key's signatures are worth nothing from a size of the member's log on 停认签名公钥."""

    type = "federation.key-distrusted.v1"
    origin: str
    vkey: str
    size_first: int
    reason: str


class CheckpointTaken(Record):
    """A member's checkpoint was taken: it was signed, and extends the one taken before 收录."""

    type = "federation.checkpoint-taken.v1"
    origin: str
    size: int
    root: str
    size_previous: int
    """Size of the checkpoint taken before; 0 if this is the first."""
    root_previous: str
    """Its root; empty if this is the first."""
    proof: list[str]
    """Consistency proof from the one to the other (RFC 9162, 2.1.4)."""
    note: str
    """The checkpoint as the member signed it."""


class ContradictionFound(Record):
    """A member signed a history that is not the one it had signed before 前后不一."""

    type = "federation.contradiction-found.v1"
    origin: str
    kind: str
    """`fork`: it signed two roots at one size; `rewritten`: it signed a larger size, under which
    its log has another root at the size taken before."""
    taken: int
    """Position of the record here that it contradicts."""
    size_taken: int
    root_taken: str
    root_found: str
    """What its log has at that size now."""
    note: str
    """The checkpoint that it signed now."""
