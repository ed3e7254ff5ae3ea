"""What a verification finds, each problem with a stable kind and the position it is about.

| kind | what is not as it was recorded |
| --- | --- |
| bytes | the bytes are not a record in canonical form |
| leaf-hash | the hash beside a record is not that of its bytes |
| column | a column beside a record says something else than its bytes |
| gap | a position without a record |
| cut-tail | records are missing at the end |
| beyond-head | a record after the end |
| ordinal | a case, fund or office does not number its records 1, 2, 3 … |
| recorded | the time of recording goes back |
| posting | a tag is not posted, or posted where no record carries it, or with another ordinal |
| command | a command and the records that name it do not agree |
| subtree | the root of a complete subtree is not that of its records |
| frontier | the right edge of the tree is not that of the records |
| root | the root is not that of the records |
| head | the head contradicts itself or the last record |
| index | an index does not lead to every row |
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

PROBLEMS_LISTED_MAX = 100


class Problem(NamedTuple):
    """One thing that is not as it was recorded."""

    position: int
    """Which record it is about; the first one, if it is about several."""
    kind: str
    message: str


@dataclass(frozen=True)
class Verification:
    """What was checked and what was found."""

    ok: bool
    records: int
    """How many records the head says there are."""
    checked: int
    """How many of them were read back and checked."""
    root: bytes
    """The root hash of what was read back."""
    problems: list[Problem]
    """The first ones; `problem_count` says how many there are."""
    problem_count: int


@dataclass
class Problems:
    """Collects problems: lists the first ones, counts all."""

    listed: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, position: int, kind: str, message: str) -> None:
        """Note a problem."""
        self.count += 1
        if len(self.listed) < PROBLEMS_LISTED_MAX:
            self.listed.append(Problem(position, kind, message))

    def take_over(self, others: Problems) -> None:
        """Add what was found by another check."""
        self.count += others.count
        self.listed += others.listed[: PROBLEMS_LISTED_MAX - len(self.listed)]
