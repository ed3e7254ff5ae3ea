"""Confirmed entitlements and their changes.

An award holds facts (who, income, area, mode), and the monthly amount they made on the day of the
decision. What is paid for a month follows from the facts and the standard of that month.
"""

from __future__ import annotations

from domain.assistance.matters import DIBAO, MATTERS, TEKUN
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record


class DibaoConfirmed(Record):
    """Dibao was confirmed 确认. Tags: case, every member, the decision (`doc:`)."""

    type = "assistance.dibao-confirmed.v1"
    duty = DutyStep(Duty.APPROVE, (DIBAO,), amount_field="amount_fen")

    case: str
    area: str
    members: list[str]
    addon_persons: int
    """Members with the category add-on 分类施保."""
    income_fen: int
    """Counted income of the household per month."""
    amount_fen: int
    """Per month at the standard of `from_month`."""
    from_month: str
    decision: str
    """Number of the decision 确认文号."""
    review_class: str = "stable"
    """One of `schemes.ReviewClass`."""
    review_month: str = ""
    """When the case is first to be reviewed."""
    working_days_late: int = 0
    """After the last day to confirm."""


class DibaoChanged(Record):
    """Members or income of a dibao household changed 动态调整. Tags: as when confirmed."""

    type = "assistance.dibao-changed.v1"
    duty = DutyStep(Duty.APPROVE, (DIBAO,))

    case: str
    area: str
    members: list[str]
    addon_persons: int
    income_fen: int
    amount_fen: int
    from_month: str
    decision: str


class TekunConfirmed(Record):
    """Tekun support was confirmed 确认. Tags: case, person, the decision (`doc:`)."""

    type = "assistance.tekun-confirmed.v1"
    duty = DutyStep(Duty.APPROVE, (TEKUN,), amount_field="amount_fen")

    case: str
    area: str
    person: str
    mode: str
    """Centralised or dispersed."""
    home: str
    """Code of the home if centralised; empty if not."""
    amount_fen: int
    from_month: str
    decision: str
    review_class: str = "stable"
    """One of `schemes.ReviewClass`."""
    review_month: str = ""
    """When the case is first to be reviewed."""
    working_days_late: int = 0
    """After the last day to confirm."""


class SupportModeSet(Record):
    """A tekun person moved into a home, out of it, or to another 供养方式变更."""

    type = "assistance.support-mode-set.v1"

    case: str
    mode: str
    home: str
    from_month: str
    agreement: str
    """Number of the care agreement 照料协议."""


class SubsidyConfirmed(Record):
    """A disability or child subsidy was confirmed 确认. Tags: case, person, the decision."""

    type = "assistance.subsidy-confirmed.v1"
    duty = DutyStep(Duty.APPROVE, MATTERS, matter_field="scheme", amount_field="amount_fen")

    case: str
    scheme: str
    person: str
    amount_fen: int
    from_month: str
    until_month: str
    decision: str
    working_days_late: int = 0
