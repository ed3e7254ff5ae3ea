"""Rules of evidence."""

from __future__ import annotations

from domain.common.refusals import Rule

PERIOD_ONCE = Rule(
    "evidence.period-once",
    "The end of a month or year is stated once for each definition of a projection.",
    "同一口径的月末、年末快照只出具一次。",
    "design: a second statement of the same end would be another story",
)
GROWS = Rule(
    "evidence.statement-of-known-log",
    "A snapshot states hashes and counts of a log that has records.",
    "快照须载明日志的条数与摘要。",
    "design: snapshots",
)
RECIPIENT_AND_REASON = Rule(
    "evidence.recipient-and-reason",
    "Who takes records away says for which body and why.",
    "调取档案须写明调取单位与事由。",
    "调取清单: every export stands under a file number with a receipt",
)
NO_PERSONAL_DATA = Rule(
    "evidence.no-personal-data",
    "Recipient and reason hold no ID, phone or account number.",
    "调取单位与事由不得含身份证号、电话、账号。",
    "Personal Information Protection Law 个人信息保护法, Art. 6: no more than is needed",
)

LOSS_IS_NAMED = Rule(
    "evidence.loss-is-named",
    "A log begins anew only after a loss, and names it: first and last record that is missing.",
    "另起新册须载明缺失记录的起止号。",
    "design: a log that lost witnessed records is never signed over",
)

RULES = (PERIOD_ONCE, GROWS, RECIPIENT_AND_REASON, NO_PERSONAL_DATA, LOSS_IS_NAMED)
