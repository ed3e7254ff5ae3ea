"""Rules of closing."""

from __future__ import annotations

from domain.common.refusals import Rule

_LAW = "Accounting Law 会计法 (2017), Art. 9 and 17"

CLOSED_ONCE = Rule(
    "closing.closed-once",
    "A year that is closed is closed again only after it was reopened.",
    "已结账年度未经反结账不得再次结账。",
    f"{_LAW}: accounts that were closed are not closed twice",
)
ENDED = Rule(
    "closing.year-has-ended",
    "A year is closed after its last day, with every figure and hash stated.",
    "年度终了后方可结账,数据与摘要应齐全。",
    "Accounting Law 会计法 (2017), Art. 11: the year of account ends on 31 December",
)
REOPENED_WITH_REASON = Rule(
    "closing.reopened-with-reason",
    "Only a closed year is reopened, for a stated reason without personal data.",
    "反结账限于已结账年度,须写明理由,不得含个人信息。",
    "Accounting Law 会计法 (2017), Art. 17: what does not agree is cleared up, with its reason",
)
SECOND_PERSON = Rule(
    "closing.second-person",
    "Who proposed the reopening does not decide it.",
    "申请反结账与审批反结账须由不同人员办理。",
    "Basic internal control for public bodies 行政事业单位内部控制规范(试行) (2012), Art. 15",
)

RULES = (CLOSED_ONCE, ENDED, REOPENED_WITH_REASON, SECOND_PERSON)
