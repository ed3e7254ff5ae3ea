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
    PropertyHandedOver,
    ResidentAdmitted,
    ResidentLeft,
    ResidentTransferred,
)
from domain.assistance.records.imprests import IMPREST_RECORDS
from domain.assistance.records.operators import OPERATOR_RECORDS
from domain.assistance.records.overpayments import OVERPAYMENT_RECORDS, OverpaymentEstablished
from domain.assistance.records.papers import (
    ApplicationWithdrawn,
    NeighboursAsked,
    SupplementReceived,
    SupplementRequested,
)
from domain.assistance.records.parameters import StandardAdopted
from domain.assistance.records.payments import BenefitPaid, PaymentReversed
from domain.assistance.records.relief import (
    ReliefApplied,
    ReliefConfirmed,
    ReliefPaid,
    ReliefReturned,
)
from domain.assistance.records.reviews import (
    EntitlementRecalculated,
    GracePeriodStarted,
    HoldReleased,
    PaymentHeld,
    ReviewHeld,
)
from domain.assistance.records.runs import RUN_RECORDS

APPLICATIONS = (DibaoApplied, TekunApplied, SubsidyApplied, ReliefApplied)
CONFIRMATIONS = (DibaoConfirmed, TekunConfirmed, SubsidyConfirmed)
CASE_RECORDS = (
    *APPLICATIONS,
    SupplementRequested,
    SupplementReceived,
    ApplicationWithdrawn,
    ApplicationAccepted,
    MeansChecked,
    NeighboursAsked,
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
    GracePeriodStarted,
    PaymentHeld,
    HoldReleased,
    ReliefConfirmed,
    ReliefPaid,
    ReliefReturned,
)
"""What says how far a case has come and what it is entitled to; payments and reviews apart."""
REVIEW_RECORDS = (ReviewHeld, EntitlementRecalculated)
AWARD_RECORDS = (
    *APPLICATIONS,
    *CONFIRMATIONS,
    DibaoChanged,
    CaseTerminated,
    GracePeriodStarted,
)
"""What says which schemes a person draws."""
RELIEF_MONEY_RECORDS = (ReliefPaid, ReliefReturned)
RELIEF_RECORDS = (ReliefApplied, ReliefConfirmed, *RELIEF_MONEY_RECORDS)
PAYMENT_RECORDS = (BenefitPaid, PaymentReversed)
FILE_RECORDS = (
    *CASE_RECORDS,
    *REVIEW_RECORDS,
    *PAYMENT_RECORDS,
    *OVERPAYMENT_RECORDS,
    *IMPREST_RECORDS,
)
"""Everything in the file of a case; of a reserve fund, what it paid for the case."""
HOME_RECORDS = (
    HomeRegistered,
    ResidentAdmitted,
    ResidentTransferred,
    ResidentLeft,
    PropertyHandedOver,
    HomeClosureDecided,
    HomeAssetSettled,
    HomeClosed,
)
RESIDENCY_RECORDS = (ResidentAdmitted, ResidentTransferred, ResidentLeft)
RECORDS = (
    StandardAdopted,
    *FILE_RECORDS,
    *RUN_RECORDS,
    *HOME_RECORDS,
    *OPERATOR_RECORDS,
)

__all__ = [
    "APPLICATIONS",
    "AWARD_RECORDS",
    "CASE_RECORDS",
    "CONFIRMATIONS",
    "FILE_RECORDS",
    "HOME_RECORDS",
    "IMPREST_RECORDS",
    "OPERATOR_RECORDS",
    "OVERPAYMENT_RECORDS",
    "PAYMENT_RECORDS",
    "RECORDS",
    "RELIEF_MONEY_RECORDS",
    "RELIEF_RECORDS",
    "RESIDENCY_RECORDS",
    "REVIEW_RECORDS",
    "RUN_RECORDS",
    "AccountChanged",
    "ApplicationAccepted",
    "ApplicationRejected",
    "ApplicationWithdrawn",
    "AppraisalHeld",
    "BenefitPaid",
    "CaseResumed",
    "CaseSuspended",
    "CaseTerminated",
    "DibaoApplied",
    "DibaoChanged",
    "DibaoConfirmed",
    "EntitlementRecalculated",
    "GracePeriodStarted",
    "HoldReleased",
    "HomeAssetSettled",
    "HomeClosed",
    "HomeClosureDecided",
    "HomeRegistered",
    "MeansChecked",
    "NeighboursAsked",
    "NoticePosted",
    "ObjectionRaised",
    "OverpaymentEstablished",
    "PaymentHeld",
    "PaymentReversed",
    "PropertyHandedOver",
    "ReliefApplied",
    "ReliefConfirmed",
    "ReliefPaid",
    "ReliefReturned",
    "ResidentAdmitted",
    "ResidentLeft",
    "ResidentTransferred",
    "ReviewHeld",
    "SelfCareAssessed",
    "StandardAdopted",
    "SubsidyApplied",
    "SubsidyConfirmed",
    "SupplementReceived",
    "SupplementRequested",
    "SupportModeSet",
    "TekunApplied",
    "TekunConfirmed",
]
