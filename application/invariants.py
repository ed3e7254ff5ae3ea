"""The invariants of all registers, judged again over the whole log, one record after another."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from application import records
from domain.common.invariants import Entry, Violation
from domain.common.refusals import Citation
from domain.registry import REGISTERS
from ledger.log import Log
from ledger.record import fields_of

LISTED_MAX = 1_000
"""Violations named; all are counted."""
PROGRESS_RECORDS = 1_000


@dataclass(frozen=True)
class Judged:
    """The outcome."""

    records: int
    counted: dict[str, int]
    """What was judged, e.g. `authority.approvals`."""
    violations: list[Violation]
    violation_count: int

    @property
    def ok(self) -> bool:
        """Whether every record stands."""
        return not self.violation_count


def judged_rules() -> list[str]:
    """The rules that invariants judge by."""
    made = (make() for reg in REGISTERS for make in reg.invariants)
    return sorted({rule.id for invariant in made for rule in invariant.rules})


def judge(
    log: Log, progress: Callable[[int], None], rules: Collection[str] = frozenset()
) -> Judged:
    """Read the log once and judge every record by what was recorded before it.

    Args:
        log: the log.
        progress: called with the number of records just judged.
        rules: only by these; by all if there are none.

    Raises:
        LedgerError: the log cannot be read, or holds a record this edition does not know.
    """
    made = [(reg.name, make()) for reg in REGISTERS for make in reg.invariants]
    invariants = [
        (name, invariant)
        for name, invariant in made
        if not rules or any(rule.id in rules for rule in invariant.rules)
    ]
    listed: list[Violation] = []
    violations = count = 0
    for event in log.read():
        fields = fields_of(event.event.data)
        entry = Entry(
            record=records.record(fields["type"], fields["data"]),
            tags=fields["tags"],
            citation=Citation(event.position, fields["type"], fields["occurred"]),
            official=fields["by"],
            office=fields["office"],
        )
        for _, invariant in invariants:
            found = [one for one in invariant.add(entry) if not rules or one.rule.id in rules]
            violations += len(found)
            listed += found[: LISTED_MAX - len(listed)]
        count += 1
        if not count % PROGRESS_RECORDS:
            progress(PROGRESS_RECORDS)
    progress(count % PROGRESS_RECORDS)
    counted = {
        f"{name}.{what}": number
        for name, invariant in invariants
        for what, number in invariant.counted().items()
    }
    return Judged(count, counted, listed, violations)
