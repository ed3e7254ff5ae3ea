"""The rules of the work itself, with their sources."""

from __future__ import annotations

from domain.common.refusals import Rule

IN_ONE_HAND = Rule(
    "work.in-one-hand",
    "Known work is in one hand; a third official, who says why, may give it to another.",
    "一项工作由一人承办;改派应由他人(主管)决定并说明理由。",
    "design: work in hand is not taken away unseen",
)
COMPLAINT_ONCE = Rule(
    "work.complaint-once",
    "A complaint has its own number, says what it is about, and is answered once, with a paper.",
    "投诉举报应有唯一编号和所涉事项,答复一次并有文书。",
    "信访工作条例 Arts. 21-24",
)
COMPLAINT_ANSWERED_BY_ANOTHER = Rule(
    "work.complaint-answered-by-another",
    "Nobody answers a complaint about themselves.",
    "被投诉举报人不得办理针对本人的投诉举报。",
    "信访工作条例 Art. 30 (avoidance 回避)",
)
VISITS_BY_RULE = Rule(
    "work.visits-by-rule",
    "Recipients to be asked are drawn by seed and method from the payments of a run, once.",
    "回访对象应由随机种子和规定方法从发放批次中抽取,每个样本只抽取一次。",
    "国发〔2014〕47号 (临时救助 supervision); design: anybody can draw the same again",
)
VISIT_OF_SAMPLE = Rule(
    "work.visit-of-sample",
    "A visit is to a drawn recipient, once, by two who did not pay; issues open a complaint.",
    "回访针对抽中的对象,两人以上且非发放人,不得重复;有问题的应立案处理。",
    "民发〔2012〕220号 ch. 4 (two visitors); skimming 克扣 is a red flag (R08)",
)

RULES = (
    IN_ONE_HAND,
    COMPLAINT_ONCE,
    COMPLAINT_ANSWERED_BY_ANOTHER,
    VISITS_BY_RULE,
    VISIT_OF_SAMPLE,
)
