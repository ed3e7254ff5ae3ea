"""Decisions about checkpoints: take a member's, or report that it contradicts an earlier one.

Signatures and proofs are checked before; here it is decided whether what was proved fits what was
taken before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision, Latest
from domain.common.refusals import Citation
from domain.federation import rules, tags
from domain.federation.records import CheckpointTaken, ContradictionFound, MemberAdmitted

_HASH = re.compile(r"[0-9a-f]{64}")
KINDS = ("fork", "rewritten")


@dataclass
class _OfMember(Decision):
    """What the federation knows of one member."""

    is_staffed = False

    origin: str

    admitted: Citation | None = field(default=None, init=False)
    ended: Citation | None = field(default=None, init=False)
    """The record after which nothing more is taken of it."""
    last: CheckpointTaken | None = field(default=None, init=False)
    last_cited: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        about = [tags.log(self.origin)]
        return [
            All([MemberAdmitted, ContradictionFound], about),
            Latest([CheckpointTaken], about),
        ]

    def show(self, tagged: dcb.Tagged, citation: Citation) -> None:  # type: ignore[type-arg]
        # Not by `@event`: the library binds it to the very class, and two share this.
        match tagged.decision:
            case MemberAdmitted() as admitted if admitted.origin == self.origin:
                self.admitted = citation
            case MemberAdmitted() | ContradictionFound():
                self.ended = citation
            case CheckpointTaken() as taken:
                self.last, self.last_cited = taken, citation

    def require_standing(self) -> None:
        if self.admitted is None:
            self.refuse(
                rules.MEMBER, f"{self.origin} is no member.", advice="`qingce federation admit`"
            )
        if self.ended is not None:
            self.refuse(
                rules.NOTHING_MORE,
                f"{self.origin} contradicted itself or was succeeded.",
                [self.ended],
                "Find out who changed what. Its successor is admitted with --succeeds.",
            )

    def require_hashes(self, *hashes: str) -> None:
        if not all(_HASH.fullmatch(one) for one in hashes):
            self.refuse(rules.EXACT, f"A root or proof of {self.origin} is not told exactly.")


@dataclass
class TakeCheckpoint(_OfMember):
    """Take a member's checkpoint 收录检查点; its signature and proof hold."""

    size: int
    root: str
    size_previous: int
    root_previous: str
    proof: tuple[str, ...]
    note: str

    def execute(self) -> None:
        self.require_standing()
        self.require_hashes(self.root, *self.proof)
        known = (self.last.size, self.last.root) if self.last else (0, "")
        if (self.size_previous, self.root_previous) != known or self.size <= known[0]:
            self.refuse(
                rules.GROWS,
                f"{self.origin}: {self.size} records after {self.size_previous}, and "
                f"{known[0]} were taken.",
                [self.last_cited],
            )
        taken = CheckpointTaken(
            origin=self.origin,
            size=self.size,
            root=self.root,
            size_previous=self.size_previous,
            root_previous=self.root_previous,
            proof=list(self.proof),
            note=self.note,
        )
        self.record(taken, [tags.log(self.origin)])


@dataclass
class ReportContradiction(_OfMember):
    """Report that a member's history is not the one it had signed 报告前后不一."""

    kind: str
    taken: int
    size_taken: int
    root_taken: str
    root_found: str
    note: str

    def execute(self) -> None:
        self.require_standing()
        self.require_hashes(self.root_taken, self.root_found)
        told = self.kind in KINDS and self.taken >= 1 and self.note
        if not told or self.root_found == self.root_taken:
            self.refuse(rules.EXACT, f"What was found of {self.origin} contradicts nothing.")
        found = ContradictionFound(
            origin=self.origin,
            kind=self.kind,
            taken=self.taken,
            size_taken=self.size_taken,
            root_taken=self.root_taken,
            root_found=self.root_found,
            note=self.note,
        )
        self.record(found, [tags.log(self.origin)])
