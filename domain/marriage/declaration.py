"""What the register declares about itself for its page: life cycle, papers, questions."""

from __future__ import annotations

from domain.common.registers import Paper, Question
from domain.marriage import records as kept

LIFE_CYCLE = (
    (kept.MarriageApplied, kept.MarriageDeclined),
    (kept.MarriageApplied, kept.MarriageRegistered),
    (kept.MarriageRegistered, kept.CertificateReissued),
    (kept.CertificateReissued, kept.CertificateReissued),
    (kept.MarriageRegistered, kept.MarriageRevoked),
    (kept.MarriageRevoked, kept.MarriageReinstated),
    (kept.OldRegistrationEntered, kept.CertificateReissued),
    (kept.MarriageRegistered, kept.DivorceApplied),
    (kept.OldRegistrationEntered, kept.DivorceApplied),
    (kept.DivorceApplied, kept.DivorceApplicationWithdrawn),
    (kept.DivorceApplied, kept.DivorceApplicationLapsed),
    (kept.DivorceApplied, kept.DivorceRegistered),
    (kept.DivorceRegistered, kept.CertificateReissued),
    (kept.ArchiveQueryAnswered, kept.RecordCertificateIssued),
)
"""Until 2020 a divorce follows the marriage directly."""

PAPERS = (
    Paper("Declaration of both", "申请结婚登记声明书", kept.MarriageApplied),
    Paper("Notice that a marriage is declined", "不予办理婚姻登记通知单", kept.MarriageDeclined),
    Paper("Marriage certificate", "结婚证", kept.MarriageRegistered),
    Paper("Receipt of the application for divorce", "离婚登记申请受理回执单", kept.DivorceApplied),
    Paper(
        "Confirmation of the withdrawal", "撤回离婚登记申请确认单", kept.DivorceApplicationWithdrawn
    ),
    Paper("Agreement of divorce", "离婚协议书", kept.DivorceRegistered),
    Paper("Divorce certificate", "离婚证", kept.DivorceRegistered),
    Paper("Declaration for the reissue", "申请补领婚姻登记证声明书", kept.CertificateReissued),
    Paper("Judgement that revokes", "撤销婚姻裁判文书", kept.MarriageRevoked),
    Paper("Certificate of record", "(无)婚姻登记记录证明", kept.RecordCertificateIssued),
)

QUESTIONS = (
    Question(
        "Is a person married now, to whom and by which certificate?",
        "某人现在是否已婚,凭哪一证件?",
        "qingce table marital_status --where person=ID",
    ),
    Question(
        "What is behind a certificate number, old or new?",
        "按新旧字号查登记?",
        "qingce trace doc:NUMBER",
    ),
    Question(
        "Is a couple within a cooling-off period; first and last days of both windows?",
        "离婚冷静期及领证期的起止日期?",
        "qingce table divorce_applications --where application=NUMBER",
    ),
    Question(
        "Which certificates of record were given on a query?",
        "某次查档出具了哪份记录证明?",
        "qingce trace doc:archive-query-NUMBER",
    ),
    Question(
        "How do the copies of a registration follow each other; which are stale?",
        "某证补发链及失效证件?",
        "qingce table certificate_copies --where root=NUMBER",
    ),
    Question(
        "What is the next serial of a book today, and which blanks were voided?",
        "今日下一号及作废证件?",
        "qingce table certificate_books --where book=J371002-2019",
    ),
    Question(
        "Are all serials gap-free, all chains whole, is nobody married twice?",
        "编号是否连续、补发链是否完整、有无重婚?",
        "qingce check invariants",
    ),
)
