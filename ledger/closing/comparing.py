"""What a checkpoint kept elsewhere says of the records at hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.trust import TrustedCheckpoint


class Outcome(StrEnum):
    """How the records stand to a checkpoint."""

    HOLDS = "holds"
    """They lead to its root."""
    LOST = "lost"
    """There are fewer records than it has."""
    DIVERGES = "diverges"
    """They are others than those that were signed."""


@dataclass(frozen=True)
class Comparison:
    """One checkpoint against the records that are there."""

    checkpoint: Checkpoint
    note: Note
    outcome: Outcome
    size_held: int
    """How many records are there."""

    @property
    def missing(self) -> tuple[int, int] | None:
        """First and last position that is missing, if records were lost."""
        if self.outcome is not Outcome.LOST:
            return None
        return self.size_held + 1, self.checkpoint.size

    def said(self) -> str:
        """The outcome in words."""
        origin, size = self.checkpoint.origin, self.checkpoint.size
        if self.outcome is Outcome.HOLDS:
            return f"the {size:,} records that {origin} signed are there, unchanged"
        if self.missing is None:
            return f"the first {size:,} records are not those that {origin} signed"
        first, last = self.missing
        span = f"record {first:,} is" if first == last else f"records {first:,} to {last:,} are"
        return f"{span} missing: {origin} signed {size:,}, {self.size_held:,} are there"


def compare(store: CheckpointStore, opened: TrustedCheckpoint) -> Comparison:
    """Compare the records with a checkpoint.

    Args:
        store: the records' tree, verified before.
        opened: a checkpoint whose signatures were checked with keys from elsewhere.
    """
    held = store.head().size
    checkpoint = opened.checkpoint
    if checkpoint.size > held:
        outcome = Outcome.LOST
    elif store.tree(checkpoint.size).root() == checkpoint.root:
        outcome = Outcome.HOLDS
    else:
        outcome = Outcome.DIVERGES
    return Comparison(checkpoint, opened.note, outcome, held)
