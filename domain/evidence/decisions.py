"""Decisions of evidence: state a projection's content, hand out a bundle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import All, Decision, Latest
from domain.common.refusals import Citation
from domain.evidence import rules, tags
from domain.evidence.records import BundleTaken, LogBegunAnew, SnapshotTaken

_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBER_OF_A_PERSON = re.compile(r"\d{11}")
"""Phones, accounts and ID numbers have eleven digits or more in a row; file numbers have fewer."""
TEXT_MAX = 200


@dataclass
class TakeSnapshot(Decision):
    """State the content of a projection as of one size of the log 出具快照."""

    is_staffed = False

    projection: str
    definition_hash: str
    size: int
    root: str
    rows: int
    row_root: str
    totals: dict[str, int]
    period: str = ""

    previous: Citation | None = field(default=None, init=False)
    same: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        selectors: list[dcb.Selector] = [
            Latest([SnapshotTaken], [tags.snapshot(self.projection)]),
        ]
        if self.period:
            period = tags.snapshot_period(self.projection, self.period)
            selectors.append(All([SnapshotTaken], [period]))
        return selectors

    @event(SnapshotTaken)
    def _(self, definition_hash: str, period: str) -> None:
        self.previous = self.citing
        if period and (period, definition_hash) == (self.period, self.definition_hash):
            self.same = self.citing

    def execute(self) -> None:
        hashes = (self.definition_hash, self.root, self.row_root)
        if self.size < 1 or self.rows < 0 or not all(_HASH.fullmatch(one) for one in hashes):
            self.refuse(rules.GROWS, f"The snapshot of {self.projection} is not complete.")
        if self.same:
            self.refuse(
                rules.PERIOD_ONCE,
                f"{self.projection} was stated for {self.period}.",
                [self.same],
                "`qingce snapshot list` shows it.",
            )
        about = [tags.snapshot(self.projection)]
        if self.period:
            about.append(tags.snapshot_period(self.projection, self.period))
        taken = SnapshotTaken(
            projection=self.projection,
            definition_hash=self.definition_hash,
            size=self.size,
            root=self.root,
            rows=self.rows,
            row_root=self.row_root,
            totals=self.totals,
            period=self.period,
            previous=self.previous.position if self.previous else 0,
        )
        self.record(taken, about)


@dataclass
class TakeBundle(Decision):
    """Hand out a bundle of records and proofs 调取."""

    is_staffed = False

    selection: str
    size: int
    records: int
    tag_index: int
    snapshots: tuple[int, ...]
    recipient: str
    reason: str
    contents: dict[str, str]

    def execute(self) -> None:
        for text in (self.recipient, self.reason):
            if not text.strip() or len(text) > TEXT_MAX:
                self.refuse(
                    rules.RECIPIENT_AND_REASON,
                    f"Recipient and reason have 1 to {TEXT_MAX} characters.",
                )
            if _NUMBER_OF_A_PERSON.search(text):
                self.refuse(
                    rules.NO_PERSONAL_DATA,
                    "Eleven digits in a row look like a phone, account or ID number.",
                    advice="Name the file number of the case instead.",
                )
        taken = BundleTaken(
            selection=self.selection,
            size=self.size,
            records=self.records,
            tag_index=self.tag_index,
            snapshots=list(self.snapshots),
            recipient=self.recipient,
            reason=self.reason,
            contents=self.contents,
        )
        self.record(taken, [self.selection] if ":" in self.selection else [])


@dataclass
class BeginAnew(Decision):
    """Go on under another name after records at the end of the log were lost 另起新册."""

    is_staffed = False

    origin: str
    size_held: int
    root_held: str
    size_signed: int
    checkpoint: str

    def execute(self) -> None:
        if not 0 <= self.size_held < self.size_signed or not _HASH.fullmatch(self.root_held):
            self.refuse(
                rules.LOSS_IS_NAMED,
                f"{self.origin} signed {self.size_signed} records and {self.size_held} are there.",
            )
        begun = LogBegunAnew(
            origin=self.origin,
            size_held=self.size_held,
            root_held=self.root_held,
            position_lost_first=self.size_held + 1,
            position_lost_last=self.size_signed,
            checkpoint=self.checkpoint,
        )
        self.record(begun, [tags.log(self.origin)])
