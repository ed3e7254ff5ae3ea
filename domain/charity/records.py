"""Records of charity 慈善: funds, donations, grants out of funds, campaigns.

Every record that moves a fund's money is a `FundMoney`: it belongs to one fund, has an amount above
zero and says the fund's balance after it, so that the newest record of a fund is its balance.
Numbers of donations, receipts and grants are the federation's own. Days are ISO dates.
"""

from __future__ import annotations

from typing import Any, Literal

from domain.common import tags
from domain.common.duties import Duty, DutyStep, Matter
from domain.common.records import Record

GRANTS = Matter("charity-grant", "Grants of charity", "慈善救助", by_law=("charity", "district"))


def _grant_file(record: Any) -> str:
    return tags.case(record.grant)


FundKind = Literal["general", "programme", "appeal"]
"""General 慈善救助金; one of the named programmes 专项救助; an appeal 募捐."""
Holder = Literal["district_federation", "city_federation", "lottery", "sponsor"]
"""Whose account holds the money: 区慈善总会, 市慈善总会, 福彩, a sponsor 冠名方."""
DonorKind = Literal["person", "organisation", "anonymous"]
Channel = Literal["bank", "cash", "pos", "wechat", "alipay", "platform"]


class FundEstablished(Record):
    """A fund was set up 设立基金."""

    type = "charity.fund-established.v1"
    fund: str
    name_zh: str
    kind: FundKind
    holder: Holder
    purposes: list[str]
    """Codes such as `illness`, `education`; the fund may be spent on nothing else."""
    restricted: bool
    """Holds restricted donations 限定性捐赠."""
    rules_document: str
    """Number of the paper that sets the fund's rules."""


class FundClosed(Record):
    """A fund was closed, empty 撤销基金."""

    type = "charity.fund-closed.v1"
    fund: str
    reason: str


class FundMoney(Record):
    """What every movement of a fund's money says."""

    fund: str
    fund_kind: FundKind
    holder: Holder
    amount_fen: int
    """Above zero; the kind of record says whether it came in or went out."""
    balance_after_fen: int


class FundReplenished(FundMoney):
    """Money other than a donation came in: carried forward, allocated by the holder 拨入."""

    type = "charity.fund-replenished.v1"
    source: str
    document: str


class DonationReceived(FundMoney):
    """A donation came in 接收捐赠."""

    type = "charity.donation-received.v1"
    donation: str
    donor_kind: DonorKind
    donor: str
    """Person id; empty unless a person gave under their name."""
    organisation: str
    """Name of the giving body; empty unless one gave."""
    restricted: bool
    purpose: str
    """What the donor named; empty if nothing."""
    channel: Channel
    receipt: str
    """Printed receipt number; empty if the donor refused one 不要票据."""
    campaign: str


class DonationRefunded(FundMoney):
    """A donation, or part of one, went back to its donor 退还捐赠."""

    type = "charity.donation-refunded.v1"
    donation: str
    reason: str


class DonationPurposeChanged(Record):
    """The donor agreed to another purpose 变更捐赠用途. The money moves with it."""

    type = "charity.donation-purpose-changed.v1"
    donation: str
    fund_from: str
    fund_to: str
    purpose: str
    amount_fen: int
    consent_document: str


class FundTransferredOut(FundMoney):
    """Money left for another fund, on the ground of `document` 划出."""

    type = "charity.fund-transferred-out.v1"
    fund_to: str
    document: str


class FundTransferredIn(FundMoney):
    """Money came from another fund, on the ground of `document` 划入."""

    type = "charity.fund-transferred-in.v1"
    fund_from: str
    document: str


class FundTransferredToRecipient(FundMoney):
    """Money was handed to another body for the fund's purpose 拨付受赠方, e.g. a disaster area."""

    type = "charity.fund-transferred-to-recipient.v1"
    recipient: str
    purpose: str
    approval_document: str


class GrantApplied(Record):
    """A grant was asked for 申请救助."""

    type = "charity.grant-applied.v1"
    duty = DutyStep(Duty.REGISTER, (GRANTS,), _grant_file)
    grant: str
    fund: str
    recipient: str
    """Person id."""
    purpose: str
    amount_fen: int
    registered_by: str


class GrantReviewed(Record):
    """The application was reviewed 审核."""

    type = "charity.grant-reviewed.v1"
    duty = DutyStep(Duty.CHECK, (GRANTS,), _grant_file)
    grant: str
    passed: bool
    amount_fen: int
    opinion: str
    reviewed_by: str


class GrantNoticePosted(Record):
    """The proposed grant was posted for the public to see 公示."""

    type = "charity.grant-notice-posted.v1"
    grant: str
    place: str
    day_first: str
    day_last: str


class GrantApproved(Record):
    """The grant was approved 审批."""

    type = "charity.grant-approved.v1"
    duty = DutyStep(Duty.APPROVE, (GRANTS,), _grant_file, amount_field="amount_fen")
    grant: str
    amount_fen: int
    approved_by: str


class GrantPaid(FundMoney):
    """The grant was paid 发放."""

    type = "charity.grant-paid.v1"
    duty = DutyStep(Duty.PAY, (GRANTS,), _grant_file)
    grant: str
    recipient: str
    purpose: str
    bank_reference: str


class GrantReturned(FundMoney):
    """The bank or the recipient sent money of a paid grant back 退回."""

    type = "charity.grant-returned.v1"
    grant: str
    recipient: str
    reason: str


class CampaignOpened(Record):
    """A campaign began 开展活动."""

    type = "charity.campaign-opened.v1"
    campaign: str
    name_zh: str
    age_min: int
    """Years both of a couple must have reached."""


class CouplePhotographed(Record):
    """An elderly couple got its dream photograph 圆梦摄影; the unit is the couple 对."""

    type = "charity.couple-photographed.v1"
    campaign: str
    couple: list[str]
    """Two person ids."""


class CampaignClosed(Record):
    """A campaign ended 活动结束."""

    type = "charity.campaign-closed.v1"
    campaign: str


MONEY_RECORDS: tuple[type[FundMoney], ...] = (
    FundReplenished,
    DonationReceived,
    DonationRefunded,
    FundTransferredOut,
    FundTransferredIn,
    FundTransferredToRecipient,
    GrantPaid,
    GrantReturned,
)
GRANT_RECORDS: tuple[type[Record], ...] = (
    GrantApplied,
    GrantReviewed,
    GrantNoticePosted,
    GrantApproved,
    GrantPaid,
    GrantReturned,
)
