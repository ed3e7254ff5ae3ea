"""Rules of funerals."""

from __future__ import annotations

from domain.common.refusals import Rule

FUNERAL_RULES = "Funeral Administration Regulations 殡葬管理条例"

CREMATED_ONCE = Rule(
    "funerals.cremated-once",
    "A decedent is cremated once.",
    "同一逝者只登记一次火化。",
    f"{FUNERAL_RULES}; audit practice on invented cremation papers 虚开火化证",
)
CERTIFICATE_ONCE = Rule(
    "funerals.cremation-certificate-once",
    "A cremation certificate stands for one cremation.",
    "火化证编号不得重复。",
    FUNERAL_RULES,
)
DAYS_IN_ORDER = Rule(
    "funerals.days-in-order",
    "Death comes before cremation, and cremation is not recorded before it happened.",
    "死亡、火化、登记日期须依次。",
    f"{FUNERAL_RULES}: a body is cremated on a death certificate",
)
WAIVER_NEEDS_CREMATION = Rule(
    "funerals.waiver-needs-cremation",
    "Fees are waived only for a cremation on record, under its certificate.",
    "减免须有火化记录并与火化证一致。",
    "the district's free basic funeral policy 惠民殡葬政策",
)
WAIVER_ONCE = Rule(
    "funerals.waiver-once",
    "Fees are waived once for a decedent.",
    "同一逝者只减免一次。",
    "the district's free basic funeral policy 惠民殡葬政策",
)
WAIVER_ITEMS = Rule(
    "funerals.waiver-items",
    "A waiver lists basic services, each with an amount above zero.",
    "减免须列明基本服务项目及金额。",
    "free basic funeral policy; charges follow the published list 清单化管理",
)
WAIVER_TO_REVERSE = Rule(
    "funerals.waiver-to-reverse",
    "Only a waiver that stands is reversed.",
    "只能撤销有效的减免。",
    "bookkeeping",
)
TIER_IN_FORCE = Rule(
    "funerals.eco-burial-tier-in-force",
    "The subsidy is the amount in force for the way of burial on the day of approval.",
    "补助按审批当日的标准发放。",
    "the district's eco-burial policy 生态安葬补助政策",
)
TIER_AMOUNT = Rule(
    "funerals.eco-burial-tier-amount",
    "A subsidy's amount is above zero and takes effect after the one before it.",
    "补助标准须大于零,并晚于原标准生效。",
    "bookkeeping",
)
ECO_BURIAL_NEEDS_CREMATION = Rule(
    "funerals.eco-burial-needs-cremation",
    "An eco-burial is of ashes whose cremation is on record.",
    "生态安葬补助须有火化记录。",
    "the district's eco-burial policy 生态安葬补助政策",
)
ECO_BURIAL_ONCE = Rule(
    "funerals.eco-burial-once",
    "An eco-burial is subsidised once for a decedent.",
    "同一逝者只补助一次。",
    "the district's eco-burial policy 生态安葬补助政策",
)
ECO_BURIAL_PROVED = Rule(
    "funerals.eco-burial-proved",
    "The burial is proved by a named paper.",
    "须有安葬证明。",
    "the district's eco-burial policy 生态安葬补助政策",
)
ECO_BURIAL_PAID_AS_APPROVED = Rule(
    "funerals.eco-burial-paid-as-approved",
    "A subsidy is paid once, after its approval.",
    "补助经审批后一次发放。",
    "bookkeeping",
)
PLATE_WELL_FORMED = Rule(
    "funerals.plate-well-formed",
    "A plate is a province's character, a letter, and five or six letters or digits.",
    "号牌格式须正确。",
    "GA 36: motor vehicle plates",
)
UNDERTAKING_ONCE = Rule(
    "funerals.undertaking-once",
    "A hearse has one undertaking in force.",
    "同一车辆同一期间只有一份责任书。",
    "the parlour's rules for private hearses 社会殡仪车辆规范接运",
)
UNDERTAKING_TO_END = Rule(
    "funerals.undertaking-to-end",
    "Only an undertaking in force is ended.",
    "只能终止有效的责任书。",
    "bookkeeping",
)

RULES = tuple(rule for rule in tuple(globals().values()) if isinstance(rule, Rule))
