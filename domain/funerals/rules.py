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
CERTIFICATE_NEXT = Rule(
    "funerals.cremation-certificate-next",
    "A cremation certificate takes the next number of its book: none repeats, none is skipped.",
    "火化证编号须连续,不得重号、断号。",
    f"{FUNERAL_RULES}; audit practice on invented cremation papers 虚开火化证",
)
BODY_ONCE = Rule(
    "funerals.body-once",
    "A decedent's body is received once.",
    "同一逝者遗体只接收一次。",
    "bookkeeping",
)
DEATH_CERTIFIED = Rule(
    "funerals.death-certified",
    "A body is received on a certificate of death that says who certified it.",
    "接收遗体须有死亡证明。",
    f"{FUNERAL_RULES}: a body is cremated on a death certificate",
)
HEARSE_UNDERTOOK = Rule(
    "funerals.hearse-undertook",
    "A private hearse brings a body only under an undertaking in force.",
    "社会殡仪车辆须签订有效责任书方可接运。",
    "the parlour's rules for private hearses 社会殡仪车辆规范接运",
)
BODY_RECEIVED_FIRST = Rule(
    "funerals.body-received-first",
    "Nobody is cremated whose body was not received.",
    "未接收遗体不得登记火化。",
    f"{FUNERAL_RULES}; audit practice on invented cremation papers 虚开火化证",
)
DAYS_IN_ORDER = Rule(
    "funerals.days-in-order",
    "Death, reception, cremation and its record follow each other.",
    "死亡、接收、火化、登记日期须依次。",
    f"{FUNERAL_RULES}: a body is cremated on a death certificate",
)
FURNACE_TIMES = Rule(
    "funerals.furnace-times",
    "The furnace's log says from when to when it burnt, as HH:MM of one day.",
    "火化炉日志须写明起止时间。",
    "the furnace log 火化炉日志",
)
FURNACE_ONE_AT_A_TIME = Rule(
    "funerals.furnace-one-at-a-time",
    "A furnace burns for one decedent at a time.",
    "同一火化炉同一时间只火化一具遗体。",
    "audit practice: cremations beyond the furnaces' capacity 火化量超出炉次",
)
ASHES_OF_CREMATION = Rule(
    "funerals.ashes-of-cremation",
    "Ashes are placed after a cremation on record.",
    "骨灰安放须有火化记录。",
    "bookkeeping",
)
ASHES_AT_REST = Rule(
    "funerals.ashes-at-rest",
    "Ashes that were buried or handed over are placed no more.",
    "骨灰已安葬或领走的,不再安放。",
    "bookkeeping",
)
ASHES_PLACE_NAMED = Rule(
    "funerals.ashes-place-named",
    "Stored or buried ashes have a place and a spot; handed over, they have a taker.",
    "寄存、安葬须写明处所和格位,领走须写明领取人。",
    "the columbarium's register 骨灰寄存登记",
)
SPOT_FREE = Rule(
    "funerals.spot-free",
    "A niche or plot holds the ashes of one decedent.",
    "一个格位只安放一份骨灰。",
    "the columbarium's register 骨灰寄存登记",
)
POLICY_WELL_FORMED = Rule(
    "funerals.policy-well-formed",
    "An edition of the waiver policy has a number, limits basic services above zero, and takes "
    "effect after the one before it.",
    "减免政策须有文号、项目限额,并晚于原版本生效。",
    "bookkeeping",
)
WAIVER_POLICY_IN_FORCE = Rule(
    "funerals.waiver-policy-in-force",
    "A waiver rests on the edition of the policy that is in force on its day.",
    "减免须依据当日有效的政策。",
    "the district's free basic funeral policy 惠民殡葬政策",
)
WAIVER_RESIDENTS = Rule(
    "funerals.waiver-residents",
    "Where the policy says so, fees are waived for registered residents only.",
    "政策限定户籍的,只减免本地户籍逝者。",
    "the district's free basic funeral policy 惠民殡葬政策",
)
WAIVER_WITHIN_LIMITS = Rule(
    "funerals.waiver-within-limits",
    "No item is waived beyond the policy's limit for it.",
    "减免金额不得超过政策项目限额。",
    "the district's free basic funeral policy 惠民殡葬政策",
)
CLAIM_ONCE = Rule(
    "funerals.claim-once",
    "Each waiver and each reversal is in one claim, and a claim's number is used once.",
    "每笔减免、撤销只申报一次,申报编号不得重复。",
    "audit practice: double claims 重复申报",
)
CLAIM_POSITIVE = Rule(
    "funerals.claim-positive",
    "A claim is above zero.",
    "申报金额必须大于零。",
    "bookkeeping",
)
CLAIM_STEPS = Rule(
    "funerals.claim-steps",
    "A claim is made, approved and reimbursed, in this order, each once; only the newest is sent "
    "back, and only before its approval.",
    "减免结算须依次申报、审核、拨付;只可退回最近一次未审核的申报。",
    "the district's procedure 减免费用结算",
)
LIST_WELL_FORMED = Rule(
    "funerals.charge-list-well-formed",
    "A list of charges has a number and prices above zero, and takes effect after the one before.",
    "收费清单须有文号和价格,并晚于原清单生效。",
    "bookkeeping",
)
CHARGE_LISTED = Rule(
    "funerals.charge-listed",
    "Only what is on the published list is charged, at no more than its price; from 2026-03-30 "
    "there must be a list.",
    "只能按公布的清单项目和价格收费。",
    f"{FUNERAL_RULES} (revised, from 2026-03-30): charges follow the published list 清单化管理",
)
CHARGE_POSITIVE = Rule(
    "funerals.charge-positive",
    "A receipt lists charges, each above zero.",
    "票据须列明收费项目,金额大于零。",
    "bookkeeping",
)
CHARGED_FOR_A_BODY = Rule(
    "funerals.charged-for-a-body",
    "Charges are for a decedent whose body was received.",
    "收费须对应已接收的遗体。",
    "bookkeeping",
)
RECEIPT_NEXT = Rule(
    "funerals.receipt-next",
    "A receipt takes the next number of its book: none repeats, none is skipped.",
    "票据编号须连续,不得重号、断号。",
    "Measures on fiscal receipts 财政票据管理办法",
)
REFUND_OF_RECEIPT = Rule(
    "funerals.refund-of-receipt",
    "A refund gives back one receipt of the parlour, once and whole.",
    "退款须对应一张票据,全额且只退一次。",
    "bookkeeping",
)
DAY_SETTLED = Rule(
    "funerals.day-settled",
    "A settled day takes no more receipts, voids or refunds.",
    "日结后当日不得再收款、作废、退款。",
    "bookkeeping",
)
SETTLED_AS_RECEIVED = Rule(
    "funerals.settled-as-received",
    "What was counted of each means of payment equals the day's receipts less its refunds.",
    "日结各支付方式金额须与当日票据一致。",
    "bookkeeping; audit practice on takings kept back 截留收入",
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
