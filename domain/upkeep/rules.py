"""Rules of upkeep."""

from __future__ import annotations

from domain.common.refusals import Rule

_PRIVACY = "Personal Information Protection Law 个人信息保护法 Art. 46"
_ARCHIVES = "Archives Law 档案法 (2020); 电子档案管理办法 (National Archives Order 22, 2024)"

RECORD_KNOWN = Rule(
    "upkeep.record-known",
    "What is corrected or added to is a record of this log.",
    "被更正或附件所属的记录须存在。",
    "bookkeeping",
)
CORRECTABLE = Rule(
    "upkeep.correctable",
    "Money, persons, numbers and what figures count by are not corrected: the record is reversed "
    "and recorded anew.",
    "金额、人员、编号及统计字段不得更正,应冲销后重新登记。",
    "Accounting Law 会计法 Art. 15; 会计基础工作规范 on red-letter reversal 红字更正",
)
CORRECTION_CHANGES = Rule(
    "upkeep.correction-changes",
    "A correction changes what stands, into something the record may hold.",
    "更正须有实际变化且内容有效。",
    _PRIVACY,
)
CORRECTION_IN_ORDER = Rule(
    "upkeep.correction-in-order",
    "A correction is of an original; a wrong correction is superseded by a further one of the same "
    "original, never itself corrected.",
    "更正应针对原始记录;更正有误的,再次更正原记录。",
    _ARCHIVES,
)
APPLICANT_CHECKED = Rule(
    "upkeep.applicant-checked",
    "Who asks for a correction is known, and how their identity was checked.",
    "更正须记明申请人及身份核验方式。",
    _PRIVACY,
)
REASON_TOLD = Rule(
    "upkeep.reason-told",
    "A correction, and a backfill, says why; reason other says it in words.",
    "更正、补录须说明原因。",
    _ARCHIVES,
)
SUBJECT_OF_RECORD = Rule(
    "upkeep.subject-of-record",
    "Personal data is corrected of a person the record is about.",
    "更正的个人信息须属于记录所涉人员。",
    _PRIVACY,
)
PAPER_WELL_FORMED = Rule(
    "upkeep.paper-well-formed",
    "A paper is named by the SHA-256 of its content, with its media type and size.",
    "附件须登记摘要、格式与大小。",
    _ARCHIVES,
)
PAPER_ONCE = Rule(
    "upkeep.paper-once",
    "A paper is attached to a record once.",
    "同一附件不得重复登记。",
    "bookkeeping",
)
BACKFILL_ONCE = Rule(
    "upkeep.backfill-once", "A batch's code is used once.", "补录批次编号不得重复。", "bookkeeping"
)
BACKFILL_APART = Rule(
    "upkeep.backfill-apart",
    "Who approves a backfill does not compare it with the papers.",
    "补录批准人与复核人须分离。",
    "internal control: incompatible duties 不相容岗位分离",
)
BACKFILL_APPROVED = Rule(
    "upkeep.backfill-approved",
    "What is written in later names an approved batch, and is not written by who compares it.",
    "补录须经批准,录入人与复核人须分离。",
    _ARCHIVES,
)
NUMBER_NEXT = Rule(
    "upkeep.number-next",
    "Documents of an office, series and year are numbered 1, 2, 3 … without a gap.",
    "文号按机构、年度连续编号。",
    "党政机关公文处理工作条例 (2012) Art. 9: 发文字号",
)
NUMBER_SERIES = Rule(
    "upkeep.number-series",
    "A series is named, and the year is that of the act.",
    "须有文号字,年份为办理当年。",
    "党政机关公文处理工作条例 (2012) Art. 9: 发文字号",
)

RULES = tuple(rule for rule in tuple(globals().values()) if isinstance(rule, Rule))
