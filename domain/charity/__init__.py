"""Charity 慈善: donations with and without a purpose, funds with a holder, grants, campaigns."""

from domain.charity import records, rules
from domain.charity.decisions import campaigns, donations, funds, grant_payments, grants
from domain.charity.words import WORDS
from domain.common import retention
from domain.common.promises import not_negative, once
from domain.common.registers import Register

REGISTER = Register(
    name="charity",
    title="Charity",
    title_zh="慈善",
    records=(
        records.FundEstablished,
        records.FundClosed,
        *records.MONEY_RECORDS,
        records.DonationPurposeChanged,
        records.GrantApplied,
        records.GrantReviewed,
        records.GrantNoticePosted,
        records.GrantApproved,
        records.CampaignOpened,
        records.CouplePhotographed,
        records.CampaignClosed,
    ),
    decisions=(
        funds.EstablishFund,
        funds.ReplenishFund,
        funds.TransferToRecipient,
        funds.CloseFund,
        donations.ReceiveDonation,
        donations.RefundDonation,
        donations.ChangeDonationPurpose,
        grants.ApplyForGrant,
        grants.ReviewGrant,
        grants.PostGrantNotice,
        grants.ApproveGrant,
        grant_payments.PayGrant,
        grant_payments.ReturnGrant,
        campaigns.OpenCampaign,
        campaigns.PhotographCouple,
        campaigns.CloseCampaign,
    ),
    rules=rules.RULES,
    invariants=(
        once(rules.DONATION_ONCE, records.DonationReceived, "donation"),
        once(rules.RECEIPT_ONCE, records.DonationReceived, "receipt"),
        not_negative(rules.FUND_NOT_BELOW_ZERO, records.MONEY_RECORDS, "balance_after_fen"),
    ),
    words=WORDS,
    counted=("fund", "fund_kind", "holder", "kind", "name_zh", "recipient"),
    retention=retention.VOUCHER,
)
