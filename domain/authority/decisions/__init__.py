"""Commands of this register and the rules that turn them into records; one module a matter."""

from __future__ import annotations

from domain.authority.decisions.exemptions import EndExemption, GrantExemption
from domain.authority.decisions.freezes import FreezePeriod, ReleasePeriod
from domain.authority.decisions.kin import DeclareKin, WithdrawKin
from domain.authority.decisions.offices import (
    AbolishOffice,
    OpenEstablishment,
    RegisterOffice,
    RenameOffice,
)
from domain.authority.decisions.posts import AppointOfficial, EndTerm
from domain.authority.decisions.powers import (
    AmendPower,
    DelegatePower,
    ResumePower,
    RevokePower,
    SuspendPower,
)
from domain.authority.decisions.sampling import DrawSample, ReviewDecision

DECISIONS = (
    OpenEstablishment,
    RegisterOffice,
    RenameOffice,
    AbolishOffice,
    AppointOfficial,
    EndTerm,
    DelegatePower,
    AmendPower,
    SuspendPower,
    ResumePower,
    RevokePower,
    GrantExemption,
    EndExemption,
    DeclareKin,
    WithdrawKin,
    DrawSample,
    ReviewDecision,
    FreezePeriod,
    ReleasePeriod,
)

__all__ = [
    "DECISIONS",
    "AbolishOffice",
    "AmendPower",
    "AppointOfficial",
    "DeclareKin",
    "DelegatePower",
    "DrawSample",
    "EndExemption",
    "EndTerm",
    "FreezePeriod",
    "GrantExemption",
    "OpenEstablishment",
    "RegisterOffice",
    "ReleasePeriod",
    "RenameOffice",
    "ResumePower",
    "ReviewDecision",
    "RevokePower",
    "SuspendPower",
    "WithdrawKin",
]
