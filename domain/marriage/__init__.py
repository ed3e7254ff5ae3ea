"""Marriage registration 婚姻登记: marriage, divorce, reissue, archive, foreign-related."""

from domain.common import retention
from domain.common.promises import once
from domain.common.registers import Register
from domain.marriage import records, rules
from domain.marriage.decisions import archive, divorce, paper, registration
from domain.marriage.words import WORDS

REGISTER = Register(
    name="marriage",
    title="Marriage registration",
    title_zh="婚姻登记",
    records=(
        *records.NUMBERED,
        records.DivorceApplied,
        records.DivorceApplicationWithdrawn,
        records.MarriageRevoked,
        records.ArchiveQueryAnswered,
        records.ArchiveQueryRefused,
        records.FilesReviewed,
    ),
    decisions=(
        registration.RegisterMarriage,
        registration.RevokeMarriage,
        divorce.ApplyForDivorce,
        divorce.WithdrawDivorceApplication,
        divorce.RegisterDivorce,
        paper.ReissueCertificate,
        paper.VoidCertificate,
        archive.AnswerArchiveQuery,
        archive.RefuseArchiveQuery,
        archive.ReviewFiles,
    ),
    rules=rules.RULES,
    invariants=tuple(
        once(rules.SERIAL_NEXT, numbered, "certificate") for numbered in records.NUMBERED
    ),
    words=WORDS,
    counted=("foreign",),
    retention=retention.MARRIAGE,
)
