"""Powers of the district are delegated to towns and streets, amended, suspended, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.authority import rules
from domain.authority.decisions.base import AuthorityDecision
from domain.authority.kinds import DELEGATES
from domain.authority.records import (
    PowerAmended,
    PowerChanged,
    PowerDelegated,
    PowerResumed,
    PowerRevoked,
    PowerSuspended,
)
from domain.authority.standing import Grant, covers
from domain.common import tags
from domain.common.duties import Matter


@dataclass
class DelegatePower(AuthorityDecision):
    """Give a street or town the power to approve a matter 下放审批权限."""

    matter: str
    office: str
    from_day: date
    policy: str
    cap_fen: int = 0
    """The most one approval may be worth; 0 if there is no cap."""
    to_day: date | None = None

    def execute(self) -> None:
        self.must_be_district()
        first, last = self.from_day.isoformat(), self.to_day.isoformat() if self.to_day else ""
        office = self.must_exist(self.office, first)
        matter = matters().get(self.matter)
        problem = ""
        if matter is None or not matter.delegable:
            problem = f"{self.matter!r} cannot be delegated"
        elif office.kind not in DELEGATES:
            problem = f"office {self.office} is a {office.kind}"
        elif self.cap_fen < 0 or (last and last < first):
            problem = f"it would hold from {first} to {last}, with a cap of {self.cap_fen} fen"
        if problem:
            self.refuse(rules.POWER_WELL_FORMED, f"{problem}.", [office.citation])
        self._must_not_overlap(first, last)
        record = PowerDelegated(
            grant=f"{self.matter}-{self.office}-{first}",
            matter=self.matter,
            office=self.office,
            cap_fen=self.cap_fen,
            from_day=first,
            to_day=last,
            policy=self.policy,
        )
        self.keep(
            record,
            tags.power(record.grant),
            tags.office(self.office),
            document=self.policy,
        )

    def _must_not_overlap(self, first: str, last: str) -> None:
        standing = [
            grant
            for grant in self.now.power_of(self.office, self.matter)
            if (not grant.is_revoked or first < grant.last.from_day)
            and (not grant.last.to_day or first <= grant.last.to_day)
            and (not last or grant.changes[0].from_day <= last)
        ]
        if standing:
            self.refuse(
                rules.POWER_WELL_FORMED,
                f"Office {self.office} has the power over {self.matter} by {standing[-1].id}.",
                [standing[-1].last.citation],
                "Amend that grant, or revoke it first.",
            )


@dataclass
class ChangeOfPower(AuthorityDecision):
    """What changes of a grant share: they take effect today or later."""

    grant: str
    from_day: date
    policy: str

    def standing(self, *, is_live: bool | None) -> Grant:
        """The grant, which was not revoked, and rests or does not rest."""
        self.must_be_district()
        grant = self.now.grants.get(self.grant)
        first = self.from_day.isoformat()
        if (
            grant is None
            or grant.is_revoked
            or first < max(self.today, grant.last.from_day)
            or not covers("", grant.last.to_day, first)
            or is_live not in (None, grant.last.is_live)
        ):
            self.refuse(
                rules.POWER_STANDS,
                f"Grant {self.grant} cannot be changed like that from {first}; today is "
                f"{self.today}.",
                [grant.last.citation if grant else None],
            )
        return grant

    def change(self, kind: type[PowerChanged], grant: Grant, more: Mapping[str, Any]) -> None:
        """Record a change of a grant."""
        record = kind(
            grant=grant.id,
            matter=grant.matter,
            office=grant.office,
            from_day=self.from_day.isoformat(),
            policy=self.policy,
            **more,
        )
        self.keep(record, tags.power(grant.id), tags.office(grant.office), document=self.policy)


@dataclass
class AmendPower(ChangeOfPower):
    """Change the cap or the last day of a grant 调整授权."""

    cap_fen: int
    to_day: date | None = None

    def execute(self) -> None:
        grant = self.standing(is_live=None)
        last = self.to_day.isoformat() if self.to_day else ""
        if self.cap_fen < 0 or (last and last < self.from_day.isoformat()):
            self.refuse(
                rules.POWER_WELL_FORMED,
                f"Grant {grant.id} would end on {last}, with a cap of {self.cap_fen} fen.",
            )
        self.change(PowerAmended, grant, {"cap_fen": self.cap_fen, "to_day": last})


@dataclass
class SuspendPower(ChangeOfPower):
    """Let a grant rest 暂停授权."""

    reason: str

    def execute(self) -> None:
        self.change(PowerSuspended, self.standing(is_live=True), {"reason": self.reason})


@dataclass
class ResumePower(ChangeOfPower):
    """Let a suspended grant hold again 恢复授权."""

    def execute(self) -> None:
        self.change(PowerResumed, self.standing(is_live=False), {})


@dataclass
class RevokePower(ChangeOfPower):
    """Take a grant back 收回审批权限; a new one may be given later."""

    def execute(self) -> None:
        self.change(PowerRevoked, self.standing(is_live=None), {})


def matters() -> Mapping[str, Matter]:
    """All matters of all registers."""
    from domain.registry import MATTERS  # the registry lists this register too

    return MATTERS


__all__ = [
    "AmendPower",
    "DelegatePower",
    "ResumePower",
    "RevokePower",
    "SuspendPower",
]
