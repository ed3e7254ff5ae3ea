"""What the register declares about itself for its page: life cycle, papers, questions."""

from __future__ import annotations

from domain.assistance import records as kept
from domain.assistance.records import imprests, overpayments, runs
from domain.common import retention
from domain.common.registers import Paper, Question

LIFE_CYCLE = (
    (kept.DibaoApplied, kept.SupplementRequested),
    (kept.SupplementRequested, kept.SupplementReceived),
    (kept.SupplementReceived, kept.ApplicationAccepted),
    (kept.DibaoApplied, kept.ApplicationWithdrawn),
    (kept.DibaoApplied, kept.ApplicationAccepted),
    (kept.ApplicationAccepted, kept.MeansChecked),
    (kept.MeansChecked, kept.AppraisalHeld),
    (kept.MeansChecked, kept.ApplicationRejected),
    (kept.AppraisalHeld, kept.NoticePosted),
    (kept.NoticePosted, kept.ObjectionRaised),
    (kept.ObjectionRaised, kept.MeansChecked),
    (kept.NoticePosted, kept.DibaoConfirmed),
    (kept.DibaoConfirmed, kept.BenefitPaid),
    (kept.BenefitPaid, runs.RunSent),
    (runs.RunSent, runs.RunAnswered),
    (runs.RunAnswered, kept.PaymentReversed),
    (kept.PaymentReversed, kept.BenefitPaid),
    (kept.DibaoConfirmed, kept.ReviewHeld),
    (kept.ReviewHeld, kept.DibaoChanged),
    (kept.ReviewHeld, kept.GracePeriodStarted),
    (kept.ReviewHeld, kept.CaseTerminated),
    (kept.DibaoConfirmed, kept.CaseSuspended),
    (kept.CaseSuspended, kept.CaseResumed),
    (kept.DibaoConfirmed, kept.PaymentHeld),
    (kept.PaymentHeld, kept.HoldReleased),
    (kept.CaseTerminated, kept.OverpaymentEstablished),
    (kept.OverpaymentEstablished, overpayments.RecoveryOrdered),
    (overpayments.RecoveryOrdered, overpayments.RecoveryReceived),
    (overpayments.RecoveryOrdered, overpayments.OverpaymentWrittenOff),
)
"""Of a dibao case; tekun, subsidies and relief leave steps out."""

PAPERS = (
    Paper("Application and its papers", "申请书及材料", kept.DibaoApplied, retention.DIBAO_CASE),
    Paper(
        "Notice of missing papers", "一次性告知书", kept.SupplementRequested, retention.DIBAO_CASE
    ),
    Paper("Means check report", "核对报告", kept.MeansChecked, retention.DIBAO_CASE),
    Paper("Minutes of appraisal", "民主评议记录", kept.AppraisalHeld, retention.DIBAO_CASE),
    Paper("Photo of the notice", "公示照片", kept.NoticePosted, retention.DIBAO_CASE),
    Paper("Decision", "审批文书", kept.DibaoConfirmed, retention.DIBAO_CASE),
    Paper("Letter of rejection", "不予确认通知书", kept.ApplicationRejected, retention.DIBAO_CASE),
    Paper("Review report", "复核报告", kept.ReviewHeld, retention.DIBAO_DAILY),
    Paper("Payment list for the bank", "代发清单", runs.RunSent),
    Paper("The bank's answer", "银行回盘文件", runs.RunAnswered, retention.BANK_STATEMENT),
    Paper("Order to pay back", "责令退回通知书", overpayments.RecoveryOrdered),
    Paper("Receipt of a reserve fund's slip", "备用金支出凭证", imprests.VoucherAttached),
    Paper("Letter of consent to move", "转移同意书", kept.ResidentTransferred),
)

QUESTIONS = (
    Question(
        "What was a person granted and paid, in all schemes?",
        "某人历年各项救助及发放情况?",
        "qingce trace person:ID",
    ),
    Question(
        "What happened in a case, and who did it?",
        "某个案办理经过及经办人?",
        "qingce trace case:NUMBER",
    ),
    Question(
        "What made the amount of one payment?", "某笔发放金额如何得出?", "qingce show POSITION"
    ),
    Question("How does a payment run stand?", "某批次发放进展?", "qingce trace run:CODE"),
    Question(
        "What moved in the reserve fund of a town?",
        "某镇街备用金收支?",
        "qingce trace fund:imprest-OFFICE",
    ),
    Question(
        "Do the year's payments make the published figures?",
        "全年发放与公布数是否一致?",
        "qingce reconcile --year YEAR",
    ),
)
