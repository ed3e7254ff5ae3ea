"""Records of funerals 殡葬: cremations, fee waivers, eco-burial subsidies, private hearses.

A decedent is a person id. Days are ISO dates, money whole fen.
"""

from __future__ import annotations

from typing import Any, Literal

from domain.common import tags
from domain.common.duties import Duty, DutyStep, Matter
from domain.common.records import Record

WAIVERS = Matter(
    "funeral-waiver", "Waiver of funeral fees", "基本殡葬费用减免", by_law=("parlour", "district")
)
ECO_BURIALS = Matter("eco-burial", "Subsidy for eco-burial", "生态安葬补助")


def _decedent_file(record: Any) -> str:
    return tags.person(record.decedent)


WaiverItem = Literal["transport", "cold_storage", "cremation", "disinfection", "ashes_storage"]
"""The basic services 基本殡葬服务 that may be waived: 遗体接运, 冷藏, 火化, 消毒, 骨灰寄存."""
BurialMethod = Literal["sea", "tree", "flower_bed", "lawn"]
"""海葬, 树葬, 花坛葬, 草坪葬."""


class CremationRecorded(Record):
    """A body was cremated 火化."""

    type = "funerals.cremation-recorded.v1"
    duty = DutyStep(Duty.REGISTER, (), _decedent_file)
    decedent: str
    cremation_certificate: str
    died_on: str
    cremated_on: str
    furnace: str
    recorded_by: str


class FuneralWaiverGranted(Record):
    """Basic funeral fees were waived at the till 减免基本殡葬费用; the unit is the case 人次."""

    type = "funerals.waiver-granted.v1"
    duty = DutyStep(Duty.APPROVE, (WAIVERS,), _decedent_file, amount_field="amount_fen")
    decedent: str
    cremation_certificate: str
    items_fen: dict[str, int]
    """Waived fen by `WaiverItem`."""
    amount_fen: int
    """The sum of the items."""
    policy_document: str


class FuneralWaiverReversed(Record):
    """A waiver was taken back 撤销减免; the decedent may then be granted one again."""

    type = "funerals.waiver-reversed.v1"
    decedent: str
    amount_fen: int
    """What the reversed waiver had waived."""
    reason: str


class EcoBurialTierSet(Record):
    """The subsidy for one way of eco-burial, from a day on 生态安葬补助标准."""

    type = "funerals.eco-burial-tier-set.v1"
    method: BurialMethod
    amount_fen: int
    from_day: str
    policy_document: str


class EcoBurialApproved(Record):
    """A subsidy for an eco-burial was approved 生态安葬补助审批."""

    type = "funerals.eco-burial-approved.v1"
    duty = DutyStep(Duty.APPROVE, (ECO_BURIALS,), _decedent_file, amount_field="amount_fen")
    decedent: str
    payee: str
    """Person id of who receives the subsidy."""
    method: BurialMethod
    place: str
    proof_document: str
    amount_fen: int
    approved_by: str


class EcoBurialPaid(Record):
    """An approved eco-burial subsidy was paid 发放生态安葬补助."""

    type = "funerals.eco-burial-paid.v1"
    duty = DutyStep(Duty.PAY, (ECO_BURIALS,), _decedent_file)
    decedent: str
    payee: str
    method: BurialMethod
    amount_fen: int
    bank_reference: str


class HearseUndertakingSigned(Record):
    """The owner of a private hearse undertook to keep the transport rules 签订责任书."""

    type = "funerals.hearse-undertaking-signed.v1"
    plate: str
    owner: str
    """Person id."""
    undertaking: str
    valid_to: str


class HearseUndertakingEnded(Record):
    """An undertaking ended before its day 责任书终止."""

    type = "funerals.hearse-undertaking-ended.v1"
    plate: str
    undertaking: str
    reason: str


DECEDENT_STEPS = (CremationRecorded, FuneralWaiverGranted, EcoBurialApproved, EcoBurialPaid)
"""What is done for one decedent, and by whom."""
