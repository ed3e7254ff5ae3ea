"""Commands of this register and the rules that turn them into records; one module a matter."""

from __future__ import annotations

from domain.persons.decisions.deaths import ReportDeath, WithdrawDeathReport
from domain.persons.decisions.households import KeepHousehold
from domain.persons.decisions.links import LinkPersons, PartPersons, TellApart

DECISIONS = (
    LinkPersons,
    PartPersons,
    TellApart,
    ReportDeath,
    WithdrawDeathReport,
    KeepHousehold,
)

__all__ = [
    "DECISIONS",
    "KeepHousehold",
    "LinkPersons",
    "PartPersons",
    "ReportDeath",
    "TellApart",
    "WithdrawDeathReport",
]
