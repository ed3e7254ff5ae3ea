"""Backfills 补录: old papers written in after the event, with a reason and a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import All, Decision
from domain.common.refusals import Citation
from domain.common.tags import official
from domain.upkeep import rules, tags
from domain.upkeep.records import BackfillApproved


@dataclass
class ApproveBackfill(Decision):
    """Approve that old papers are written in 批准补录."""

    backfill: str
    """The batch's code."""
    reason: str
    period: str
    """Of the papers, e.g. 1998-2004."""
    papers_kept: str
    """Where the papers are."""
    second_official: str
    """Who compares what is written with the papers."""

    same: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([BackfillApproved], [tags.backfill(self.backfill)])]

    @event(BackfillApproved)
    def _(self) -> None:
        self.same = self.citing

    def execute(self) -> None:
        if self.same:
            self.refuse(rules.BACKFILL_ONCE, f"Batch {self.backfill} is approved.", [self.same])
        if not (self.backfill and self.reason.strip() and self.papers_kept.strip()):
            self.refuse(rules.REASON_TOLD, "The batch, its reason or its papers are not named.")
        if self.second_official in ("", self.act.by):
            self.refuse(rules.BACKFILL_APART, "No second official is named.")
        self.record(
            BackfillApproved(
                backfill=self.backfill,
                reason=self.reason,
                period=self.period,
                papers_kept=self.papers_kept,
                second_official=self.second_official,
            ),
            [tags.backfill(self.backfill), official(self.second_official)],
        )
