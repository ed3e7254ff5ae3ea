"""A log in memory that publishes checkpoints, and may lie about its past."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.proofs import StoredTree
from ledger.evidence.signing import Signer
from ledger.evidence.witness.wire import AddCheckpoint
from tests.ledger.evidence.keys import LOG, NOW
from tests.ledger.evidence.trees import records, stored


class LogInMemory:
    def __init__(self, data: Sequence[bytes], signer: Signer = LOG) -> None:
        self.records = list(data)
        self.signer = signer
        self.read = stored(self.records)

    @classmethod
    def of(cls, size: int) -> LogInMemory:
        return cls(records(size))

    def tree(self, size: int) -> StoredTree:
        return StoredTree(size, self.read)

    def note(self, size: int) -> Note:
        text = Checkpoint(self.signer.name, size, self.tree(size).root()).text()
        return Note(text, (self.signer.sign(text, NOW),))

    def request(self, size_from: int, size_to: int) -> bytes:
        proof = self.tree(size_to).prove_consistency(size_from) if size_from <= size_to else []
        return AddCheckpoint(size_from, tuple(proof), self.note(size_to)).encode()

    def rewritten(self, place: int) -> LogInMemory:
        """The same log with one record changed, and everything after it consistent with that."""
        changed = list(self.records)
        changed[place] += b" changed"
        return LogInMemory(changed, self.signer)
