"""What came after a closing: each late record, and each figure's change explained by them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from application.closing.closings import Closing
from projections.closing.effects import LateRecord, figures_at, late_records
from tools.closing.making import hundredths


@dataclass(frozen=True)
class Change:
    """One figure that is not what the closing stated."""

    figure: str
    closed: Decimal
    now: Decimal
    explained: Decimal
    """What the late records add up to."""
    records: int

    @property
    def is_explained(self) -> bool:
        """Whether the records after the closing account for all of it."""
        return self.now - self.closed == self.explained


@dataclass(frozen=True)
class Differences:
    """All that came after a closing."""

    closing: Closing
    position: int
    """Up to where it was looked."""
    late: list[LateRecord]
    changes: list[Change]

    @property
    def explained(self) -> bool:
        """Whether every figure's change is explained."""
        return all(change.is_explained for change in self.changes)

    def as_dict(self) -> dict[str, Any]:
        """As machines read it."""
        return {
            "position": self.position,
            "explained": self.explained,
            "late_records": [
                {
                    "position": late.position,
                    "type": late.type,
                    "occurred": late.occurred,
                    "recorded": late.recorded,
                    "official": late.official,
                    "effects": [
                        {
                            "figure": effect.figure,
                            "before": _number(effect.before),
                            "after": _number(effect.after),
                            "change": _number(effect.change),
                        }
                        for effect in late.effects
                    ],
                }
                for late in self.late
            ],
            "figures": [
                {
                    "figure": change.figure,
                    "closed": _number(change.closed),
                    "now": _number(change.now),
                    "change": _number(change.now - change.closed),
                    "explained": _number(change.explained),
                    "records": change.records,
                }
                for change in self.changes
            ],
        }

    def lines(self) -> list[str]:
        """As people read it."""
        if not self.late and not self.changes:
            return ["No record after the closing concerns the year."]
        return [
            f"{len(self.late):,} records after the closing concern the year:",
            *(line for late in self.late for line in _told(late)),
            f"{len(self.changes):,} figures are not what was closed:",
            *(_summed(change) for change in self.changes),
        ]


def differences(dsn: str, found: Closing, position: int) -> Differences:
    """What came after a closing, up to a position.

    Raises:
        ProjectionError: a record cannot be folded.
    """
    closed, year = found.record, found.record.year
    late = list(late_records(dsn, year, closed.size, position))
    now = figures_at(dsn, year, position)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    counts: defaultdict[str, int] = defaultdict(int)
    for effect in (effect for one in late for effect in one.effects):
        sums[effect.figure] += effect.change
        counts[effect.figure] += 1
    stated = {key: hundredths(value) for key, value in closed.figures.items()}
    changes = [
        Change(key, value, now.get(key, Decimal(0)), sums[key], counts[key])
        for key, value in stated.items()
        if now.get(key) != value or counts[key]
    ]
    return Differences(found, position, late, changes)


def _number(value: Decimal) -> int | float:
    """Whole if it is; two decimals fit a float exactly as printed below 10^13."""
    return int(value) if value == value.to_integral_value() else float(value)


def _told(late: LateRecord) -> list[str]:
    head = (
        f"  position {late.position:,}  {late.type}, happened {late.occurred[:10]}, recorded "
        f"{late.recorded[:10]} by {late.official}"
    )
    effects = [
        f"    {effect.figure}: {effect.before:,} → {effect.after:,} ({effect.change:+,})"
        for effect in late.effects
    ]
    return [head, *(effects or ["    no figure of the report changes by it"])]


def _summed(change: Change) -> str:
    told = "explained" if change.is_explained else f"ONLY {change.explained:+,} EXPLAINED"
    return (
        f"  {change.figure}: closed {change.closed:,}, now {change.now:,} "
        f"({change.now - change.closed:+,}), {told} by {change.records:,} records"
    )
