"""Base of decisions about one record, which they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import At, Decision
from domain.common.records import Record, Tagged
from domain.common.refusals import Citation
from domain.upkeep import rules


@dataclass
class RecordDecision(Decision):
    """A decision about the record at a position."""

    position: int
    """Of the record it is about."""

    original: Tagged | None = field(default=None, init=False, repr=False)
    original_at: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [At(position=self.position)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the record it is about; show the others as usual."""
        if citation.position == self.position:
            self.original = Tagged(list(tagged.tags), tagged.decision)
            self.original_at = citation
        else:
            super().show(tagged, citation)

    def must_be_known(self) -> Tagged:
        """The record.

        Raises:
            Refusal: there is none.
        """
        if self.original is None:
            self.refuse(rules.RECORD_KNOWN, f"There is no record {self.position:,}.")
        return self.original

    def about(self, original: Tagged) -> list[str]:
        """The original's tags, but for who recorded it."""
        return [tag for tag in original.tags if not tag.startswith(("official:", "office:"))]
