"""Records of funerals 殡葬: bodies, waivers and claims, the till, eco-burials, private hearses."""

from domain.common.records import Record
from domain.funerals.records.bodies import (
    AshesPlaced,
    AshesWay,
    BodyReceived,
    CremationCertificateVoided,
    CremationRecorded,
    DeathCertified,
)
from domain.funerals.records.eco_burials import (
    BurialMethod,
    EcoBurialApproved,
    EcoBurialPaid,
    EcoBurialTierSet,
)
from domain.funerals.records.hearses import HearseUndertakingEnded, HearseUndertakingSigned
from domain.funerals.records.till import (
    TILL_RECORDS,
    ChargeListSet,
    Means,
    TillReceiptIssued,
    TillReceiptRefunded,
    TillReceiptVoided,
    TillSettled,
)
from domain.funerals.records.waivers import (
    CLAIM_RECORDS,
    WAIVER_MONEY,
    FuneralWaiverGranted,
    FuneralWaiverReversed,
    WaiverClaimApproved,
    WaiverClaimReimbursed,
    WaiverClaimSentBack,
    WaiverItem,
    WaiverMoney,
    WaiverPolicySet,
    WaiversClaimed,
)

STEPS: tuple[type[Record], ...] = (
    CremationRecorded,
    FuneralWaiverGranted,
    EcoBurialApproved,
    EcoBurialPaid,
    TillReceiptIssued,
    TillSettled,
    WaiversClaimed,
    WaiverClaimApproved,
    WaiverClaimReimbursed,
)
"""The register's kinds of record that are somebody's duty: who decides sees these of a file."""
DECEDENT_STEPS: tuple[type[Record], ...] = (DeathCertified, BodyReceived, AshesPlaced, *STEPS)
"""What is done for one decedent, and by whom."""

__all__ = [
    "CLAIM_RECORDS",
    "DECEDENT_STEPS",
    "STEPS",
    "TILL_RECORDS",
    "WAIVER_MONEY",
    "AshesPlaced",
    "AshesWay",
    "BodyReceived",
    "BurialMethod",
    "ChargeListSet",
    "CremationCertificateVoided",
    "CremationRecorded",
    "DeathCertified",
    "EcoBurialApproved",
    "EcoBurialPaid",
    "EcoBurialTierSet",
    "FuneralWaiverGranted",
    "FuneralWaiverReversed",
    "HearseUndertakingEnded",
    "HearseUndertakingSigned",
    "Means",
    "TillReceiptIssued",
    "TillReceiptRefunded",
    "TillReceiptVoided",
    "TillSettled",
    "WaiverClaimApproved",
    "WaiverClaimReimbursed",
    "WaiverClaimSentBack",
    "WaiverItem",
    "WaiverMoney",
    "WaiverPolicySet",
    "WaiversClaimed",
]
