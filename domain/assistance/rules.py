"""The rules of social assistance, with their sources.

Sources: 社会救助暂行办法 (State Council Order 649); dibao 民发〔2012〕220号, from 2021-07-01
民发〔2021〕57号; tekun 民发〔2016〕178号; disability subsidies 国发〔2015〕52号;
orphans 国办发〔2010〕54号; unsupported children 民发〔2019〕62号.
"""

from __future__ import annotations

from domain.assistance.money_rules import MONEY_RULES
from domain.common.refusals import Rule

STANDARD_WELL_FORMED = Rule(
    "assistance.standard-well-formed",
    "A standard has a known code, is above zero and takes effect on the first day of a month.",
    "标准应有规定的名称,金额大于零,自某月1日起执行。",
    "社会救助暂行办法 Art. 10",
)
STANDARD_IN_ORDER = Rule(
    "assistance.standard-in-order",
    "A standard takes effect later than the one it supersedes.",
    "新标准的执行日期应晚于原标准。",
    "社会救助暂行办法 Art. 10; a past standard is never rewritten",
)
STANDARD_OF_ITS_DAY = Rule(
    "assistance.standard-of-its-day",
    "An amount follows from the standard in force in its benefit month.",
    "待遇金额按待遇所属月份执行的标准计算。",
    "社会救助暂行办法 Arts. 10, 17",
)
CASE_NEW = Rule(
    "assistance.case-new",
    "A case number is used once.",
    "个案编号不得重复使用。",
    "民政档案管理 (one case, one file)",
)
APPLICATION_COMPLETE = Rule(
    "assistance.application-complete",
    "An application names its people, its account and, where means are checked, the authorisation.",
    "申请应列明人员、账户;需核对家庭经济状况的,应提交核对授权书。",
    "民发〔2012〕220号 ch. 3; 民发〔2016〕178号 Art. 10",
)
PERSON_IDENTIFIED = Rule(
    "assistance.person-identified",
    "An ID number that is given is well-formed: 17 digits, a date of birth, the check character.",
    "所填公民身份号码应符合编码规则(含校验码)。",
    "GB 11643; 社会救助暂行办法 Art. 4",
)
HOUSEHOLD_HAS_HEAD = Rule(
    "assistance.household-has-head",
    "A household names exactly one head, and what every other member is to the head.",
    "家庭应有且仅有一名户主,并列明其他成员与户主的关系。",
    "户口登记条例 Art. 5; 民发〔2012〕220号 ch. 2",
)
PAPERS_COMPLETE = Rule(
    "assistance.papers-complete",
    "An application is accepted when its papers are complete; all that is missing is asked for "
    "once, in writing.",
    "材料齐全的予以受理;不齐全的应一次性书面告知补正。",
    "社会救助暂行办法 Art. 11; 民发〔2012〕220号 ch. 3",
)
NOT_IN_FUTURE = Rule(
    "assistance.not-in-future",
    "What is recorded as done lies no later than the act that records it.",
    "所记事项发生日期不得晚于办理日期。",
    "会计基础工作规范; 民发〔2012〕220号: files are made as the work is done",
)
STEPS_IN_ORDER = Rule(
    "assistance.steps-in-order",
    "The steps of a case follow one another: apply, accept, check, notice, confirm, pay.",
    "个案按申请、受理、核对、公示、确认、发放的顺序办理,不得逆程序。",
    "民发〔2012〕220号; 民发〔2016〕178号 ch. 3",
)
DIFFERENT_OFFICIALS = Rule(
    "assistance.different-officials",
    "Who confirmed a case does not change the account it is paid into.",
    "审批人不得变更收款账户。",
    "internal control: incompatible duties 不相容岗位分离 (财会〔2012〕21号)",
)
MEANS_SUFFICIENTLY_CHECKED = Rule(
    "assistance.means-checked",
    "Means are checked with every register that must answer, and two or more visit the home.",
    "家庭经济状况应向规定的各部门核对,入户调查不少于两人。",
    "民发〔2012〕220号 ch. 4; 社会救助暂行办法 Art. 58",
)
MEANS_WITHIN_LIMITS = Rule(
    "assistance.means-within-limits",
    "Dibao is for households whose income is below the standard and whose assets are in limits.",
    "共同生活家庭成员人均收入低于低保标准,且财产状况符合规定的,方可享受低保。",
    "社会救助暂行办法 Art. 9",
)
APPRAISAL_HELD = Rule(
    "assistance.appraisal-held",
    "Appraisal comes before the notice: always until June 2021, since then on objection.",
    "公示前应进行民主评议(2021年7月起,有异议的进行)。",
    "民发〔2012〕220号 ch. 5; 民发〔2021〕57号",
)
NOTICE_SEVEN_DAYS = Rule(
    "assistance.notice-seven-days",
    "The public notice stands for seven days or more, and has ended before the case is confirmed.",
    "公示期不少于7日,公示期满方可确认。",
    "民发〔2012〕220号 ch. 6; 民发〔2016〕178号 Art. 14",
)
AS_NOTICED = Rule(
    "assistance.as-noticed",
    "What is confirmed is what the notice said: so many persons, so much money.",
    "确认的人数、金额应与公示一致。",
    "民发〔2012〕220号 ch. 6",
)
TEKUN_THREE_TESTS = Rule(
    "assistance.tekun-three-tests",
    "Tekun is for who has no labour capacity, no source of income and nobody obliged and able.",
    "特困人员应同时符合无劳动能力、无生活来源、无法定义务人(或其无履行能力)三个条件。",
    "社会救助暂行办法 Art. 14; 民发〔2016〕178号 Art. 4",
)
SELF_CARE_ASSESSED = Rule(
    "assistance.self-care-assessed",
    "The self-care level follows from an assessment of six activities.",
    "生活自理能力按六项指标评估确定。",
    "民发〔2016〕178号 Arts. 19-21",
)
CARE_ONLY_CENTRALISED = Rule(
    "assistance.home-if-centralised",
    "Who is supported in a home has a home; who is not has none, and draws no care money.",
    "集中供养的应明确供养机构;照料护理费仅用于集中供养人员。",
    "国发〔2016〕14号; the district's standards for 2019",
)
ONE_SCHEME = Rule(
    "assistance.no-double-benefit",
    "Nobody draws a scheme twice, nor two schemes that exclude each other.",
    "同一人不得重复享受同一待遇,也不得同时享受相互排斥的待遇。",
    "社会救助暂行办法 Art. 14; 国发〔2015〕52号; 民发〔2016〕178号",
)
CHILD_UNDER_18 = Rule(
    "assistance.child-under-18",
    "A child's subsidy is for persons under 18 and ends with the month of that birthday.",
    "儿童类补贴对象应未满18周岁,年满18周岁的次月停发。",
    "国办发〔2010〕54号; 民发〔2019〕62号",
)
DISABILITY_GRADE = Rule(
    "assistance.disability-grade",
    "A disability subsidy asks for a certified grade; the care subsidy for grade 1 or 2.",
    "残疾人补贴对象应持证;重度残疾人护理补贴对象应为一、二级残疾。",
    "国发〔2015〕52号",
)
CASE_LIVE = Rule(
    "assistance.case-live",
    "Only a confirmed case that has not ended can be changed, suspended or ended.",
    "只有已确认且未终止的个案方可变更、停发、终止。",
    "民发〔2012〕220号 ch. 8",
)
CHANGE_FROM_LATER_MONTH = Rule(
    "assistance.change-not-before-paid",
    "A change, stop or end takes effect no earlier than the first payment, in a known manner.",
    "变更、停发、终止的起始月份不得早于首次享受月份,事由应符合规定。",
    "民发〔2012〕220号 ch. 8; 社会救助暂行办法 Art. 13",
)
REVIEW_REGULAR = Rule(
    "assistance.review-regular",
    "A live case is reviewed every year, every half year if its means are not steady, by two or "
    "more who visit.",
    "对在册对象定期复核:收入稳定的每年一次,不稳定的每半年一次,入户不少于两人。",
    "社会救助暂行办法 Art. 13; 民发〔2012〕220号 ch. 8",
)
GRACE_PERIOD = Rule(
    "assistance.grace-period",
    "A household whose income rises above the standard may keep its dibao for up to six months, "
    "once.",
    "家庭收入超过低保标准的,可给予不超过6个月的渐退期,仅限一次。",
    "民发〔2021〕57号 (渐退期); the number of months is a local parameter",
)
RECALCULATED_AS_DUE = Rule(
    "assistance.recalculated-as-due",
    "A recalculation names live cases whose entitlement the new standard changes.",
    "标准调整后,对受影响的在册个案逐一重新核算。",
    "社会救助暂行办法 Art. 10",
)
PAYMENT_NEEDS_LIVE_DECISION = Rule(
    "assistance.payment-needs-live-decision",
    "A case is paid for a month in which its decision is live.",
    "发放应有当月有效的确认决定。",
    "社会救助暂行办法 Arts. 11-13, 66",
)
PAYMENT_OF_RIGHT_AMOUNT = Rule(
    "assistance.payment-right-amount",
    "A payment is the month's entitlement less what was paid for that month before.",
    "发放金额应等于当月应发金额减去当月已发金额。",
    "社会救助暂行办法 Arts. 12, 66",
)
PAYMENT_ONCE = Rule(
    "assistance.payment-once",
    "A case is paid once for a benefit month.",
    "同一个案同一月份不得重复发放。",
    "社会救助暂行办法 Art. 66",
)
RUN_WELL_FORMED = Rule(
    "assistance.run-well-formed",
    "A command pays 1 to 200 cases, each once, for a month that has begun.",
    "每批发放1至200个案,不得重复,待遇月份不得晚于发放当月。",
    "design: a bound on what one command may read and write",
)
REVERSAL_OF_PAYMENT = Rule(
    "assistance.reversal-of-payment",
    "Only a payment that stands can be reversed, for a known reason.",
    "只能冲正尚未冲正的发放,并应说明事由。",
    "会计基础工作规范: corrections by reversal",
)
RESIDENT_IN_ONE_HOME = Rule(
    "assistance.resident-in-one-home",
    "A person sleeps in one home a night, which is open and has a free bed.",
    "一人每晚只能在一所开放且有空床的机构居住。",
    "特困人员供养服务机构管理办法",
)
HOME_KNOWN = Rule(
    "assistance.home-known",
    "A home is registered once, and acted on while it is open.",
    "机构应先登记,已撤销的机构不得再办理业务。",
    "养老机构管理办法",
)
OPERATOR_CONTRACT = Rule(
    "assistance.operator-contract",
    "A home has one operator at a time, by a contract with a term and a fee above zero.",
    "一所机构同一时期只有一家运营方,合同应有期限和大于零的费用标准。",
    "政府购买服务管理办法 (财政部令第102号); 养老机构管理办法",
)
BED_NIGHTS_AS_SLEPT = Rule(
    "assistance.bed-nights-as-slept",
    "A month of a contract is paid once, when it is over, for the nights that residents slept "
    "there.",
    "运营费按当月实际住宿床日于月后支付,每月一次。",
    "政府购买服务管理办法 (财政部令第102号): paid by what was delivered",
)
CLOSURE_COMPLETE = Rule(
    "assistance.closure-complete",
    "A home closes when that was decided, nobody lives there, who left has their property and "
    "every listed item is settled.",
    "机构撤销应有决定,人员全部安置,个人财物全部移交,资产全部处置。",
    "养老机构管理办法; 行政事业性国有资产管理条例",
)

