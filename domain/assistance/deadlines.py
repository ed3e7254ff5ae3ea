"""What is due in social assistance, from application to recovery.

Each period is that of `editions` or of the records themselves; an overrun is a matter to look at,
never a refusal, and the late record is marked.
"""

from __future__ import annotations

from domain.assistance.decisions.imprests import VOUCHER_DAYS
from domain.assistance.editions import DIBAO_2021
from domain.assistance.records import (
    CONFIRMATIONS,
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationWithdrawn,
    NoticePosted,
    ObjectionRaised,
    OverpaymentEstablished,
    PaymentReversed,
    ReliefConfirmed,
    SupplementReceived,
    SupplementRequested,
)
from domain.assistance.records.imprests import ImprestDisbursed, VoucherAttached
from domain.assistance.records.overpayments import (
    OverpaymentWrittenOff,
    RecoveryOrdered,
    RecoveryReceived,
)
from domain.assistance.records.payments import BenefitPaid
from domain.assistance.records.runs import RunAnswered, RunSent
from domain.common import tags
from domain.common.deadlines import Deadline
from domain.common.duties import case_file

VERDICTS = (*CONFIRMATIONS, ReliefConfirmed, ApplicationRejected, ApplicationWithdrawn)


def slip_of(record: ImprestDisbursed | VoucherAttached) -> str:
    """The slip of a reserve fund."""
    return tags.document(record.slip)


def run_of(record: RunSent | RunAnswered) -> str:
    """The payment run."""
    return tags.run(record.run)


def overpayment_of(
    record: OverpaymentEstablished | RecoveryOrdered | RecoveryReceived | OverpaymentWrittenOff,
) -> str:
    """The overpayment, by number."""
    return tags.document(record.overpayment)


DEADLINES = (
    Deadline(
        "assistance.supplement-received",
        "Bring the papers that are missing",
        "补正材料",
        SupplementRequested,
        (SupplementReceived, *VERDICTS),
        case_file,
        DIBAO_2021.supplement_days,
        "社会救助暂行办法 Art. 11; the period is a local parameter",
    ),
    Deadline(
        "assistance.application-decided",
        "Decide an application",
        "救助申请审核确认",
        ApplicationAccepted,
        VERDICTS,
        case_file,
        DIBAO_2021.decide_days,
        "民发〔2021〕57号 (30 working days, 45 in special cases)",
    ),
    Deadline(
        "assistance.confirmed-after-notice",
        "Confirm after the notice",
        "公示期满确认",
        NoticePosted,
        (*VERDICTS, ObjectionRaised),
        case_file,
        DIBAO_2021.confirm_days + 5,
        "民发〔2021〕57号: 10 working days after a notice of 7 days, which are 5 working days",
    ),
    Deadline(
        "assistance.run-answered",
        "Book the bank's answer",
        "登记银行回盘",
        RunSent,
        (RunAnswered,),
        run_of,
        5,
        "财办〔2020〕37号; the period is a local parameter",
    ),
    Deadline(
        "assistance.return-reissued",
        "Pay again what came back",
        "退票重发",
        PaymentReversed,
        (BenefitPaid,),
        case_file,
        22,
        "财办〔2020〕37号; with the next month's run",
    ),
    Deadline(
        "assistance.slip-vouchered",
        "Bring the voucher of a reserve fund's slip",
        "备用金补附凭证",
        ImprestDisbursed,
        (VoucherAttached,),
        slip_of,
        VOUCHER_DAYS,
        "the district's reserve-fund system 备用金制度; the period is a local parameter",
    ),
    Deadline(
        "assistance.recovery-ordered",
        "Order an overpayment back",
        "责令退回多发资金",
        OverpaymentEstablished,
        (RecoveryOrdered, OverpaymentWrittenOff),
        overpayment_of,
        10,
        "社会救助暂行办法 Art. 68; the period is a local parameter",
    ),
)
