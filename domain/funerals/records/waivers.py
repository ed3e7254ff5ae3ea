"""Records of waivers of basic fees 减免基本殡葬费用, and of the parlour's claims for them.

Every record that moves what a parlour may claim numbers itself in the parlour's book of waivers and
carries running totals, so that a claim needs the newest one only. Money is whole fen.
"""

from __future__ import annotations

from typing import Any, Literal

from domain.common import tags
from domain.common.duties import Duty, DutyStep, Matter
from domain.common.records import Record
from domain.funerals.records.bodies import decedent_file

WAIVERS = Matter(
    "funeral-waiver", "Waiver of funeral fees", "基本殡葬费用减免", by_law=("parlour", "district")
)
WAIVER_CLAIMS = Matter("funeral-waiver-claim", "Reimbursement of waivers", "减免费用结算")

WaiverItem = Literal["transport", "cold_storage", "cremation", "disinfection", "ashes_storage"]
"""The basic services 基本殡葬服务 that may be waived: 遗体接运, 冷藏, 火化, 消毒, 骨灰寄存."""


class WaiverPolicySet(Record):
    """An edition of the waiver policy took effect 惠民殡葬政策."""

    type = "funerals.waiver-policy-set.v1"
    policy_document: str
    from_day: str
    limits_fen: dict[str, int]
    """The most that is waived, by `WaiverItem`; what is not listed is not waived."""
    residents_only: bool


class WaiverMoney(Record):
    """What every change of a parlour's waivers says."""

    parlour: str = ""
    """Office code; empty in records older than claims."""
    serial: int = 0
    """Its place among the parlour's waivers and reversals: 1, 2, 3 …"""
    granted_total_fen: int = 0
    """All that the parlour ever waived, with this record."""
    reversed_total_fen: int = 0


class FuneralWaiverGranted(WaiverMoney):
    """Basic funeral fees were waived at the till 减免基本殡葬费用; the unit is the case 人次."""

    type = "funerals.waiver-granted.v1"
    duty = DutyStep(Duty.APPROVE, (WAIVERS,), decedent_file, amount_field="amount_fen")
    decedent: str
    cremation_certificate: str
    items_fen: dict[str, int]
    """Waived fen by `WaiverItem`."""
    amount_fen: int
    """The sum of the items."""
    policy_document: str


class FuneralWaiverReversed(WaiverMoney):
    """A waiver was taken back 撤销减免; the decedent may then be granted one again."""

    type = "funerals.waiver-reversed.v1"
    decedent: str
    amount_fen: int
    """What the reversed waiver had waived."""
    reason: str
    waiver_position: int = 0
    """The position of the waiver it takes back."""


def claim_file(record: Any) -> str:
    """The file of a claim."""
    return tags.case(record.claim)


class WaiversClaimed(Record):
    """The parlour claimed what it had waived since its last claim 申报减免结算."""

    type = "funerals.waivers-claimed.v1"
    duty = DutyStep(Duty.REGISTER, (WAIVER_CLAIMS,), claim_file)
    claim: str
    parlour: str
    serial_first: int
    serial_last: int
    """Waivers and reversals of these serials are in this claim and in no other."""
    granted_fen: int
    reversed_fen: int
    amount_fen: int
    """Granted less reversed."""
    granted_total_fen: int
    """Running totals up to the claim's last serial."""
    reversed_total_fen: int
    period_last: str


class WaiverClaimApproved(Record):
    """The bureau checked and approved a claim 审核减免结算."""

    type = "funerals.waiver-claim-approved.v1"
    duty = DutyStep(Duty.APPROVE, (WAIVER_CLAIMS,), claim_file)
    claim: str
    amount_fen: int


class WaiverClaimSentBack(Record):
    """The bureau sent a claim back 退回申报: what it held is in the parlour's next claim."""

    type = "funerals.waiver-claim-sent-back.v1"
    claim: str
    serial_first: int
    reason: str


class WaiverClaimReimbursed(Record):
    """A claim was paid to the parlour 拨付减免结算."""

    type = "funerals.waiver-claim-reimbursed.v1"
    duty = DutyStep(Duty.PAY, (WAIVER_CLAIMS,), claim_file)
    claim: str
    amount_fen: int
    bank_reference: str


WAIVER_MONEY: tuple[type[WaiverMoney], ...] = (FuneralWaiverGranted, FuneralWaiverReversed)
CLAIM_RECORDS: tuple[type[Record], ...] = (
    WaiversClaimed,
    WaiverClaimApproved,
    WaiverClaimSentBack,
    WaiverClaimReimbursed,
)
