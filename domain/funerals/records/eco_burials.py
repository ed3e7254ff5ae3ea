"""Records of eco-burials 生态安葬: the tiers of the subsidy, its approval and payment."""

from __future__ import annotations

from typing import Literal

from domain.common.duties import Duty, DutyStep, Matter
from domain.common.records import Record
from domain.funerals.records.bodies import decedent_file

ECO_BURIALS = Matter("eco-burial", "Subsidy for eco-burial", "生态安葬补助")
BurialMethod = Literal["sea", "tree", "flower_bed", "lawn"]
"""海葬, 树葬, 花坛葬, 草坪葬."""


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
    duty = DutyStep(Duty.APPROVE, (ECO_BURIALS,), decedent_file, amount_field="amount_fen")
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
    duty = DutyStep(Duty.PAY, (ECO_BURIALS,), decedent_file)
    decedent: str
    payee: str
    method: BurialMethod
    amount_fen: int
    bank_reference: str
