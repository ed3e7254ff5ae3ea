"""Periods are frozen for registers, at the close of a year or for an inspection, and released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.authority import rules
from domain.authority.decisions.base import AuthorityDecision
from domain.authority.records import PeriodFrozen, PeriodReleased
from domain.authority.tags import freeze as freeze_tag


@dataclass
class FreezePeriod(AuthorityDecision):
    """Freeze what happened on some days 封账: refuse it from now on, or mark it."""

    freeze: str
    registers: tuple[str, ...]
    day_first: date
    day_last: date
    effect: Literal["refuse", "mark"]
    reason: str
    policy: str

    def execute(self) -> None:
        self.must_be_district()
        known = self.now.freezes.get(self.freeze)
        unknown = sorted(set(self.registers) - _registers())
        if known or unknown or not self.registers or not self._is_complete():
            self.refuse(
                rules.FREEZE_WELL_FORMED,
                f"Freeze {self.freeze!r} of {', '.join(self.registers) or 'no register'} from "
                f"{self.day_first} to {self.day_last} "
                f"{'stands already' if known else 'is not well formed'}.",
                [known.citation if known else None],
            )
        record = PeriodFrozen(
            freeze=self.freeze,
            registers=sorted(set(self.registers)),
            day_first=self.day_first.isoformat(),
            day_last=self.day_last.isoformat(),
            effect=self.effect,
            reason=self.reason,
            policy=self.policy,
        )
        self.keep(record, freeze_tag(self.freeze), document=self.policy)

    def _is_complete(self) -> bool:
        in_order = self.day_first <= self.day_last
        return bool(self.freeze and self.reason) and in_order and self.effect in ("refuse", "mark")


@dataclass
class ReleasePeriod(AuthorityDecision):
    """End a freeze 解除冻结."""

    freeze: str
    reason: str
    policy: str

    def execute(self) -> None:
        self.must_be_district()
        if self.freeze not in self.now.freezes or not self.reason:
            self.refuse(rules.FREEZE_WELL_FORMED, f"Freeze {self.freeze!r} does not stand.")
        record = PeriodReleased(freeze=self.freeze, reason=self.reason, policy=self.policy)
        self.keep(record, freeze_tag(self.freeze), document=self.policy)


def _registers() -> set[str]:
    """Registers whose periods may be frozen: all but this one, which must be able to release."""
    from domain.registry import REGISTERS  # the registry lists this register too

    internal = {register.name for register in REGISTERS if register.is_internal}
    return {register.name for register in REGISTERS} - internal - {"authority"}
