"""Funerals 殡葬: bodies, fee waivers and their claims, the till, eco-burials, private hearses."""

from domain.common import retention
from domain.common.promises import once, unbroken
from domain.common.registers import Paper, Question, Register
from domain.funerals import records, rules
from domain.funerals.deadlines import DEADLINES
from domain.funerals.decisions import bodies, claims, eco_burials, hearses, till, waivers
from domain.funerals.invariants import TillHolds, WaiversClaimedOnce
from domain.funerals.words import WORDS

REGISTER = Register(
    name="funerals",
    title="Funerals",
    title_zh="殡葬",
    records=(
        records.DeathCertified,
        records.BodyReceived,
        records.CremationRecorded,
        records.CremationCertificateVoided,
        records.AshesPlaced,
        records.WaiverPolicySet,
        records.FuneralWaiverGranted,
        records.FuneralWaiverReversed,
        *records.CLAIM_RECORDS,
        records.ChargeListSet,
        *records.TILL_RECORDS,
        records.EcoBurialTierSet,
        records.EcoBurialApproved,
        records.EcoBurialPaid,
        records.HearseUndertakingSigned,
        records.HearseUndertakingEnded,
    ),
    decisions=(
        bodies.ReceiveBody,
        bodies.RecordCremation,
        bodies.VoidCremationCertificate,
        bodies.PlaceAshes,
        waivers.SetWaiverPolicy,
        waivers.GrantFuneralWaiver,
        waivers.ReverseFuneralWaiver,
        claims.ClaimWaivers,
        claims.ApproveWaiverClaim,
        claims.SendBackWaiverClaim,
        claims.ReimburseWaiverClaim,
        till.SetChargeList,
        till.IssueTillReceipt,
        till.VoidTillReceipt,
        till.RefundTillReceipt,
        till.SettleTill,
        eco_burials.SetEcoBurialTier,
        eco_burials.ApproveEcoBurial,
        eco_burials.PayEcoBurial,
        hearses.SignHearseUndertaking,
        hearses.EndHearseUndertaking,
    ),
    rules=rules.RULES,
    words=WORDS,
    life_cycle=(
        (records.DeathCertified, records.BodyReceived),
        (records.BodyReceived, records.CremationRecorded),
        (records.CremationRecorded, records.FuneralWaiverGranted),
        (records.FuneralWaiverGranted, records.FuneralWaiverReversed),
        (records.FuneralWaiverReversed, records.FuneralWaiverGranted),
        (records.CremationRecorded, records.AshesPlaced),
        (records.CremationRecorded, records.EcoBurialApproved),
        (records.EcoBurialApproved, records.EcoBurialPaid),
        (records.FuneralWaiverGranted, records.WaiversClaimed),
        (records.WaiversClaimed, records.WaiverClaimApproved),
        (records.WaiversClaimed, records.WaiverClaimSentBack),
        (records.WaiverClaimApproved, records.WaiverClaimReimbursed),
        (records.BodyReceived, records.TillReceiptIssued),
        (records.TillReceiptIssued, records.TillReceiptRefunded),
        (records.TillReceiptIssued, records.TillSettled),
    ),
    invariants=(
        once(rules.CREMATED_ONCE, records.CremationRecorded, "decedent"),
        unbroken(rules.CERTIFICATE_NEXT, bodies.NUMBERED, "book", "serial"),
        unbroken(rules.RECEIPT_NEXT, till.NUMBERED, "book", "serial"),
        TillHolds,
        WaiversClaimedOnce,
    ),
    counted=("decedent", "plate", "book", "serial", "number", "parlour", "means", "claim", "day"),
    deadlines=DEADLINES,
    papers=(
        Paper("Cremation certificate", "火化证", records.CremationRecorded),
        Paper("Receipt", "收费票据", records.TillReceiptIssued),
        Paper("Claim", "减免结算申报表", records.WaiversClaimed),
    ),
    questions=(
        Question(
            "What was done for a decedent, and by whom?",
            "某逝者办理了哪些事项,何人经办?",
            "qingce trace person:ID",
        ),
        Question(
            "Which waivers and claims make up what a parlour was reimbursed?",
            "殡仪馆结算对应哪些减免和申报?",
            "qingce trace book:waivers-OFFICE",
        ),
        Question(
            "Which receipts are behind a day's settlement?",
            "某日日结对应哪些票据?",
            "qingce trace run:till-OFFICE-DAY",
        ),
        Question(
            "Which cremation certificates follow each other, voided blanks included?",
            "火化证编号是否连续,作废的在哪里?",
            "qingce trace book:HH371002-2019",
        ),
    ),
    retention=retention.VOUCHER,
)