RULES = (
    STANDARD_WELL_FORMED,
    STANDARD_IN_ORDER,
    STANDARD_OF_ITS_DAY,
    CASE_NEW,
    PERSON_IDENTIFIED,
    HOUSEHOLD_HAS_HEAD,
    PAPERS_COMPLETE,
    NOT_IN_FUTURE,
    APPLICATION_COMPLETE,
    STEPS_IN_ORDER,
    DIFFERENT_OFFICIALS,
    MEANS_SUFFICIENTLY_CHECKED,
    MEANS_WITHIN_LIMITS,
    APPRAISAL_HELD,
    NOTICE_SEVEN_DAYS,
    AS_NOTICED,
    TEKUN_THREE_TESTS,
    SELF_CARE_ASSESSED,
    CARE_ONLY_CENTRALISED,
    ONE_SCHEME,
    CHILD_UNDER_18,
    DISABILITY_GRADE,
    CASE_LIVE,
    CHANGE_FROM_LATER_MONTH,
    REVIEW_REGULAR,
    GRACE_PERIOD,
    RECALCULATED_AS_DUE,
    PAYMENT_NEEDS_LIVE_DECISION,
    PAYMENT_OF_RIGHT_AMOUNT,
    PAYMENT_ONCE,
    RUN_WELL_FORMED,
    REVERSAL_OF_PAYMENT,
    RESIDENT_IN_ONE_HOME,
    HOME_KNOWN,
    OPERATOR_CONTRACT,
    BED_NIGHTS_AS_SLEPT,
    CLOSURE_COMPLETE,
    *MONEY_RULES,
)
