"""Small logs of real records, with tree and signed checkpoints but no database; their archives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.proofs import StoredTree
from ledger.evidence.signing import ED25519_NOTE, Signer
from projections.archive.reading import Archive, Trust, open_archive
from projections.archive.store import Store
from projections.archive.writing import Source, Written, write_archive
from tests.ledger.evidence.keys import NOW, ORIGIN, signed, signer
from tests.ledger.evidence.trees import stored
from tests.projections.examples import RECORDED, Fact, draft
from tests.projections.year import YEAR

RANGE_RECORDS = 8
"""In place of the real number, so that a small log has several files."""


def stamped(facts: Sequence[Fact]) -> list[bytes]:
    """Facts as the log keeps them."""
    return [draft(fact).stamp({}, RECORDED) for fact in facts]


@dataclass
class Log:
    """A log under a name of its own."""

    origin: str = ORIGIN
    records: list[bytes] = field(default_factory=lambda: stamped(YEAR))

    @cached_property
    def signer(self) -> Signer:
        return signer(self.origin, ED25519_NOTE)

    @property
    def trust(self) -> Trust:
        return Trust(lambda _: [self.signer.verifier], NOW)

    def source(self, size: int | None = None) -> Source:
        size = len(self.records) if size is None else size
        tree = StoredTree(size, stored(self.records))
        return Source(
            checkpoint=signed(Checkpoint(self.origin, size, tree.root()), self.signer),
            tree=tree,
            records=lambda first, count: self.records[first : first + count],
            signers=[self.signer],
        )

    def archive(self, store: Store, size: int | None = None) -> Written:
        return write_archive(store, self.source(size), self.trust, lambda _: None)

    def opened(self, store: Store) -> Archive:
        return open_archive(store, self.origin, self.trust)
