"""Rosters of entitlement 在册名单: every confirmed case, its members, and whether it is paid."""

from __future__ import annotations

import ibis

from domain.assistance.records import (
    CaseResumed,
    CaseSuspended,
    CaseTerminated,
    DibaoChanged,
    DibaoConfirmed,
    EntitlementRecalculated,
    GracePeriodStarted,
    SubsidyConfirmed,
    SupportModeSet,
    TekunConfirmed,
)
from domain.assistance.schemes import Scheme
from projections.definition import Derivation, Projection, Scope, latest

ACTIVE = "active"
SUSPENDED = "suspended"
TERMINATED = "terminated"
_STATUS = {
    DibaoConfirmed.type: ACTIVE,
    TekunConfirmed.type: ACTIVE,
    SubsidyConfirmed.type: ACTIVE,
    CaseSuspended.type: SUSPENDED,
    CaseResumed.type: ACTIVE,
    CaseTerminated.type: TERMINATED,
}


def _rows(batch: ibis.Table) -> ibis.Table:
    of_household = (DibaoConfirmed.type, DibaoChanged.type)
    scheme = batch.type.cases(
        *((type_, str(Scheme.DIBAO)) for type_ in of_household),
        (TekunConfirmed.type, str(Scheme.TEKUN)),
        else_=batch.scheme,
    )
    status = batch.type.cases(*_STATUS.items(), else_=None)
    person = batch.person.isnull().ifelse(None, ibis.array([batch.person]))
    return batch.select(
        "position",
        "case",
        "office",
        "area",
        "mode",
        "home",
        "amount_fen",
        "until_month",
        scheme=scheme,
        members=batch.members.coalesce(person),
        status=status,
        status_from_month=status.isnull().ifelse(None, batch.from_month),
        status_reason=batch.reason,
    )


ENTITLEMENTS = Projection(
    name="entitlements",
    title="Rosters of entitlement",
    title_zh="在册名单",
    types=(
        *_STATUS,
        DibaoChanged.type,
        SupportModeSet.type,
        EntitlementRecalculated.type,
        GracePeriodStarted.type,
    ),
    reads={
        "office": "string",
        "case": "string",
        "scheme": "string",
        "area": "string",
        "mode": "string",
        "home": "string",
        "members": "array<string>",
        "person": "string",
        "amount_fen": "int64",
        "from_month": "string",
        "until_month": "string",
        "reason": "string",
    },
    keys={"case": "string"},
    values=(
        latest("scheme"),
        latest("office"),
        latest("area"),
        latest("mode"),
        latest("home"),
        latest("members", "array<string>"),
        latest("amount_fen", "int64"),
        latest("until_month"),
        latest("status"),
        latest("status_from_month"),
        latest("status_reason"),
    ),
    rows=_rows,
    derivation=Derivation(
        scope=Scope("case:", "case"),
        keys={"case": "data.case"},
        latest={
            "office": "office",
            **{name: f"data.{name}" for name in ("area", "mode", "home", "amount_fen")},
            "until_month": "data.until_month",
            "status_reason": "data.reason",
        },
    ),
)
"""By case: each column as last set. `members` are person ids; `amount_fen` is per month, as last
confirmed, changed or recalculated; `status` is active, suspended or terminated from
`status_from_month` on. A case that was applied for but never confirmed is on no roster."""
