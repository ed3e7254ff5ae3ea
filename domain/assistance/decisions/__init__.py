"""Commands of this register and the rules that turn them into records; one module a matter."""

from __future__ import annotations

from domain.assistance.decisions.applications import (
    AcceptApplication,
    ApplyForDibao,
    ApplyForSubsidy,
    ApplyForTekun,
    RejectApplication,
)
from domain.assistance.decisions.changes import (
    ChangeAccount,
    ChangeDibao,
    ResumeCase,
    SetSupportMode,
    SuspendCase,
    TerminateCase,
)
from domain.assistance.decisions.checks import (
    AssessSelfCare,
    HoldAppraisal,
    PostNotice,
    RaiseObjection,
    ReportMeansCheck,
)
from domain.assistance.decisions.confirmations import ConfirmDibao, ConfirmSubsidy, ConfirmTekun
from domain.assistance.decisions.homes import (
    AdmitResident,
    CloseHome,
    DecideClosure,
    DischargeResident,
    RegisterHome,
    SettleAsset,
    TransferResident,
)
from domain.assistance.decisions.parameters import AdoptStandard
from domain.assistance.decisions.payments import PayBenefits, Payment, ReversePayment

DECISIONS = (
    AdoptStandard,
    ApplyForDibao,
    ApplyForTekun,
    ApplyForSubsidy,
    AcceptApplication,
    RejectApplication,
    ReportMeansCheck,
    AssessSelfCare,
    HoldAppraisal,
    PostNotice,
    RaiseObjection,
    ConfirmDibao,
    ConfirmTekun,
    ConfirmSubsidy,
    ChangeDibao,
    SetSupportMode,
    ChangeAccount,
    SuspendCase,
    ResumeCase,
    TerminateCase,
    PayBenefits,
    ReversePayment,
    RegisterHome,
    AdmitResident,
    TransferResident,
    DischargeResident,
    DecideClosure,
    SettleAsset,
    CloseHome,
)

__all__ = [
    "DECISIONS",
    "AcceptApplication",
    "AdmitResident",
    "AdoptStandard",
    "ApplyForDibao",
    "ApplyForSubsidy",
    "ApplyForTekun",
    "AssessSelfCare",
    "ChangeAccount",
    "ChangeDibao",
    "CloseHome",
    "ConfirmDibao",
    "ConfirmSubsidy",
    "ConfirmTekun",
    "DecideClosure",
    "DischargeResident",
    "HoldAppraisal",
    "PayBenefits",
    "Payment",
    "PostNotice",
    "RaiseObjection",
    "RegisterHome",
    "RejectApplication",
    "ReportMeansCheck",
    "ResumeCase",
    "ReversePayment",
    "SetSupportMode",
    "SettleAsset",
    "SuspendCase",
    "TerminateCase",
    "TransferResident",
]
