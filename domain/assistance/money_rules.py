"""Rules of payment runs, holds, recoveries, reserve funds and temporary relief.

Sources: 社会救助暂行办法 (State Council Order 649); 财办〔2020〕37号 on benefit cards; temporary
relief 国发〔2014〕47号. Huancui's own caps and periods are not published: those are parameters.
"""

from __future__ import annotations

from domain.common.refusals import Rule

RUN_IN_STEPS = Rule(
    "assistance.run-in-steps",
    "A run is ordered, then sent by another official, then answered by the bank.",
    "发放批次由一人制单,另一人复核报送银行,再由银行回盘。",
    "internal control: incompatible duties 不相容岗位分离 (财会〔2012〕21号); 财办〔2020〕37号",
)
RUN_TOTALS_AGREE = Rule(
    "assistance.run-totals-agree",
    "What is sent is what was ordered, and what the bank answers for was sent, in lines and fen.",
    "报送银行的笔数、金额应与制单一致,银行回盘的笔数、金额应与报送一致。",
    "财办〔2020〕37号: reconciliation of payments through the bank",
)
PAYMENT_NOT_HELD = Rule(
    "assistance.payment-not-held",
    "A case whose payment is held is not paid until the hold is released.",
    "暂缓发放的个案在解除前不得发放。",
    "社会救助暂行办法 Arts. 13, 61",
)
OVERPAYMENT_AS_PAID = Rule(
    "assistance.overpayment-as-paid",
    "An overpayment is what was paid for a month beyond what it entitles to, established once.",
    "多发金额为当月已发金额减去应发金额,同一多发只认定一次。",
    "社会救助暂行办法 Arts. 13, 68",
)
RECOVERY_WITHIN_DEBT = Rule(
    "assistance.recovery-within-debt",
    "What comes back, or is written off, is above zero and no more than what is owed.",
    "追缴、核销金额应大于零且不超过应退余额。",
    "社会救助暂行办法 Art. 68",
)
WRITE_OFF_BY_DISTRICT = Rule(
    "assistance.write-off-by-district",
    "Only the district writes off, after recovery was ordered, and not by who established it.",
    "核销由区级民政部门在责令退回后批准,且非认定人本人。",
    "行政事业单位内部控制规范 (财会〔2012〕21号)",
)
IMPREST_OPEN = Rule(
    "assistance.imprest-open",
    "An office has one reserve fund, set up by the district with a ceiling, used while open.",
    "每个镇街设立一项备用金,由区级核定定额,存续期间方可使用。",
    "国发〔2014〕47号; the district's reserve-fund system 备用金制度",
)
IMPREST_NOT_BELOW_ZERO = Rule(
    "assistance.imprest-not-below-zero",
    "A reserve fund never pays, returns or loses more than it holds.",
    "备用金支出、缴回不得超过余额。",
    "现金管理暂行条例 Art. 11: no spending from receipts 坐支",
)
IMPREST_WITHIN_CEILING = Rule(
    "assistance.imprest-within-ceiling",
    "A reserve fund takes amounts above zero and never holds more than its ceiling.",
    "备用金拨付金额应大于零,余额不得超过核定定额。",
    "the district's reserve-fund system 备用金制度",
)
VOUCHER_FOR_SLIP = Rule(
    "assistance.voucher-for-slip",
    "A voucher belongs to a slip of the fund and is attached once.",
    "凭证应对应备用金支出单,且只能补附一次。",
    "会计基础工作规范: no payment without a voucher 白条",
)
IMPREST_SETTLED = Rule(
    "assistance.imprest-settled",
    "A fund closes with nothing in it, nothing without a voucher and nothing short.",
    "备用金余额、未附凭证支出和短款均为零方可撤销。",
    "the district's reserve-fund system 备用金制度",
)
RELIEF_WELL_FORMED = Rule(
    "assistance.relief-well-formed",
    "Relief is for a known cause, above zero, from the treasury or the office's reserve fund.",
    "临时救助应有规定的事由,金额大于零,资金来自财政或备用金。",
    "社会救助暂行办法 Arts. 47-49",
)
RELIEF_ONCE_A_YEAR = Rule(
    "assistance.relief-once-a-year",
    "The same household is helped once in a calendar year for the same cause.",
    "同一家庭同一事由一个自然年度内救助一次。",
    "国发〔2014〕47号; local parameter, unless the district decides otherwise",
)
RELIEF_WITHIN_CAP = Rule(
    "assistance.relief-within-cap",
    "A street or town gives a household no more than its cap in 30 days; more is the district's "
    "to decide.",
    "镇街30日内对同一家庭的救助合计不得超过小额限额,超过的由区级审批。",
    "社会救助暂行办法 Art. 48; the cap is a standard the district adopts",
)
RELIEF_BY_ITS_PATH = Rule(
    "assistance.relief-by-its-path",
    "General relief is decided before it is paid; emergency relief is paid first and then decided "
    "as paid.",
    "一般程序先审批后发放;紧急程序先行救助,事后按实发金额补办手续。",
    "社会救助暂行办法 Art. 48; 国发〔2014〕47号",
)
RELIEF_PAID_ONCE = Rule(
    "assistance.relief-paid-once",
    "Relief is paid once; what stands is returned whole.",
    "一次救助只发放一次,退回应为全额。",
    "社会救助暂行办法 Arts. 49, 66",
)

MONEY_RULES = (
    RUN_IN_STEPS,
    RUN_TOTALS_AGREE,
    PAYMENT_NOT_HELD,
    OVERPAYMENT_AS_PAID,
    RECOVERY_WITHIN_DEBT,
    WRITE_OFF_BY_DISTRICT,
    IMPREST_OPEN,
    IMPREST_NOT_BELOW_ZERO,
    IMPREST_WITHIN_CEILING,
    VOUCHER_FOR_SLIP,
    IMPREST_SETTLED,
    RELIEF_WELL_FORMED,
    RELIEF_ONCE_A_YEAR,
    RELIEF_WITHIN_CAP,
    RELIEF_BY_ITS_PATH,
    RELIEF_PAID_ONCE,
)
