"""Commands of this register and the rules that turn them into records; one module a matter."""

from __future__ import annotations

from domain.authority.decisions.exemptions import EndExemption, GrantExemption
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
)

__all__ = [
    "DECISIONS",
    "AbolishOffice",
    "AmendPower",
    "AppointOfficial",
    "DeclareKin",
    "DelegatePower",
    "EndExemption",
    "EndTerm",
    "GrantExemption",
    "OpenEstablishment",
    "RegisterOffice",
    "RenameOffice",
    "ResumePower",
    "RevokePower",
    "SuspendPower",
    "WithdrawKin",
]
