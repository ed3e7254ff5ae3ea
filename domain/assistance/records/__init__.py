"""What this register can record, by matter: parameters, case steps, awards, payments, homes."""

from __future__ import annotations

from domain.assistance.records.awards import (
    DibaoChanged,
    DibaoConfirmed,
    SubsidyConfirmed,
    SupportModeSet,
    TekunConfirmed,
)
from domain.assistance.records.cases import (
    AccountChanged,
    ApplicationAccepted,
    ApplicationRejected,
    AppraisalHeld,
    CaseResumed,
    CaseSuspended,
    CaseTerminated,
    DibaoApplied,
    MeansChecked,
    NoticePosted,
    ObjectionRaised,
    SelfCareAssessed,
    SubsidyApplied,
    TekunApplied,
)
from domain.assistance.records.homes import (
    HomeAssetSettled,
    HomeClosed,
    HomeClosureDecided,
    HomeRegistered,
    ResidentAdmitted,
    ResidentLeft,
    ResidentTransferred,
)
from domain.assistance.records.parameters import StandardAdopted
from domain.assistance.records.payments import BenefitPaid, PaymentReversed

APPLICATIONS = (DibaoApplied, TekunApplied, SubsidyApplied)
CONFIRMATIONS = (DibaoConfirmed, TekunConfirmed, SubsidyConfirmed)
CASE_RECORDS = (
    *APPLICATIONS,
    ApplicationAccepted,
    MeansChecked,
    SelfCareAssessed,
    AppraisalHeld,
    NoticePosted,
    ObjectionRaised,
    ApplicationRejected,
    *CONFIRMATIONS,
    DibaoChanged,
    SupportModeSet,
    AccountChanged,
    CaseSuspended,
    CaseResumed,
    CaseTerminated,
)
"""Everything about a case but its payments."""
AWARD_RECORDS = (*APPLICATIONS, *CONFIRMATIONS, DibaoChanged, CaseTerminated)
"""What says which schemes a person draws."""
PAYMENT_RECORDS = (BenefitPaid, PaymentReversed)
HOME_RECORDS = (
    HomeRegistered,
    ResidentAdmitted,
    ResidentTransferred,
    ResidentLeft,
    HomeClosureDecided,
    HomeAssetSettled,
    HomeClosed,
)
RESIDENCY_RECORDS = (ResidentAdmitted, ResidentTransferred, ResidentLeft)
RECORDS = (
    StandardAdopted,
    *CASE_RECORDS,
    *PAYMENT_RECORDS,
    *HOME_RECORDS,
)

__all__ = [
    "APPLICATIONS",
    "AWARD_RECORDS",
    "CASE_RECORDS",
    "CONFIRMATIONS",
    "HOME_RECORDS",
    "PAYMENT_RECORDS",
    "RECORDS",
    "RESIDENCY_RECORDS",
    "AccountChanged",
    "ApplicationAccepted",
    "ApplicationRejected",
    "AppraisalHeld",
    "BenefitPaid",
    "CaseResumed",
    "CaseSuspended",
    "CaseTerminated",
    "DibaoApplied",
    "DibaoChanged",
    "DibaoConfirmed",
    "HomeAssetSettled",
    "HomeClosed",
    "HomeClosureDecided",
    "HomeRegistered",
    "MeansChecked",
    "NoticePosted",
    "ObjectionRaised",
    "PaymentReversed",
    "ResidentAdmitted",
    "ResidentLeft",
    "ResidentTransferred",
    "SelfCareAssessed",
    "StandardAdopted",
    "SubsidyApplied",
    "SubsidyConfirmed",
    "SupportModeSet",
    "TekunApplied",
    "TekunConfirmed",
]
