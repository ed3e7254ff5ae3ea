"""Funerals 殡葬: cremations, fee waivers, eco-burial subsidies, private hearses."""

from domain.common import retention
from domain.common.promises import once
from domain.common.registers import Register
from domain.funerals import records, rules
from domain.funerals.decisions import eco_burials, hearses, waivers
from domain.funerals.words import WORDS

REGISTER = Register(
    name="funerals",
    title="Funerals",
    title_zh="殡葬",
    records=(
        records.CremationRecorded,
        records.FuneralWaiverGranted,
        records.FuneralWaiverReversed,
        records.EcoBurialTierSet,
        records.EcoBurialApproved,
        records.EcoBurialPaid,
        records.HearseUndertakingSigned,
        records.HearseUndertakingEnded,
    ),
    decisions=(
        waivers.RecordCremation,
        waivers.GrantFuneralWaiver,
        waivers.ReverseFuneralWaiver,
        eco_burials.SetEcoBurialTier,
        eco_burials.ApproveEcoBurial,
        eco_burials.PayEcoBurial,
        hearses.SignHearseUndertaking,
        hearses.EndHearseUndertaking,
    ),
    rules=rules.RULES,
    invariants=(
        once(rules.CREMATED_ONCE, records.CremationRecorded, "decedent"),
        once(rules.CERTIFICATE_ONCE, records.CremationRecorded, "cremation_certificate"),
    ),
    words=WORDS,
    counted=("decedent", "plate"),
    retention=retention.VOUCHER,
)
