"""Rules of bicycles."""

from __future__ import annotations

from domain.common.refusals import Rule

LENT_ONCE = Rule(
    "bicycles.lent-once",
    "A bicycle is lent to one borrower at a time.",
    "同一车辆不得同时出借。",
    "made up for a test",
)
SLIP_NEXT = Rule(
    "bicycles.slip-next",
    "Slips of a station are numbered without a gap.",
    "借车单连续编号。",
    "made up for a test",
)
DEPOSIT = Rule(
    "bicycles.deposit", "A deposit is above zero.", "押金须大于零。", "made up for a test"
)
