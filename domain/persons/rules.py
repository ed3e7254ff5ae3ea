"""The rules of persons and households, with their sources."""

from __future__ import annotations

from domain.common.refusals import Rule

LINK_WELL_FORMED = Rule(
    "persons.link-well-formed",
    "Two different ids are linked once, on named grounds; only a link that stands is parted.",
    "同一人认定应针对两个不同编号并注明依据,不得重复;只能拆分有效的认定。",
    "GB/T 35273: quality of personal data; design: a link moves no record",
)
TOLD_APART = Rule(
    "persons.told-apart",
    "Who was told apart on the same grounds is not linked, and who is linked is not told apart.",
    "已认定非同一人的,不得以相同依据合并;已合并的应先拆分。",
    "design: a decision about two persons is remembered",
)
DEATH_ONCE = Rule(
    "persons.death-once",
    "A death is reported once, not for a coming day; only a report that stands is withdrawn.",
    "死亡信息不得重复登记,日期不得晚于当日;只能撤销有效的登记。",
    "户口登记条例 Art. 8; 社会救助暂行办法 Art. 13",
)
NO_PAYMENT_AFTER_DEATH = Rule(
    "persons.no-payment-after-death",
    "Nobody is paid for a month after the month in which they died.",
    "死亡次月起不得发放待遇。",
    "社会救助暂行办法 Art. 13; 死亡人员领取待遇 is a red flag (R01)",
)
HOUSEHOLD_WELL_FORMED = Rule(
    "persons.household-well-formed",
    "A household has exactly one head, and changes no earlier than it last did.",
    "家庭应有且仅有一名户主,变更日期不得早于上次变更。",
    "户口登记条例 Art. 5; 民发〔2012〕220号 ch. 2",
)
IN_ONE_HOUSEHOLD = Rule(
    "persons.in-one-household",
    "A person belongs to one household at a time.",
    "一人同一时间只能属于一个家庭。",
    "民发〔2012〕220号 ch. 2 (共同生活的家庭成员)",
)

RULES = (
    LINK_WELL_FORMED,
    TOLD_APART,
    DEATH_ONCE,
    NO_PAYMENT_AFTER_DEATH,
    HOUSEHOLD_WELL_FORMED,
    IN_ONE_HOUSEHOLD,
)
