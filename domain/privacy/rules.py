"""The rules of personal data, with their sources."""

from __future__ import annotations

from domain.common.refusals import Rule

BY_SECURITY = Rule(
    "privacy.by-security-administrator",
    "Personal data is restricted, unlocked and erased by security administrators in office.",
    "个人信息的限制、解除和删除由在任安全管理员办理。",
    "GB/T 22239-2019 8.1.5.3; 个人信息保护法 Art. 51",
)
RESTRICTED_ONCE = Rule(
    "privacy.restricted-once",
    "Data is restricted once, with reason and paper, and unlocked or erased only while it is.",
    "限制处理应说明理由和依据,不得重复;解除和删除须在限制期间办理。",
    "个人信息保护法 Art. 47",
)
TWO_OFFICIALS = Rule(
    "privacy.two-officials",
    "To unlock or to erase one official asks and another agrees.",
    "解除限制和删除须由一人申请、另一人批准。",
    "个人信息保护法 Art. 51; internal control 财会〔2012〕21号",
)
COOLED_OFF = Rule(
    "privacy.cooled-off",
    "An erasure is agreed to no earlier than seven days after it was asked for.",
    "删除申请满七日方可批准。",
    "design: witnesses and inspectors can see an erasure coming",
)
RETENTION_ENDED = Rule(
    "privacy.retention-ended",
    "Nothing is erased while a record about the person has to be kept.",
    "保管期限未满的,不得删除,只能限制处理。",
    "个人信息保护法 Art. 47; retention classes of the registers",
)
ERASED_FOR_GOOD = Rule(
    "privacy.erased-for-good",
    "What was erased is neither restricted, unlocked nor erased again.",
    "已删除的个人信息不得再办理限制、解除或删除。",
    "个人信息保护法 Art. 47",
)
NOTICE_WELL_FORMED = Rule(
    "privacy.notice-well-formed",
    "A notice has its own number, lines about known persons, and at most 31 days in order.",
    "公示应有唯一编号和内容,起止日期有序且不超过三十一日。",
    "政府信息公开条例 (2019) Art. 15; 社会救助暂行办法 Art. 11",
)

RULES = (
    BY_SECURITY,
    RESTRICTED_ONCE,
    TWO_OFFICIALS,
    COOLED_OFF,
    RETENTION_ENDED,
    ERASED_FOR_GOOD,
    NOTICE_WELL_FORMED,
)
