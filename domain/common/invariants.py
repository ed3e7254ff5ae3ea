"""Invariants of a register, judged again over a whole log: from its records alone, in their order.

What is refused today may stand in a log all the same: written by an edition that did not know the
rule, or by a program that went around the desk. Each record is judged by what had been recorded
before it, so the answer about an old record never changes; years later it is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.common.records import Record
from domain.common.refusals import Citation, Rule


@dataclass(frozen=True)
class Violation:
    """A record that stands against a rule."""

    position: int
    rule: Rule
    detail: str
    against: tuple[int, ...] = ()
    """Positions of other records it contradicts."""


@dataclass(frozen=True)
class Entry:
    """A record as the log holds it, with who made it."""

    record: Record
    tags: Sequence[str]
    citation: Citation
    official: str
    office: str


class Invariant(Protocol):
    """Reads a log from its first record on; made anew for each reading."""

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules it judges by."""
        ...

    def add(self, entry: Entry) -> Sequence[Violation]:
        """Take in the next record; what it violates."""
        ...

    def counted(self) -> dict[str, int]:
        """What was judged, by name, so that nobody takes an empty check for a good one."""
        ...
