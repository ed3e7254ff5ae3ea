"""Decisions of closing: close a year, propose to reopen it, reopen it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.closing import rules, tags
from domain.closing.records import ReopeningProposed, YearClosed, YearReopened
from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation

_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBER_OF_A_PERSON = re.compile(r"\d{11}")
REASON_CHARACTERS_MAX = 200


@dataclass
class _ClosingDecision(Decision):
    """Looks at everything that was recorded about the closing of one year."""

    is_staffed = False

    year: int

    last: Record | None = field(default=None, init=False)
    """The newest record of the year's closing."""
    closing: int = field(default=0, init=False)
    """The number of the newest closing."""
    closed: Citation | None = field(default=None, init=False)
    """The newest closing."""
    newest: Citation | None = field(default=None, init=False)
    proposed_by: str = field(default="", init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        kinds: list[type[Record]] = [YearClosed, ReopeningProposed, YearReopened]
        return [All(kinds, [tags.year(self.year)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        # Not by `@event`: the library binds it to the very class, and three share this.
        self.last, self.newest = tagged.decision, citation
        if isinstance(tagged.decision, YearClosed):
            self.closing, self.closed = tagged.decision.closing, citation
        if isinstance(tagged.decision, ReopeningProposed):
            officials = [tag for tag in tagged.tags if tag.startswith("official:")]
            self.proposed_by = officials[-1].removeprefix("official:")

    @property
    def is_closed(self) -> bool:
        return self.closed is not None and not isinstance(self.last, YearReopened)


@dataclass
class CloseYear(_ClosingDecision):
    """Close a year 年终结账."""

    size: int
    root: str
    snapshots: tuple[int, ...]
    figures: dict[str, int]
    compared: int
    differing: tuple[str, ...]
    open_items: dict[str, int]
    open_fen: dict[str, int]

    def execute(self) -> None:
        if self.is_closed:
            self.refuse(
                rules.CLOSED_ONCE,
                f"{self.year} is closed.",
                [self.closed],
                f"`qingce close show --year {self.year}` shows it; `qingce reopen` begins anew.",
            )
        complete = self.size > 0 and self.snapshots and _HASH.fullmatch(self.root)
        if not complete or self.act.day.year <= self.year:
            self.refuse(rules.ENDED, f"The closing of {self.year} is too early or not complete.")
        closed = YearClosed(
            year=self.year,
            closing=self.closing + 1,
            size=self.size,
            root=self.root,
            snapshots=list(self.snapshots),
            figures=self.figures,
            compared=self.compared,
            differing=list(self.differing),
            open_items=self.open_items,
            open_fen=self.open_fen,
            previous=self.closed.position if self.closed else 0,
        )
        self.record(closed, [tags.year(self.year)])


@dataclass
class ProposeReopening(_ClosingDecision):
    """Ask that a closed year be reopened 申请反结账."""

    reason: str

    def execute(self) -> None:
        if not self.is_closed or isinstance(self.last, ReopeningProposed):
            state = "reopening is proposed already" if self.is_closed else "the year is not closed"
            self.refuse(rules.REOPENED_WITH_REASON, f"{self.year}: {state}.", [self.newest])
        length = len(self.reason.strip())
        if not 1 <= length <= REASON_CHARACTERS_MAX or _NUMBER_OF_A_PERSON.search(self.reason):
            self.refuse(
                rules.REOPENED_WITH_REASON,
                f"The reason has {length} characters or holds eleven digits in a row; 1 to "
                f"{REASON_CHARACTERS_MAX} are allowed.",
                advice="Name the file number instead of a person's.",
            )
        proposed = ReopeningProposed(
            year=self.year, closing=self.closing, reason=self.reason.strip()
        )
        self.record(proposed, [tags.year(self.year)])


@dataclass
class ReopenYear(_ClosingDecision):
    """Agree to a proposal, as another person 批准反结账."""

    def execute(self) -> None:
        if not isinstance(self.last, ReopeningProposed) or self.newest is None:
            self.refuse(
                rules.REOPENED_WITH_REASON,
                f"Nobody has proposed to reopen {self.year}.",
                [self.newest],
                f"First: qingce reopen --year {self.year} --reason …",
            )
        if self.proposed_by == self.act.by:
            self.refuse(
                rules.SECOND_PERSON,
                f"Official {self.act.by} proposed to reopen {self.year}.",
                [self.newest],
                "Let another official approve.",
            )
        reopened = YearReopened(
            year=self.year,
            closing=self.closing,
            reason=self.last.reason,
            proposal=self.newest.position,
        )
        self.record(reopened, [tags.year(self.year)])
