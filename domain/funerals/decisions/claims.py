"""The parlour claims what it waived 减免结算: claimed, approved or sent back, reimbursed.

A claim holds all waivers and reversals since the claim before, by their serials; so each is in
exactly one claim, and the claims together are what was granted less what was reversed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision, Latest
from domain.common.money import yuan
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.funerals import rules, tags
from domain.funerals.records import (
    CLAIM_RECORDS,
    STEPS,
    WAIVER_MONEY,
    WaiverClaimApproved,
    WaiverClaimReimbursed,
    WaiverClaimSentBack,
    WaiverMoney,
    WaiversClaimed,
)

_KINDS: tuple[type[Record], ...] = tuple(dict.fromkeys((*CLAIM_RECORDS, *STEPS)))


@dataclass
class ClaimWaivers(Decision):
    """Claim what the parlour waived, less what it reversed, since its last claim 申报减免结算."""

    claim: str

    newest: WaiverMoney | None = field(default=None, init=False, repr=False)
    claimed: list[tuple[WaiversClaimed, Citation]] = field(default_factory=list, init=False)
    """The parlour's claims that were not sent back, in order."""
    same: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        book = tags.waivers(self.act.office)
        return [
            Latest(WAIVER_MONEY, [book]),
            All([WaiversClaimed, WaiverClaimSentBack], [book]),
            All(_KINDS, [tags.case(self.claim)]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the parlour's totals and its claims."""
        record = tagged.decision
        if getattr(record, "claim", "") == self.claim:
            self.same = citation
        if isinstance(record, WaiverMoney):
            self.newest = record
        elif isinstance(record, WaiversClaimed) and record.parlour == self.act.office:
            self.claimed.append((record, citation))
        elif isinstance(record, WaiverClaimSentBack):
            self.claimed = [one for one in self.claimed if one[0].claim != record.claim]

    def execute(self) -> None:
        before, before_at = self.claimed[-1] if self.claimed else (None, None)
        if self.same:
            self.refuse(rules.CLAIM_ONCE, f"The claim number {self.claim} is used.", [self.same])
        first = before.serial_last + 1 if before else 1
        if self.newest is None or self.newest.serial < first:
            self.refuse(rules.CLAIM_ONCE, "Nothing was waived since the last claim.", [before_at])
        granted_fen = self.newest.granted_total_fen - (before.granted_total_fen if before else 0)
        reversed_fen = self.newest.reversed_total_fen - (before.reversed_total_fen if before else 0)
        if granted_fen <= reversed_fen:
            self.refuse(
                rules.CLAIM_POSITIVE,
                f"{yuan(granted_fen)} yuan were waived and {yuan(reversed_fen)} yuan reversed.",
                [before_at],
                "Claim later, when more was waived than reversed.",
            )
        self.record(
            WaiversClaimed(
                claim=self.claim,
                parlour=self.act.office,
                serial_first=first,
                serial_last=self.newest.serial,
                granted_fen=granted_fen,
                reversed_fen=reversed_fen,
                amount_fen=granted_fen - reversed_fen,
                granted_total_fen=self.newest.granted_total_fen,
                reversed_total_fen=self.newest.reversed_total_fen,
                period_last=self.act.day.isoformat(),
            ),
            [tags.case(self.claim), tags.waivers(self.act.office)],
        )


@dataclass
class ClaimDecision(Decision):
    """Base of what becomes of a claim."""

    claim: str

    made: WaiversClaimed | None = field(default=None, init=False, repr=False)
    step: str = field(default="not made", init=False)
    last: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(_KINDS, [tags.case(self.claim)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the claim."""
        self.last = citation
        match tagged.decision:
            case WaiversClaimed() as made:
                self.made, self.step = made, "made"
            case WaiverClaimApproved():
                self.step = "approved"
            case WaiverClaimSentBack():
                self.step = "sent back"
            case WaiverClaimReimbursed():
                self.step = "reimbursed"

    def claim_at(self, step: str) -> WaiversClaimed:
        """The claim, if it stands at a step; refuses otherwise."""
        if self.made is None or self.step != step:
            self.refuse(
                rules.CLAIM_STEPS,
                f"Claim {self.claim} is {self.step}; for this it must be {step}.",
                [self.last],
            )
        return self.made


@dataclass
class ApproveWaiverClaim(ClaimDecision):
    """Approve a claim as it was made 审核减免结算."""

    def execute(self) -> None:
        made = self.claim_at("made")
        self.record(
            WaiverClaimApproved(claim=self.claim, amount_fen=made.amount_fen),
            [tags.case(self.claim), tags.waivers(made.parlour)],
        )


@dataclass
class SendBackWaiverClaim(ClaimDecision):
    """Send back the parlour's newest claim; what it held is in the next one 退回申报."""

    reason: str
    parlour: str

    newest: WaiversClaimed | None = field(default=None, init=False, repr=False)
    newest_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        newest = Latest([WaiversClaimed], [tags.waivers(self.parlour)])
        return [*super().consistency_boundary(), newest]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the parlour's newest claim apart."""
        record = tagged.decision
        if isinstance(record, WaiversClaimed):
            self.newest, self.newest_at = record, citation
        if getattr(record, "claim", "") == self.claim:
            super().show(tagged, citation)

    def execute(self) -> None:
        made = self.claim_at("made")
        if self.newest is None or self.newest.claim != self.claim:
            self.refuse(
                rules.CLAIM_STEPS, f"{self.claim} is not the newest claim.", [self.newest_at]
            )
        self.record(
            WaiverClaimSentBack(
                claim=self.claim, serial_first=made.serial_first, reason=self.reason
            ),
            [tags.case(self.claim), tags.waivers(made.parlour)],
        )


@dataclass
class ReimburseWaiverClaim(ClaimDecision):
    """Pay an approved claim to the parlour 拨付减免结算."""

    bank_reference: str

    def execute(self) -> None:
        made = self.claim_at("approved")
        self.record(
            WaiverClaimReimbursed(
                claim=self.claim, amount_fen=made.amount_fen, bank_reference=self.bank_reference
            ),
            [tags.case(self.claim), tags.waivers(made.parlour)],
        )
