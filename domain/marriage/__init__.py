"""Marriage registration 婚姻登记: marriage, divorce, reissue, archive, foreign-related."""

from domain.common import retention
from domain.common.promises import once
from domain.common.registers import Register
from domain.marriage import records, rules
from domain.marriage.decisions import (
    applications,
    archive,
    divorce,
    paper,
    registration,
    revocation,
)
from domain.marriage.declaration import LIFE_CYCLE, PAPERS, QUESTIONS
from domain.marriage.invariants import Books, OneMarriage, OneValidCopy
from domain.marriage.words import WORDS

REGISTER = Register(
    name="marriage",
    title="Marriage registration",
    title_zh="婚姻登记",
    records=(
        records.MarriageApplied,
        records.MarriageDeclined,
        *records.NUMBERED,
        records.OldRegistrationEntered,
        records.DivorceApplied,
        records.DivorceApplicationWithdrawn,
        records.DivorceApplicationLapsed,
        records.MarriageRevoked,
        records.MarriageReinstated,
        records.ArchiveQueryAnswered,
        records.ArchiveQueryRefused,
        records.FilesReviewed,
    ),
    decisions=(
        applications.ApplyForMarriage,
        applications.DeclineMarriage,
        registration.RegisterMarriage,
        registration.EnterOldRegistration,
        revocation.RevokeMarriage,
        revocation.ReinstateMarriage,
        divorce.ApplyForDivorce,
        divorce.WithdrawDivorceApplication,
        divorce.NoteLapse,
        divorce.RegisterDivorce,
        paper.ReissueCertificate,
        paper.VoidCertificate,
        archive.AnswerArchiveQuery,
        archive.RefuseArchiveQuery,
        archive.IssueRecordCertificate,
        archive.ReviewFiles,
    ),
    rules=rules.RULES,
    invariants=(
        *(once(rules.SERIAL_NEXT, numbered, "certificate") for numbered in records.NUMBERED),
        Books,
        OneMarriage,
        OneValidCopy,
    ),
    words=WORDS,
    counted=(
        "foreign",
        "husband",
        "wife",
        "certificate",
        "marriage_certificate",
        "stands",
        "original",
        "root",
        "printed",
        "application",
        "cooling_off_first",
        "cooling_off_last",
        "register_last",
    ),
    life_cycle=LIFE_CYCLE,
    papers=PAPERS,
    questions=QUESTIONS,
    retention=retention.MARRIAGE,
)
