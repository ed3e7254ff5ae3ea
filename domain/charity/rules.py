"""Rules of charity. Article numbers are those of the Charity Law as passed in 2016."""

from __future__ import annotations

from domain.common.refusals import Rule

CHARITY_LAW = "Charity Law 慈善法 (2016)"

AMOUNT_POSITIVE = Rule(
    "charity.amount-positive",
    "An amount of money is above zero.",
    "金额必须大于零。",
    "bookkeeping: what goes back is a record of its own",
)
FUND_ONCE = Rule(
    "charity.fund-once",
    "A fund is established once.",
    "同一基金只设立一次。",
    "bookkeeping",
)
FUND_HAS_PURPOSES = Rule(
    "charity.fund-has-purposes",
    "A fund names what it may be spent on.",
    "设立基金必须写明用途。",
    f"{CHARITY_LAW}, Art. 53: property is used for the agreed purpose 专款专用",
)
FUND_KNOWN = Rule(
    "charity.fund-known",
    "Money moves only in a fund that has been established.",
    "基金未设立不得收支。",
    "bookkeeping",
)
FUND_OPEN = Rule(
    "charity.fund-open",
    "A closed fund takes and gives nothing.",
    "基金撤销后不得收支。",
    "bookkeeping",
)
FUND_NOT_BELOW_ZERO = Rule(
    "charity.fund-not-below-zero",
    "A fund cannot go below zero.",
    "基金余额不得为负。",
    f"{CHARITY_LAW}, Art. 53: no fund borrows from another",
)
FUND_EMPTY_TO_CLOSE = Rule(
    "charity.fund-empty-to-close",
    "A fund is closed only when it is empty.",
    "基金有余额不得撤销。",
    f"{CHARITY_LAW}, Art. 57: a remainder goes to the agreed or a similar purpose first",
)
PURPOSE_WITHIN_FUND = Rule(
    "charity.purpose-within-fund",
    "A fund is spent only on its purposes.",
    "基金只能用于规定用途。",
    f"{CHARITY_LAW}, Art. 53 and 55",
)
RESTRICTED_KEPT_APART = Rule(
    "charity.restricted-kept-apart",
    "A donation restricted to a purpose goes into a restricted fund with that purpose alone.",
    "限定性捐赠须进入仅有该用途的限定性基金。",
    f"{CHARITY_LAW}, Art. 53 and 55; non-profit accounting system: restricted net assets apart",
)
DONATION_ONCE = Rule(
    "charity.donation-once",
    "A donation's number is used once.",
    "捐赠编号不得重复。",
    "bookkeeping",
)
DONOR_CLEAR = Rule(
    "charity.donor-clear",
    "A donor is a person, an organisation or anonymous, and named accordingly.",
    "捐赠人须为个人、单位或匿名,并相应登记。",
    f"{CHARITY_LAW}, Art. 38: receipts state the donor; anonymity or refusal is recorded",
)
RECEIPT_ONCE = Rule(
    "charity.receipt-once",
    "A receipt number stands for one donation.",
    "一张票据只对应一笔捐赠。",
    f"{CHARITY_LAW}, Art. 38; rules on unified donation receipts 公益事业捐赠统一票据",
)
DONATION_KNOWN = Rule(
    "charity.donation-known",
    "Only a received donation is refunded or changed in purpose.",
    "未登记的捐赠不得退还或变更用途。",
    "bookkeeping",
)
WITHIN_DONATION = Rule(
    "charity.within-donation",
    "No more is refunded or moved than is left of the donation.",
    "退还或变更金额不得超过该笔捐赠的余额。",
    "bookkeeping",
)
DONOR_CONSENT = Rule(
    "charity.donor-consent",
    "The agreed purpose of a donation changes only with the donor's consent, on paper.",
    "变更捐赠用途须经捐赠人书面同意。",
    f"{CHARITY_LAW}, Art. 55",
)
APPROVAL_NAMED = Rule(
    "charity.approval-named",
    "Money leaves for another body only on a named approval.",
    "向受赠方拨款须有批准文件。",
    f"{CHARITY_LAW}, Art. 53; audit practice on donations moved without approval",
)
GRANT_ONCE = Rule(
    "charity.grant-once",
    "A grant's number is used once.",
    "救助个案编号不得重复。",
    "bookkeeping",
)
GRANT_STEPS = Rule(
    "charity.grant-steps",
    "A grant is applied for, reviewed, posted, approved and paid, in this order, each once.",
    "救助须依次申请、审核、公示、审批、发放。",
    "the federation's procedure; Charity Law Art. 58: open, fair and just choice of beneficiaries",
)
NOTICE_LONG_ENOUGH = Rule(
    "charity.notice-long-enough",
    "A notice runs for five days or more and has ended before approval.",
    "公示不少于5日,期满方可审批。",
    "the federation's procedure (no national term was found)",
)
APPROVED_WITHIN_REVIEW = Rule(
    "charity.approved-within-review",
    "No more is approved than the review proposed and the notice showed.",
    "审批金额不得超过审核公示金额。",
    "the federation's procedure",
)
GRANT_OF_FUND = Rule(
    "charity.grant-of-fund",
    "A grant is paid and returned in the fund it was asked from.",
    "救助只能由申请的基金支付和退回。",
    f"{CHARITY_LAW}, Art. 53",
)
WITHIN_GRANT = Rule(
    "charity.within-grant",
    "No more comes back than was paid.",
    "退回金额不得超过已发放金额。",
    "bookkeeping",
)
CAMPAIGN_ONCE = Rule(
    "charity.campaign-once",
    "A campaign is opened once.",
    "同一活动只开展一次。",
    "bookkeeping",
)
CAMPAIGN_OPEN = Rule(
    "charity.campaign-open",
    "A campaign serves people between its opening and its close.",
    "活动须在开展期间内提供服务。",
    "bookkeeping",
)
COUPLE_ONCE = Rule(
    "charity.couple-once",
    "A campaign serves a person once.",
    "同一活动每人只享受一次。",
    "the campaign's rules",
)
COUPLE_ELIGIBLE = Rule(
    "charity.couple-eligible",
    "A couple is two people who have both reached the campaign's age.",
    "夫妻双方均须达到活动规定年龄。",
    "the campaign's rules",
)

RULES = tuple(rule for rule in tuple(globals().values()) if isinstance(rule, Rule))
